"""Convert errors of commands to a message on standard error and an exit code."""

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
LATE = 2
"""The exit code of `status` if no good run has ended for too long."""
NO_INPUT, UNEXPECTED, CANNOT_WRITE, BUSY = 66, 70, 74, 75
"""sysexits.h: EX_NOINPUT, EX_SOFTWARE, EX_IOERR and EX_TEMPFAIL."""
INTERRUPTED = 128 + signal.SIGINT
"""The exit code of shells for a program that was ended by Ctrl-C."""

CONFIG = f"{__name__}.config"
"""Key of the path of config.yaml in the `meta` of a click context."""

LOG_FORMAT = f"{__name__}.log_format"
"""Key of the format of the log (`text` or `json`) in the `meta` of a click context."""

_MOST_FILES = 10
"""Maximum number of files with details in `.feedwright/`; the same fault always has the same file."""


@contextmanager
def failures(context: click.Context | None = None) -> Iterator[None]:
    """Convert any exception within this context to a line on standard error and an exit code.

    `context` knows the command's config.yaml, beside which details of faults are saved.
    """
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        # Click handles wrong usage, --help, and a closed pipe.
        raise
    except KeyboardInterrupt:
        _print("interrupted")
        sys.exit(INTERRUPTED)
    except FeedwrightError as error:
        if not _logs_json(context):
            # Else the run has told it.
            print_error(str(error))
        codes = {BusyError: BUSY, DeletionsError: NO_INPUT, PublishError: CANNOT_WRITE, InputError: USAGE}
        sys.exit(next((code for kind, code in codes.items() if isinstance(error, kind)), CANNOT_WRITE))
    except OSError as fault:
        print_error(_os_error_message(fault), as_json=_logs_json(context))
        sys.exit(CANNOT_WRITE)
    except Exception as fault:
        report_fault(fault, context.meta.get(CONFIG) if context else None, as_json=_logs_json(context))
        sys.exit(UNEXPECTED)


def _logs_json(context: click.Context | None) -> bool:
    return context is not None and context.meta.get(LOG_FORMAT) == "json"


def print_error(message: str, *, as_json: bool = False) -> None:
    """Print a line that begins with `error:` to standard error, or an event."""
    if as_json:
        from feedwright.cli._log import log_error

        log_error(message)
    else:
        _print(click.style("error: ", fg="red") + message)


def report_fault(fault: BaseException, config: Path | None = None, *, as_json: bool = False) -> None:
    """Save the details of an unexpected error to a file, and print one line that names it."""
    what = "not enough memory" if isinstance(fault, MemoryError) else _short(fault)
    print_error(
        f"a fault in feedwright: {what}; {_save_details(fault, config)} "
        "(please report it with that file: docs/operations.md, Faults)",
        as_json=as_json,
    )


def report_faults_in_threads(config: Path | None) -> None:
    """Report errors that end a thread as `failures` does."""

    def report(ended: threading.ExceptHookArgs) -> None:
        if isinstance(ended.exc_value, OSError):
            print_error(_os_error_message(ended.exc_value))
        elif ended.exc_value is not None:
            report_fault(ended.exc_value, config)

    threading.excepthook = report


def _print(message: str) -> None:
    # If standard error cannot be written, only the exit code is left.
    with suppress(OSError, ValueError):
        click.echo(message, err=True)


def _os_error_message(fault: OSError) -> str:
    """The file or stream that could not be used, and the reason."""
    place = fault.filename or _failed_stream(fault)
    return f"{f'{os.fsdecode(place)}: ' if place else ''}{fault.strerror or fault}"


def _failed_stream(fault: OSError) -> str | None:
    """The standard stream that could not be written; None if the error came from something else."""
    last = fault.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or last.tb_frame.f_code is not click.echo.__code__:
        return None
    return "standard error" if last.tb_frame.f_locals["err"] else "standard output"


def _short(fault: BaseException) -> str:
    """The type of the error and the first line of its message."""
    message = (str(fault).splitlines() or [""])[0]
    return f"{type(fault).__name__}: {message}" if message else type(fault).__name__


def _save_details(fault: BaseException, config: Path | None) -> str:
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
        return "the details could not be saved"


def _save(details: bytes, name: str, config: Path | None) -> Path:
    """Write the details into the publication's `.feedwright/`, else to a temporary file. Raises OSError."""
    if config is not None:
        folder = config.resolve().parent / ".feedwright"
        with suppress(OSError):
            file = folder / name
            file.write_bytes(details)
            file.chmod(0o600)
            older = sorted(folder.glob("fault-*.txt"), key=lambda one: one.stat().st_mtime, reverse=True)
            for one in older[_MOST_FILES:]:
                one.unlink(missing_ok=True)
            return file
    import tempfile

    handle, path = tempfile.mkstemp(prefix="feedwright-fault-", suffix=".txt")
    with os.fdopen(handle, "wb") as temporary:
        temporary.write(details)
    return Path(path)
