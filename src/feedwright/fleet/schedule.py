"""When a publication is due: at an interval, or as an expression of cron says."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

_MINUTE = 60


class Schedule(Protocol):
    """Says when a publication is due again."""

    def after(self, begun: datetime) -> datetime:
        """The first time at which it is due after a build that began then."""
        ...


class Every(Struct, frozen=True):
    """An interval in seconds.

    It counts from a `phase` (seconds), not from the last build: cron begins a run some tenths of a second
    early or late, and a build every minute would be left out every other minute.
    """

    seconds: int
    phase: int = 0

    def after(self, begun: datetime) -> datetime:
        intervals = (begun.timestamp() - self.phase) // self.seconds + 1
        return datetime.fromtimestamp(self.phase + intervals * self.seconds, UTC)


def spread(seconds: int, name: str) -> Every:
    """An interval whose phase depends on the name: not all publications are due at the same moment.

    The phase is in whole minutes, at which cron begins runs.
    """
    minutes = seconds // _MINUTE
    if minutes < 2:
        return Every(seconds)
    return Every(seconds, int.from_bytes(sha256(name.encode()).digest()[:4]) % minutes * _MINUTE)


class Cron(Struct, frozen=True):
    """An expression as in crontab(5), with the time zone of its hours. What Debian's cron does, it does."""

    expression: str
    zone: ZoneInfo

    def after(self, begun: datetime) -> datetime:
        from cronsim import CronSim

        return next(CronSim(self.expression, begun.astimezone(self.zone))).astimezone(UTC)


def fault_of(expression: str) -> str | None:
    """Why this is no expression of cron, in the words of the library; None if it is one."""
    from cronsim import CronSim, CronSimError

    try:
        next(CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as fault:
        return str(fault)
    except StopIteration:
        return "a day that never comes"
    return None
