"""How a command ends that could not do its work: a line that says why, and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import click

import feedwright
from feedwright.errors import BusyError, DeletionsError, FeedwrightError, InputError, PublishError

DONE, REJECTED, USAGE = 0, 1, 2
UNFORESEEN, CANNOT_WRITE, BUSY = 70, 74, 75
"""sysexits.h: EX_SOFTWARE, EX_IOERR and EX_TEMPFAIL."""
INTERRUPTED = 128 + signal.SIGINT
"""What a shell says of a program that Ctrl-C has ended."""

CONFIG = f"{__name__}.config"
"""The key in a click context's `meta` under which a command's config.yaml is known."""

_KEPT = 10
"""Files with details that are kept in `.feedwright/`: the same fault always has the same file."""


@contextmanager
def failures(context: click.Context | None = None) -> Iterator[None]:
    """Turns whatever ends a command early into a line on standard error and an exit code.

    `context` tells which publication the command is about.
    """
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        # Wrong usage, --help, and a reader of the output that has gone: click knows what to do.
        raise
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(INTERRUPTED)
    except FeedwrightError as error:
        say_error(str(error))
        codes = {BusyError: BUSY, DeletionsError: REJECTED, PublishError: CANNOT_WRITE, InputError: USAGE}
        sys.exit(next((code for kind, code in codes.items() if isinstance(error, kind)), CANNOT_WRITE))
    except OSError as fault:
        say_error(_refusal(fault))
        sys.exit(CANNOT_WRITE)
    except Exception as fault:
        tell_unforeseen(fault, context.meta.get(CONFIG) if context else None)
        sys.exit(UNFORESEEN)


def say_error(message: str) -> None:
    """Prints a line that begins with `error:`."""
    _say(click.style("error: ", fg="red") + message)


def tell_unforeseen(fault: BaseException, config: Path | None = None) -> None:
    """Says in one line what happened that nobody foresaw, and which file has the details for a report."""
    what = "not enough memory" if isinstance(fault, MemoryError) else _in_short(fault)
    say_error(
        f"a fault in feedwright: {what}; {_where_details_are(fault, config)} "
        "(please report it with that file: docs/operations.md, Faults)"
    )


def tell_unforeseen_in_threads(config: Path | None) -> None:
    """Has a thread that dies say no more than the program itself would."""

    def tell(died: threading.ExceptHookArgs) -> None:
        if isinstance(died.exc_value, OSError):
            say_error(_refusal(died.exc_value))
        elif died.exc_value is not None:
            tell_unforeseen(died.exc_value, config)

    threading.excepthook = tell


def _say(message: str) -> None:
    # Where even that cannot be written, the exit code has to do.
    with suppress(OSError, ValueError):
        click.echo(message, err=True)


def _refusal(fault: OSError) -> str:
    """What the system refuses, and of which file or stream."""
    place = fault.filename or _refusing_stream(fault)
    return f"{f'{os.fsdecode(place)}: ' if place else ''}{fault.strerror or fault}"


def _refusing_stream(fault: OSError) -> str | None:
    """Which standard stream did not take what was printed; None where it was something else."""
    last = fault.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or last.tb_frame.f_code is not click.echo.__code__:
        return None
    return "standard error" if last.tb_frame.f_locals["err"] else "standard output"


def _in_short(fault: BaseException) -> str:
    """The kind of the fault, and the first line of what it says."""
    said = (str(fault).splitlines() or [""])[0]
    return f"{type(fault).__name__}: {said}" if said else type(fault).__name__


def _where_details_are(fault: BaseException, config: Path | None) -> str:
    try:
        import traceback

        kind = sha256("".join(traceback.format_tb(fault.__traceback__)).encode("utf-8", "replace"))
        details = "\n".join(
            (
                f"feedwright {feedwright.__version__}, Python {sys.version.split()[0]}, {sys.platform}",
                f"command: {' '.join(sys.argv)}",
                f"folder: {os.getcwd()}",
                "",
                "".join(traceback.format_exception(fault)),
            )
        ).encode("utf-8", "backslashreplace")
        return f"the details are in {_save(details, f'fault-{kind.hexdigest()[:8]}.txt', config)}"
    except (OSError, MemoryError):
        return "there is no place to write the details to"


def _save(details: bytes, name: str, config: Path | None) -> Path:
    """Writes the details into the publication's memory, else among temporary files. Raises OSError."""
    if config is not None:
        folder = config.resolve().parent / ".feedwright"
        with suppress(OSError):
            file = folder / name
            file.write_bytes(details)
            file.chmod(0o600)
            older = sorted(folder.glob("fault-*.txt"), key=lambda one: one.stat().st_mtime, reverse=True)
            for one in older[_KEPT:]:
                one.unlink(missing_ok=True)
            return file
    import tempfile

    handle, path = tempfile.mkstemp(prefix="feedwright-fault-", suffix=".txt")
    with os.fdopen(handle, "wb") as temporary:
        temporary.write(details)
    return Path(path)
