"""Builds on the workers of a Dask cluster: each publication is a task.

A task is done on another worker when its own dies. That does no harm: a build that was killed is completed by
the next, and one whose process survived its worker still holds the lock of the publication, so that the
second one waits for it, and finds nothing to do.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from msgspec.structs import replace

import feedwright
from feedwright.clusters import connect, places
from feedwright.fleet.built import Built
from feedwright.fleet.engines import arrivals
from feedwright.fleet.processes import Order, build_in_subprocess

if TYPE_CHECKING:
    from distributed import Future

_AHEAD = 2
"""Tasks that are handed over, as a multiple of what the workers do at once: none is to wait for the next."""

_WAIT_SECONDS = 60.0
"""How long a build waits for another one of its publication: the process of a worker that died."""

_GRACE_SECONDS = 120.0
_AGAIN_SECONDS = 60.0


class Dask:
    """Builds on a cluster."""

    def __init__(self, url: str, path: str) -> None:
        """Connect. `path` is the fleet's file, for errors. Raises ConfigError."""
        self._url, self._path = url, path
        self._client = connect(url, path)
        self._again = 0.0
        self._running: dict[str, tuple[Future | None, float]] = {}
        self._ended: SimpleQueue[Built] = SimpleQueue()

    def has_room(self) -> bool:
        """Whether the workers have not enough to do."""
        return len(self._running) < places(self._client) * _AHEAD

    def start(self, order: Order) -> None:
        """Hand a build to the cluster."""
        order = replace(order, wait=_WAIT_SECONDS)
        until = time.monotonic() + _longest(order)
        try:
            self._reconnect()
            # Not a function of its arguments: the same publication is built again and again.
            future = self._client.submit(build_on_worker, order, feedwright.__version__, pure=False)
        except Exception as fault:
            # The scheduler has died. Those that are left are due again in a minute.
            self._running[order.config] = None, until
            self._ended.put(_failed(order.config, _reason(fault)))
            return
        self._running[order.config] = future, until
        future.add_done_callback(lambda done: self._ended.put(_built(order, done)))

    def _reconnect(self) -> None:
        """Connect again to a scheduler that was started anew; at most once a minute. Raises ConfigError."""
        if self._client.status == "closed" and time.monotonic() > self._again:
            self._again = time.monotonic() + _AGAIN_SECONDS
            self._client = connect(self._url, self._path)

    def ended(self, seconds: float) -> Iterator[Built]:
        """What became of the builds that have ended, or that no worker has answered for."""
        for built in arrivals(self._ended, seconds):
            if self._running.pop(built.config, None) is not None:
                yield built
        for config, (future, until) in list(self._running.items()):
            if why := _lost(future, until):
                del self._running[config]
                with suppress(Exception):
                    self._client.cancel([future] if future is not None else [])
                yield _failed(config, why)

    def close(self) -> None:
        """Withdraw what no worker has begun. Builds that run end by themselves."""
        with suppress(Exception):
            self._client.cancel([future for future, _ in self._running.values()])
        with suppress(Exception):
            self._client.close()


def build_on_worker(order: Order, version: str) -> Built:
    """Build a publication; this is what a worker does. Other versions would make all feeds anew in turn."""
    if version != feedwright.__version__:
        own = feedwright.__version__
        problem = f"the worker has feedwright {own}, the fleet {version}: install the same everywhere"
        return Built(config=order.config, outcome="failed", code=None, problems=(problem,))
    return build_in_subprocess(order)


def _lost(future: Future | None, until: float) -> str | None:
    """Why nobody will tell what becomes of a task; None if somebody will."""
    if future is not None and future.client.status == "closed":
        return "the scheduler is gone"
    return "no worker has answered" if time.monotonic() > until else None


def _built(order: Order, future: Future) -> Built:
    """What came of a task, whatever happened to it."""
    try:
        built: Built = future.result()
    except Exception as fault:
        return _failed(order.config, _reason(fault))
    return built


def _reason(fault: Exception) -> str:
    return f"{type(fault).__name__}: {(str(fault).splitlines() or ['no more is known'])[0]}"


def _failed(config: str, why: str) -> Built:
    problem = f"the cluster did not build it: {why}"
    return Built(config=config, outcome="failed", code=None, problems=(problem,))


def _longest(order: Order) -> float:
    """Seconds after which a task must have ended that waits for others, and may be done twice."""
    return _AHEAD * (order.limit + order.wait) + _GRACE_SECONDS
