"""The program: `feedwright`, and `python -m feedwright`."""

from __future__ import annotations

import gc
import io
import os
import sys
import time

from feedwright import up_to_date

_NEW_OBJECTS = 100_000
"""After so many the garbage collector looks for garbage; imports alone make many times Python's 700."""


def main() -> None:
    """Runs the command, and ends when all is said, whatever memory there is to tidy up: the system takes it
    back at once, and of a run that finds nothing the tidying would be a tenth.
    """
    _read_names_as_utf8()
    _print_any_name()
    if _is_up_to_date(sys.argv[1:]):
        _end(os.EX_OK)
    gc.set_threshold(_NEW_OBJECTS)
    from feedwright.cli import main as command
    from feedwright.cli._failures import failures

    try:
        # What goes wrong before there is a command, and in the printing of help: `command` sees to the rest.
        with failures():
            command()
    except SystemExit as end:
        import threading

        if isinstance(end.code, int) and threading.active_count() == 1:
            _end(end.code)
        raise


def _is_up_to_date(arguments: list[str]) -> bool:
    """Whether this is a build that would find nothing to do; says so, as a build would."""
    asked = _plain_build(arguments)
    if asked is None:
        return False
    config, is_quiet = asked
    started = time.monotonic()
    files = up_to_date.files_if_up_to_date(config, time.time())
    if files is not None and not is_quiet:
        print(up_to_date.nothing_done(files, time.monotonic() - started))
    return files is not None


def _plain_build(arguments: list[str]) -> tuple[str, bool] | None:
    """The settings of a build as cron and most people start it, and whether it is to be quiet.

    None where there is any other word: what that means the command line knows.
    """
    config, is_quiet, words = "config.yaml", False, iter(arguments)
    if next(words, None) != "build":
        return None
    for word in words:
        if word in ("-q", "--quiet"):
            is_quiet = True
        elif word in ("-c", "--config"):
            config = next(words, "")
        else:
            return None
    return config, is_quiet


def _end(code: int) -> None:
    has_said_all = _have_said_all()
    os._exit(code or (0 if has_said_all else os.EX_IOERR))


def _read_names_as_utf8() -> None:
    """Starts anew where the locale has names of files in another encoding: the ids that are made of them are
    the same on every machine. What is printed stays in the terminal's own.
    """
    if sys.getfilesystemencoding().lower() != "utf-8":
        encoding = sys.stderr.encoding if sys.stderr else "utf-8"
        os.environ |= {"PYTHONUTF8": "1", "PYTHONIOENCODING": f"{encoding}:backslashreplace"}
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _print_any_name() -> None:
    """Has a character that standard output cannot carry (half a character in a file's name, any letter on
    an ASCII terminal) printed as an escape.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _have_said_all() -> bool:
    """Whether what was printed has left this process."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
