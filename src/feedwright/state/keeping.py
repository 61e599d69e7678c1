"""A run's side of the process that keeps its state in a store (`keeper.py`)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from feedwright.errors import BusyError
from feedwright.state.keeper import FETCH, REQUIRE_LEASE, STORE, Answer, Order
from feedwright.state.stored import Traffic
from feedwright.stores import StoreError


class Keeping:
    """A state that is fetched, and leased until the block of `kept` ends.

    `fetched` and `stored` are what travelled.
    """

    def __init__(self, order: Order) -> None:
        self._url = order.url
        self.fetched = self.stored = Traffic()
        # -P: the folder in which somebody builds is no place for modules.
        command = "from feedwright.state.keeper import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._write(msgspec.json.encode(order) + b"\n")

    def begin(self) -> str | None:
        """Wait until the state is there; returns whose it is. Raises BusyError, StoreError."""
        answer = self._answer()
        self.fetched = answer.traffic
        return answer.publication

    def take_over(self) -> None:
        """Fetch a state that was another publication's. Raises BusyError, StoreError."""
        self._ask(FETCH)

    def require_lease(self) -> None:
        """Raise BusyError if another run has the lease now, StoreError if the store does not answer."""
        self._ask(REQUIRE_LEASE)

    def store(self) -> None:
        """Store the state. Raises BusyError if another run has stored one meanwhile, StoreError."""
        self.stored = self._ask(STORE).traffic

    def end(self) -> None:
        """Give the lease back."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()

    def _ask(self, what: bytes) -> Answer:
        self._write(what)
        return self._answer()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            # Why it has ended, it says itself.
            os.write(self._process.stdin.fileno(), data)

    def _answer(self) -> Answer:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise StoreError(f"{self._url}: the process that keeps the state was killed: run the build again")
        answer = msgspec.json.decode(line, type=Answer)
        if answer.error is not None:
            raise (BusyError if answer.is_busy else StoreError)(answer.error)
        return answer


@contextmanager
def kept(
    url: str, memory: Path, publication: str, now: datetime, wait: float, refuse: Callable[[str | None], None]
) -> Iterator[Keeping]:
    """Fetch the state of a publication into a folder, and hold its lease meanwhile.

    Args:
        url: The store.
        memory: The folder, which nobody else uses.
        publication: The URL of its feeds.
        now: The run's clock, for people.
        wait: Seconds to wait for another run to end.
        refuse: Raises an error if the state is that of the feeds at another URL.

    Raises:
        BusyError: Another run holds the lease.
        StoreError: The store does not answer as it should.
    """
    holder = f"process {os.getpid()} on {os.uname().nodename} since {now:%Y-%m-%dT%H:%M:%S%z}"
    keeping = Keeping(Order(url, str(memory), publication, holder, wait))
    try:
        whose = keeping.begin()
        refuse(whose)
        if whose is not None and whose != publication:
            keeping.take_over()
        yield keeping
    finally:
        keeping.end()


def fetch_copy(url: str, memory: Path, publication: str, *, like: Path) -> None:
    """Fetch the state into a folder, to be read; what `like` has need not travel. Raises StoreError."""
    _do(Order(url, str(memory), publication, like=str(like)))


def store_end(url: str, memory: Path, publication: str) -> None:
    """Store how a run has ended, as its folder says. Raises StoreError."""
    _do(Order(url, str(memory), publication, ended=True))


def _do(order: Order) -> None:
    keeping = Keeping(order)
    try:
        keeping.begin()
    finally:
        keeping.end()
