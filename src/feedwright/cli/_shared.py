"""What commands have in common: options, sources, and how progress is shown."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedwright.cli._failures import CONFIG
from feedwright.errors import ConfigError

if TYPE_CHECKING:
    _Parameter = click.ParamType[datetime, str]
else:
    # Only the newest can say so when it runs.
    _Parameter = click.ParamType

_MOST_BYTES = 50_000_000
"""Of a document that is read from standard input; `check` and `diff` refuse a longer one."""


class Moment(_Parameter):
    name = "ISO8601"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date such as 2026-11-21T12:00:00Z", param, ctx)


def _known(context: click.Context, _: click.Parameter, config: Path) -> Path:
    context.meta[CONFIG] = config
    return config


config_option = click.option(
    "-c",
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.yaml"),
    show_default=True,
    callback=_known,
    help="The publication's settings; content/ and feeds/ lie beside it.",
)


def source(name: str) -> str | bytes:
    """A file, folder or URL by its name; `-` is what comes in. Raises ConfigError where that is closed."""
    if name != "-":
        return name
    if sys.stdin is None:
        raise ConfigError("-", found="no standard input", expected="a document there")
    return sys.stdin.buffer.read(_MOST_BYTES + 1)


def config_and_now(command: Callable[..., None]) -> Callable[..., None]:
    now = click.option("--now", type=Moment(), help="Act as if it were this moment (default: the clock).")
    return config_option(now(command))


_WONDERING, _BETWEEN_LOOKS = 0.5, 0.1
"""Seconds until there is a bar, and from one look of it to the next."""


@contextmanager
def progress_bar(wanted: bool) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal once a run takes long enough to wonder; nothing anywhere else."""
    # Where it is closed, there is none.
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
            if moment - started < _WONDERING:
                return
            from rich.console import Console
            from rich.progress import Progress

            # Not by a thread of its own, which would be in the way of copies of the process.
            bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            bar.start()
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        is_due = moment - shown > _BETWEEN_LOOKS or done == total
        bar.update(tasks[stage], completed=done, refresh=is_due)
        shown = moment if is_due else shown

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()
