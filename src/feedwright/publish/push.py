"""Tells hubs that feeds have changed, many at once, within seconds, whatever the hubs do."""

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
"""What all hubs together may cost a run."""

_AT_ONCE = 8
_MOST_DRAINED = 64 * 1024


class Ping(Struct, frozen=True):
    """An announcement of the feed at `topic`, as the form that the hub wants."""

    hub: str
    topic: str
    form: Mapping[str, str]


class Outcome(Struct, frozen=True):
    """What a hub made of a ping: accepted it, or why not; `is_down` where it gave no answer at all."""

    problem: str | None = None
    is_down: bool = False


_ACCEPTED = Outcome()
_TOO_SLOW = Outcome(f"no answer within {SECONDS:.0f} seconds", is_down=True)


def send(pings: Sequence[Ping]) -> list[Outcome | None]:
    """Sends the pings, a few at once to every hub; None for those for which `SECONDS` did not suffice.

    Once a hub is down, what else it was to be told counts as sent in vain. An answer counts by its
    status, its body is not looked at.
    """
    deadline = time.monotonic() + SECONDS
    hubs: dict[str, _Hub] = {}
    for number, ping in enumerate(pings):
        hubs.setdefault(ping.hub, _Hub(deadline)).waiting.append((number, ping))
    # Daemons: a name server that is silent must not keep the program from ending.
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
        # `feedwright watch` goes on for months: threads must not wait for a slow hub that long.
        for hub in hubs.values():
            hub.connections.cut()
    return [outcomes.get(number) for number in range(len(pings))]


class _Hub:
    """The pings for one hub, and what came of them; several threads work on them."""

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
            # What counts should the answer come after the deadline, or never.
            self.outcomes[number] = _TOO_SLOW
            outcome = self._send(number, ping, left)
            self.outcomes[number] = outcome
            if outcome.is_down:
                self._give_back(outcome)

    def _give_back(self, outcome: Outcome) -> None:
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
            return Outcome(_explained(fault), is_down=True)
        self.outcomes[number] = outcome = _judged(answer.status, answer.headers.get("Location", ""))
        _let_go(answer)
        return outcome


def _client(connections: Connections) -> urllib3.PoolManager:
    """A client whose connections can be cut."""
    import urllib3
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Kept(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            connections.keep(connection)
            return connection

    class KeptSecure(HTTPSConnection, Kept):
        """`HTTPSConnection` starts TLS on what the class above has connected."""

    class Pool(urllib3.HTTPConnectionPool):
        ConnectionCls = Kept

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = KeptSecure

    client = urllib3.PoolManager(maxsize=_AT_ONCE, headers={"User-Agent": "feedwright"})
    client.pool_classes_by_scheme = {"http": Pool, "https": SecurePool}
    return client


def _judged(status: int, location: str) -> Outcome:
    if 200 <= status < 300:
        return _ACCEPTED
    if 300 <= status < 400:
        return Outcome(f"it redirects ({status}) to {one_line(location)[:200]}; name that URL instead")
    return Outcome(f"it answers {status}")


def _let_go(answer: urllib3.BaseHTTPResponse) -> None:
    """Keeps the connection for the next ping where little is left to read; drops it otherwise."""
    from urllib3.exceptions import HTTPError

    length = answer.headers.get("Content-Length", "")
    try:
        if length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= _MOST_DRAINED:
            answer.drain_conn()
        else:
            answer.close()
    except (HTTPError, OSError):
        answer.close()


def _explained(fault: Exception) -> str:
    from urllib3 import exceptions

    # urllib3 counts a connection that was refused among those that took too long.
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
