"""What commands share: options, sources, and the progress bar."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedwright.cli._failures import CONFIG, LOG_FORMAT
from feedwright.errors import ConfigError

if TYPE_CHECKING:
    _Parameter = click.ParamType[datetime, str]
    _Span = click.ParamType[timedelta, str]
else:
    # At run time, ParamType is generic only in the newest version of click.
    _Parameter = _Span = click.ParamType

_MOST_BYTES = 50_000_000
"""Maximum size of a document on standard input; `check` and `diff` refuse longer ones."""


class Moment(_Parameter):
    """A date and time in ISO 8601."""

    name = "ISO8601"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-11-21T12:00:00Z", param, ctx)


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class Duration(_Span):
    """A span of time: a number and its unit, such as `10m`."""

    name = "DURATION"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        try:
            return timedelta(seconds=float(value[:-1]) * _UNITS[value[-1:]])
        except (KeyError, ValueError, OverflowError):
            self.fail(f"{value!r} is not a span of time such as 90s, 10m, 2h or 1d", param, ctx)


def _remember(context: click.Context, _: click.Parameter, config: Path) -> Path:
    context.meta[CONFIG] = config
    return config


config_option = click.option(
    "-c",
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.yaml"),
    show_default=True,
    callback=_remember,
    help="The publication's settings; content/ and feeds/ are in the same folder.",
)


port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen at; 0 is any free one.",
)


def complete_sections(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Return the sections that begin with a text, as of the last build, for completion in a shell."""
    import feedwright
    from feedwright.errors import FeedwrightError

    config = context.params.get("config") or Path("config.yaml")
    try:
        return [
            one.section for one in feedwright.status(config) if one.section.startswith(begun) and one.section
        ]
    except FeedwrightError:
        return []


def complete_profiles(_: click.Context, __: click.Parameter, begun: str) -> list[str]:
    """Return the profiles of `check` that begin with a text, for completion in a shell."""
    import feedwright

    return [name for name in feedwright.profiles() if name.startswith(begun)]


def _remember_format(context: click.Context, _: click.Parameter, form: str) -> bool:
    context.meta[LOG_FORMAT] = form
    return form == "json"


log_format_option = click.option(
    "--log-format",
    "log_json",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    callback=_remember_format,
    help="json: print events on standard error, one JSON object a line.",
)


@contextmanager
def logged(log_json: bool, *, quiet: bool = False) -> Iterator[None]:
    """Print the events of the runs in this context as JSON, if that is wanted; with `quiet`, new problems."""
    if not log_json:
        yield
        return
    from feedwright.cli._log import events_as_json

    with events_as_json(quiet=quiet):
        yield


def read_source(name: str) -> str | bytes:
    """Read standard input if `name` is `-`, else return the name. Raises ConfigError if it cannot be used."""
    if not name:
        # That would be the folder in which somebody is.
        expected = "a file, a folder, a URL, or - for standard input"
        raise ConfigError("SOURCE", found="an empty name", expected=expected)
    if name != "-":
        return name
    if sys.stdin is None:
        raise ConfigError("-", found="no standard input", expected="a document on standard input")
    return sys.stdin.buffer.read(_MOST_BYTES + 1)


def config_and_now(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options --config and --now to a command."""
    now = click.option("--now", type=Moment(), help="Pretend that this is the current time.")
    return config_option(now(command))


_DELAY, _REFRESH = 0.5, 0.1
"""Seconds until the progress bar appears, and between two updates of it."""


@contextmanager
def progress_bar(wanted: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a progress bar if standard error is a terminal and the run takes longer than `_DELAY`."""
    # sys.stderr is None if it is closed.
    if not (wanted and sys.stderr and sys.stderr.isatty()):
        yield lambda *_: None
        return
    started = time.monotonic()
    bar: Any = None
    tasks: dict[str, Any] = {}
    shown = started

    def show(stage: str, done: int, total: int) -> None:
        nonlocal bar, shown
        moment = time.monotonic()
        if bar is None:
            if moment - started < _DELAY:
                return
            from rich.console import Console
            from rich.progress import Progress

            # auto_refresh would start a thread, and a process with threads must not be forked.
            bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            bar.start()
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        is_due = moment - shown > _REFRESH or done == total
        bar.update(tasks[stage], completed=done, refresh=is_due)
        shown = moment if is_due else shown

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()
