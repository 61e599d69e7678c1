"""Announce changed feeds to hubs, many at the same time, within a limit of seconds."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from feedwright.deadlines import Connections
from feedwright.text import one_line

if TYPE_CHECKING:
    import socket

    import urllib3

SECONDS = 5.0
"""The limit for all hubs together."""

_AT_ONCE = 8
_MOST_DRAINED = 64 * 1024


class Ping(Struct, frozen=True):
    """An announcement of the feed at the URL `topic`, as a form in the syntax of the hub."""

    hub: str
    topic: str
    form: Mapping[str, str]


class Outcome(Struct, frozen=True):
    """The answer of a hub: None for `problem` if it accepted the ping. `is_down` if it did not answer."""

    problem: str | None = None
    is_down: bool = False


_ACCEPTED = Outcome()
_TOO_SLOW = Outcome(f"no answer within {SECONDS:.0f} seconds", is_down=True)


def send(pings: Sequence[Ping]) -> list[Outcome | None]:
    """Send the pings, a few at the same time to each hub. None stands for a ping that did not start in time.

    If a hub is down, its other pings fail with the same outcome. Only the status of an answer counts, not its
    body.
    """
    deadline = time.monotonic() + SECONDS
    hubs: dict[str, _Hub] = {}
    for number, ping in enumerate(pings):
        hubs.setdefault(ping.hub, _Hub(deadline)).waiting.append((number, ping))
    # Daemon threads, so that a DNS lookup does not keep the program from ending.
    threads = [
        threading.Thread(target=hub.work, daemon=True)
        for hub in hubs.values()
        for _ in range(min(_AT_ONCE, len(hub.waiting)))
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        outcomes: dict[int, Outcome] = {}
        for hub in hubs.values():
            outcomes |= hub.outcomes
    finally:
        # `feedwright watch` runs for months; threads must not wait for a slow hub that long.
        for hub in hubs.values():
            hub.connections.cut()
    return [outcomes.get(number) for number in range(len(pings))]


class _Hub:
    """The pings for a hub and their outcomes, shared by several threads."""

    def __init__(self, deadline: float) -> None:
        self.waiting: deque[tuple[int, Ping]] = deque()
        self.outcomes: dict[int, Outcome] = {}
        self._deadline = deadline
        self.connections = Connections()
        self._client = _client(self.connections)

    def work(self) -> None:
        while (left := self._deadline - time.monotonic()) > 0:
            try:
                number, ping = self.waiting.popleft()
            except IndexError:
                return
            # The outcome if the answer does not come before the deadline.
            self.outcomes[number] = _TOO_SLOW
            outcome = self._send(number, ping, left)
            self.outcomes[number] = outcome
            if outcome.is_down:
                self._fail_waiting(outcome)

    def _fail_waiting(self, outcome: Outcome) -> None:
        with suppress(IndexError):
            while True:
                self.outcomes[self.waiting.popleft()[0]] = outcome

    def _send(self, number: int, ping: Ping, seconds: float) -> Outcome:
        from urllib3.exceptions import HTTPError

        try:
            answer = self._client.request(
                "POST",
                ping.hub,
                fields=ping.form,
                encode_multipart=False,
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=seconds,
            )
        except (HTTPError, OSError) as fault:
            return Outcome(_describe(fault), is_down=True)
        self.outcomes[number] = outcome = _outcome_of(answer.status, answer.headers.get("Location", ""))
        _release(answer)
        return outcome


def _client(connections: Connections) -> urllib3.PoolManager:
    """Create a client whose connections can be shut down."""
    import urllib3
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Tracked(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            connections.keep(connection)
            return connection

    class TrackedSecure(HTTPSConnection, Tracked):
        """`HTTPSConnection` starts TLS on the connection of the class above."""

    class Pool(urllib3.HTTPConnectionPool):
        ConnectionCls = Tracked

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = TrackedSecure

    client = urllib3.PoolManager(maxsize=_AT_ONCE, headers={"User-Agent": "feedwright"})
    client.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}
    return client


def _outcome_of(status: int, location: str) -> Outcome:
    if 200 <= status < 300:
        return _ACCEPTED
    if 300 <= status < 400:
        return Outcome(f"it redirects ({status}) to {one_line(location)[:200]}; use that URL instead")
    return Outcome(f"it answers {status}")


def _release(answer: urllib3.BaseHTTPResponse) -> None:
    """Keep the connection for the next ping if little is left to read, else close it."""
    from urllib3.exceptions import HTTPError

    length = answer.headers.get("Content-Length", "")
    try:
        if length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= _MOST_DRAINED:
            answer.drain_conn()
        else:
            answer.close()
    except (HTTPError, OSError):
        answer.close()


def _describe(fault: Exception) -> str:
    from urllib3 import exceptions

    # In urllib3, the error of a refused connection is a subclass of TimeoutError.
    refused = isinstance(fault, exceptions.NewConnectionError)
    if isinstance(fault, exceptions.TimeoutError) and not refused:
        return str(_TOO_SLOW.problem)
    if isinstance(fault, exceptions.NameResolutionError):
        return "there is no such host"
    if isinstance(fault, exceptions.SSLError):
        return f"no secure connection: {one_line(str(fault))[:200]}"
    cause = fault.__cause__ or fault.__context__
    strerror = getattr(cause, "strerror", None)
    return f"no connection: {one_line(str(strerror or fault))[:200]}"
