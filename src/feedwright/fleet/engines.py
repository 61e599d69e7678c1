"""Where the builds of a fleet run. An engine starts them, and hands over what became of each when it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol

from feedwright.fleet.built import Built
from feedwright.fleet.processes import Building, Order, not_started


class Engine(Protocol):
    """Builds publications somewhere. Only one thread may call it."""

    def has_room(self) -> bool:
        """Whether it can begin another build now."""
        ...

    def start(self, order: Order) -> None:
        """Begin a build. Never raises for what is wrong with a publication."""
        ...

    def ended(self, seconds: float) -> Iterator[Built]:
        """What became of the builds that have ended; waits at most so long for the first."""
        ...

    def close(self) -> None:
        """End the builds that still run."""
        ...


def arrivals(queue: SimpleQueue[Built], seconds: float) -> Iterator[Built]:
    """Yield what is in a queue, and wait at most so long for the first."""
    with suppress(Empty):
        yield queue.get(timeout=seconds)
        while True:
            yield queue.get_nowait()


_PATIENCE = 30.0
"""After so many seconds, a build gives its place to the next one: a slow one must hold up none."""

_MOST = 4
"""The most builds at once, as a multiple of the places: those that gave theirs away still need memory."""


class Local:
    """Builds on this machine, `jobs` at once."""

    def __init__(self, jobs: int | None = None) -> None:
        self._jobs, self.patience = jobs or processors(), _PATIENCE
        self._running: dict[str, Building] = {}
        self._ended: SimpleQueue[Built] = SimpleQueue()

    def has_room(self) -> bool:
        """Whether a place is free, or has been given away."""
        in_place = sum(one.seconds < self.patience for one in self._running.values())
        return in_place < self._jobs and len(self._running) < self._jobs * _MOST

    def start(self, order: Order) -> None:
        """Begin a build in a process of its own."""
        try:
            building = Building(order)
        except OSError as fault:
            self._ended.put(not_started(order, fault))
            return
        self._running[order.config] = building
        Thread(target=lambda: self._ended.put(building.wait()), daemon=True).start()

    def ended(self, seconds: float) -> Iterator[Built]:
        """What became of the builds that have ended."""
        for built in arrivals(self._ended, seconds):
            self._running.pop(built.config, None)
            yield built

    def close(self) -> None:
        """End all builds. Each leaves its publication as the next one can go on from."""
        for building in self._running.values():
            building.end()
        while self._running:
            for _ in self.ended(1):
                pass


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
