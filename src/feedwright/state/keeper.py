"""The process that talks to the store for a run, and renews its lease meanwhile: lines of JSON, in and out.

It ends, and gives the lease back, when its standard input is closed: the run has ended, or died.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from feedwright.errors import BusyError, FeedwrightError
from feedwright.state.lease import RENEWAL, Lease
from feedwright.state.stored import StoredState, Traffic
from feedwright.stores import open_store


class Order(msgspec.Struct, omit_defaults=True):
    """What the process is to do: a store's URL, and the folder that the run uses.

    Without a `holder`, the state is fetched without a lease, to be read; what the folder `like` has need not
    travel then. Or, if it `ended`, only how the run did is stored.
    """

    url: str
    memory: str
    publication: str
    holder: str = ""
    wait: float = 0
    like: str = ""
    ended: bool = False


class Answer(msgspec.Struct, omit_defaults=True):
    """The result: the traffic and whose state it is; or an error, and whether another run is busy."""

    traffic: Traffic = msgspec.field(default_factory=Traffic)
    publication: str | None = None
    error: str | None = None
    is_busy: bool = False


FETCH, STORE, REQUIRE_LEASE = b"f", b"s", b"c"
"""What a run may ask for. Each answer also says that the run still has the lease."""


def main() -> None:
    # The run decides what an interrupted program does; this process ends with it, and gives the lease back.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    lease: Lease | None = None
    try:
        store = open_store(order.url)
        state = StoredState(store, Path(order.memory))
        if order.ended:
            state.store_end()
            _say(Answer())
            return
        if order.like:
            state.begin_with(Path(order.like))
        if order.holder:
            lease = Lease(store, order.holder, order.wait)
        found = state.read_manifest()
        if found is None or found.publication == order.publication or not order.holder:
            state.fetch()
        _say(Answer(state.traffic, found.publication if found else None))
        if lease is not None:
            _serve(order, state, lease)
    except FeedwrightError as error:
        _say(Answer(error=str(error), is_busy=isinstance(error, BusyError)))
    except OSError as fault:
        _say(Answer(error=f"{order.memory}: cannot be used: {fault.strerror or fault}"))
    finally:
        if lease is not None:
            with suppress(FeedwrightError):
                lease.release()


def _serve(order: Order, state: StoredState, lease: Lease) -> None:
    """Do what the run asks for, until it ends. Raises BusyError if another run has the lease."""
    while True:
        ready, _, _ = select.select([sys.stdin.fileno()], [], [], RENEWAL / 2)
        if not ready:
            lease.renew_if_due()
            continue
        asked = os.read(sys.stdin.fileno(), 1)
        if not asked:
            return
        lease.renew()
        if asked == FETCH:
            state.fetch()
        if asked == STORE:
            state.traffic = Traffic()
            state.store(order.publication, order.holder)
            with suppress(FeedwrightError):
                # The state is stored; what it leaves behind costs only room.
                state.clean(lease.renew_if_due)
        _say(Answer(state.traffic))


def _say(answer: Answer) -> None:
    with suppress(OSError):
        os.write(sys.stdout.fileno(), msgspec.json.encode(answer) + b"\n")
