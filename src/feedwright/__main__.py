"""The program: `feedwright`, and `python -m feedwright`."""

from __future__ import annotations

import gc
import io
import os
import sys
import time

from feedwright import posix, up_to_date

_USAGE = 2
"""The exit code of a run that could not begin."""

_NEW_OBJECTS = 100_000
"""The garbage collector runs after so many new objects, instead of 700: imports alone make more."""


def main() -> None:
    """Run the command; exit without freeing memory, which would take a tenth of a run without changes."""
    if not posix.is_supported():
        print(f"error: {posix.ADVICE}", file=sys.stderr)
        sys.exit(_USAGE)
    _decode_file_names_as_utf8()
    _escape_unprintable_characters()
    if _is_up_to_date(sys.argv[1:]):
        _end(os.EX_OK)
    gc.set_threshold(_NEW_OBJECTS)
    from feedwright.cli import main as command
    from feedwright.cli._failures import failures

    try:
        # For errors before a command starts, and while help is printed. Commands handle their own.
        with failures():
            command()
    except SystemExit as end:
        import threading

        if isinstance(end.code, int) and threading.active_count() == 1:
            _end(end.code)
        raise


def _is_up_to_date(arguments: list[str]) -> bool:
    """Tell whether this is a build with nothing to do; if so, print what the build would print."""
    options = _plain_build(arguments)
    if options is None:
        return False
    config, is_quiet = options
    started = time.monotonic()
    counts = up_to_date.counts_if_up_to_date(config, time.time())
    seconds = time.monotonic() - started
    if counts is None or not up_to_date.note_run(config, time.time(), seconds):
        return False
    if not is_quiet:
        print(up_to_date.nothing_done_message(counts[0], seconds, counts[1]))
    return True


def _plain_build(arguments: list[str]) -> tuple[str, bool] | None:
    """Parse `build [-q] [-c FILE]`, the usual command: return the path of config.yaml, and whether -q is set.

    None for any other command or option, which the command line then parses.
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
    is_flushed = _flush_output()
    os._exit(code or (0 if is_flushed else os.EX_IOERR))


def _decode_file_names_as_utf8() -> None:
    """Restart Python in UTF-8 mode if the locale has another encoding.

    Otherwise ids made from file names would differ between machines. Output stays in the terminal's encoding.
    """
    if sys.getfilesystemencoding().lower() != "utf-8":
        encoding = sys.stderr.encoding if sys.stderr else "utf-8"
        os.environ |= {"PYTHONUTF8": "1", "PYTHONIOENCODING": f"{encoding}:backslashreplace"}
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _escape_unprintable_characters() -> None:
    """Escape characters that standard output cannot encode, such as a lone surrogate in a file name."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _flush_output() -> bool:
    """Flush standard output and error. Return False if that fails."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
