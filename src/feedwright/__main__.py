"""The program: `feedwright`, and `python -m feedwright`."""

from __future__ import annotations

import gc
import io
import os
import sys
import threading

_NEW_OBJECTS = 100_000
"""After so many the garbage collector looks for garbage; imports alone make many times Python's 700."""


def main() -> None:
    """Runs the command, and ends when all is said, whatever memory there is to tidy up: the system takes it
    back at once, and of a run that finds nothing the tidying would be a tenth.
    """
    _read_names_as_utf8()
    _print_any_name()
    gc.set_threshold(_NEW_OBJECTS)
    from feedwright.cli import main as command
    from feedwright.cli._failures import failures

    try:
        # What goes wrong before there is a command, and in the printing of help: `command` sees to the rest.
        with failures():
            command()
    except SystemExit as end:
        if isinstance(end.code, int) and threading.active_count() == 1:
            has_said_all = _have_said_all()
            os._exit(end.code or (0 if has_said_all else os.EX_IOERR))
        raise


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
