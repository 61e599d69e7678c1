"""Build all publications of a fleet that are due: those of higher priority first, then the oldest due.

In a run without end (`--watch`), a publication that waits gains a step of priority with each minute, so that
those above it cannot hold it up for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field

from feedwright.fleet.built import Built, Standing
from feedwright.fleet.engines import Engine
from feedwright.fleet.file import Fleet, Member
from feedwright.fleet.memory import NEVER, Memory, Past, due_at
from feedwright.fleet.processes import Order

Clock = Callable[[], datetime]

_STEP = timedelta(minutes=1)
"""How long a publication has to wait to gain a step of priority."""

_LOOK_SECONDS = 1.0
"""How often a run looks who is due, and whether it is to stop."""


class Running(Struct):
    """A run of a fleet.

    `builds_as` makes the order for a build, `known` has the publications whose problems the build before had.
    """

    memory: Memory
    engine: Engine
    clock: Clock
    builds_as: Callable[[Member, datetime], Order]
    progress: Callable[[str, int, int], None] = lambda *_: None
    known: set[str] = field(default_factory=set)
    _members: dict[str, Member] = field(default_factory=dict)
    _seen: dict[str, datetime] = field(default_factory=dict)

    def build_due(self, fleet: Fleet) -> Iterator[Built]:
        """Build what is due now, each at most once; yield what became of each when it ends."""
        now = self.clock()
        waiting = queue(fleet.members, self.memory.pasts(now), now)
        total, done = len(waiting), 0
        while waiting or self._members:
            self._start(waiting)
            for built in self._ended() if self._members else ():
                done += 1
                self.progress("building", done, total)
                yield built

    def build_until(self, fleet: Fleet, until: datetime, is_stopped: Callable[[], bool]) -> Iterator[Built]:
        """Build whatever comes due, until then; builds may still be under way at the end."""
        while (now := self.clock()) < until and not is_stopped():
            idle = self._idle(fleet.members)
            for member in idle:
                self._seen.setdefault(member.config, now)
            self._start(queue(idle, self.memory.pasts(now), now, self._seen))
            yield from self._ended()

    def rest(self) -> Iterator[Built]:
        """What becomes of the builds that are under way."""
        while self._members:
            yield from self._ended()

    def _idle(self, members: Iterable[Member]) -> list[Member]:
        return [one for one in members if one.config not in self._members]

    def _start(self, waiting: list[Member]) -> None:
        """Begin as many builds as there is room for; the first of `waiting` is the next."""
        while waiting and self.engine.has_room():
            member, now = waiting.pop(0), self.clock()
            if self.memory.claim(member, now):
                self._members[member.config] = member
                self.engine.start(self.builds_as(member, now))

    def _ended(self) -> Iterator[Built]:
        for built in self.engine.ended(_LOOK_SECONDS):
            self._members.pop(built.config, None)
            if self.memory.record(built, self.clock()):
                self.known.add(built.config)
            else:
                self.known.discard(built.config)
            yield built


def queue(
    members: Sequence[Member],
    pasts: Mapping[str, Past],
    now: datetime,
    seen: Mapping[str, datetime] | None = None,
) -> list[Member]:
    """The members that are due now and that no run is building, in the order in which to build them.

    With `seen`, those that wait gain priority; what has never been built waits since it was seen first.
    """
    due = [(due_at(one, pasts.get(one.config)), one) for one in members]
    free = [(when, one) for when, one in due if when <= now and not _is_held(pasts.get(one.config))]

    def rank(pair: tuple[datetime, Member]) -> tuple[int, datetime, str]:
        when, one = pair
        if seen is None:
            return -one.priority, when, one.name
        begun = seen.get(one.config, now) if when == NEVER else when
        return -(one.priority + (now - begun) // _STEP), when, one.name

    return [one for _, one in sorted(free, key=rank)]


def _last_build(past: Past | None) -> dict[str, Any]:
    if past is None:
        return {}
    named = ("ended", "last_good", "outcome", "seconds", "rejected")
    return {"last": past.begun} | {name: getattr(past, name) for name in named}


def _is_held(past: Past | None) -> bool:
    return past is not None and past.is_held


def standings(
    fleet: Fleet, built: Mapping[str, Built], pasts: Mapping[str, Past], known: Collection[str] = ()
) -> list[Standing]:
    """Every publication, whether it was due or not; `known` have the problems of the build before."""
    return [
        Standing(
            config=member.name,
            priority=member.priority,
            built=built.get(member.config),
            next=due_at(member, pasts.get(member.config)),
            is_known=member.config in known,
            **_last_build(pasts.get(member.config)),
        )
        for member in fleet.members
    ]
