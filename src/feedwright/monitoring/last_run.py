"""How the last run ended, in `.feedwright/last-run` (JSON).

A run that finds nothing to do before it imports anything only renews the time of `.feedwright/good-run`
(`up_to_date.py`).
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from feedwright import private
from feedwright.up_to_date import GOOD_RUN

NAME = "last-run"

Outcome = Literal["done", "refused", "config", "unwritten", "fault"]
"""How a run ended: done; nothing was published because too many articles are gone (`refused`), or because of
config.yaml; not everything could be written; or a fault in feedwright."""


class LastRun(msgspec.Struct, frozen=True):
    """How a run ended.

    Attributes:
        run: What identifies it, also in its log.
        ended: When it ended.
        seconds: How long it took.
        outcome: How it ended; all but `done` is wrong.
        error: The message if it did not end well.
        read: How many articles it read.
        changed: How many files under feeds/ it changed.
        articles: How many articles feeds may show; of the last run that knew.
        rejected: How many files are rejected; of the last run that knew.
        warnings: How many warnings hold; of the last run that knew.
        queued: How many announcements wait for hubs; of the last run that knew.
        problems: What did not work when the run had ended: its metrics, or telling somebody.
    """

    run: str
    ended: datetime
    seconds: float
    outcome: Outcome = "done"
    error: str | None = None
    read: int = 0
    changed: int = 0
    articles: int = 0
    rejected: int = 0
    warnings: int = 0
    queued: int = 0
    problems: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether feeds/ was up to date when it ended, apart from rejected articles."""
        return self.outcome == "done"


def read_last_run(memory: Path) -> LastRun | None:
    """Return how the last run ended, None if nobody knows: no run has been since version 0.1.0."""
    try:
        last = msgspec.json.decode((memory / NAME).read_bytes(), type=LastRun)
    except (OSError, msgspec.DecodeError):
        return None
    good = read_last_good(memory)
    if good is not None and good > last.ended:
        return replace(last, ended=good, seconds=0.0, outcome="done", error=None, read=0, changed=0)
    return last


def read_last_good(memory: Path) -> datetime | None:
    """Return when the last good run ended."""
    try:
        return datetime.fromtimestamp(os.stat(memory / GOOD_RUN).st_mtime, UTC)
    except OSError:
        return None


def write_last_run(memory: Path, last: LastRun) -> None:
    """Record how a run ended; silently does nothing where that cannot be written."""
    with suppress(OSError):
        private.replace(str(memory / NAME), msgspec.json.encode(last))
        good, moment = read_last_good(memory), last.ended.timestamp()
        if last.is_good:
            (memory / GOOD_RUN).touch(mode=0o600)
            os.utime(memory / GOOD_RUN, (moment, moment))
        elif good is not None and good > last.ended:
            # The clock was ahead: until then, that run would hide all failures.
            os.utime(memory / GOOD_RUN, (moment - 1, moment - 1))
