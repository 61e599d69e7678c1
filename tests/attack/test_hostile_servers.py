"""Servers that never come to an end, whoever asks them: `check URL`, `import URL`, and telling hubs."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner

from check.documents import RSS
from feedwright.checks.fetch import FetchError, fetch
from feedwright.cli import main
from feedwright.publish import push

SECONDS = 0.5
"""What an exchange may take here; users have 30 seconds."""

Behaviour = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def for_ever(first: bytes, again: bytes, pause: float = 0.01) -> Behaviour:
    """Sends `first`, then `again` and again."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(first)
        while True:
            connection.sendall(again)
            time.sleep(pause)

    return behave


def is_silent(connection: socket.socket) -> None:
    while connection.recv(1000):
        pass


def leads_in_circles(connection: socket.socket) -> None:
    """Each redirect is answered just in time, and leads to another URL."""
    time.sleep(SECONDS / 3)
    line = f"HTTP/1.1 302 Found\r\nLocation: /{os.urandom(4).hex()}\r\nContent-Length: 0\r\n\r\n"
    connection.sendall(line.encode())


HOSTILE: dict[str, Behaviour] = {
    "sends nothing": is_silent,
    "drips its status line": for_ever(b"HTTP/1.1 200 ", b"O"),
    "drips a header": for_ever(HEAD + b"X-Long: ", b"x"),
    "says `100 Continue` again and again": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0),
    "drips headers of `100 Continue`": for_ever(b"HTTP/1.1 100 Continue\r\nX-Long: ", b"x"),
    "drips its body": for_ever(HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "drips a body without a length": for_ever(HEAD + b"\r\n", b" "),
    "drips a chunk": for_ever(HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n", b" "),
    "drips the length of a chunk": for_ever(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "never ends its trailers": for_ever(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    "leads in circles": leads_in_circles,
    "redirects with an endless body": for_ever(
        b"HTTP/1.1 302 Found\r\nLocation: /silent\r\nContent-Length: 99999999999\r\n\r\n", b" " * 65536, 0
    ),
}


class Hostile:
    """A server on a real socket. `left` counts the connections whose client went away, or was cut off."""

    def __init__(self, behave: Behaviour) -> None:
        self._behave = behave
        self.taken = self.left = 0
        self.sent_to = threading.Condition()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self.taken += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            if b" /silent " in connection.recv(65536):
                is_silent(connection)
            else:
                self._behave(connection)
                is_silent(connection)
        with self.sent_to:
            self.left += 1
            self.sent_to.notify_all()

    def is_left_by_all(self) -> bool:
        """Waits until every client has gone; a connection that stays open fails the test."""
        with self.sent_to:
            return self.sent_to.wait_for(lambda: self.left == self.taken, timeout=20)

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def hostile() -> Iterator[Callable[[Behaviour], Hostile]]:
    made: list[Hostile] = []

    def start(behave: Behaviour) -> Hostile:
        made.append(Hostile(behave))
        return made[-1]

    yield start
    for server in made:
        server.close()


@pytest.mark.parametrize("behaviour", HOSTILE)
def test_a_whole_exchange_has_one_time_limit(hostile: Callable[[Behaviour], Hostile], behaviour: str) -> None:
    server = hostile(HOSTILE[behaviour])
    with pytest.raises(FetchError, match=f"no complete answer within {SECONDS} seconds"):
        fetch(f"http://{server.place}/rss.xml", most_bytes=10_000_000, seconds=SECONDS)
    assert server.taken
    assert server.is_left_by_all()


@pytest.mark.parametrize("behaviour", ["sends nothing", "drips its status line"])
def test_tls_that_never_comes_about_has_it_too(
    hostile: Callable[[Behaviour], Hostile], behaviour: str
) -> None:
    # A record of TLS whose bytes come one by one is no different from one that never comes.
    drips = for_ever(b"\x16\x03\x03\x3f\xff", b"\x02")
    server = hostile(is_silent if behaviour == "sends nothing" else drips)
    with pytest.raises(FetchError, match="no complete answer within"):
        fetch(f"https://{server.place}/rss.xml", most_bytes=1000, seconds=SECONDS)
    assert server.is_left_by_all()


def test_a_name_server_that_does_not_answer_has_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(60))
    with pytest.raises(FetchError, match="no complete answer within"):
        fetch("http://feeds.example.org/", most_bytes=1000, seconds=SECONDS)
    answered.set()


def test_a_redirect_s_body_is_not_read(hostile: Callable[[Behaviour], Hostile]) -> None:
    sent = itertools.count()

    def behave(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /silent\r\nContent-Length: 9999999999\r\n\r\n")
        while next(sent) < 2000:
            connection.sendall(b" " * 65536)

    server = hostile(behave)
    with pytest.raises(FetchError):
        fetch(f"http://{server.place}/", most_bytes=1000, seconds=SECONDS)
    assert server.is_left_by_all()
    # Of 130 MB, what the system's own buffers took.
    assert next(sent) < 500


def test_a_slow_but_honest_server_is_heard_to_its_end(hostile: Callable[[Behaviour], Hostile]) -> None:
    def behave(connection: socket.socket) -> None:
        data = HEAD + b"Content-Length: %d\r\n\r\n" % len(RSS.encode()) + RSS.encode()
        for start in range(0, len(data), 100):
            connection.sendall(data[start : start + 100])
            time.sleep(0.001)

    server = hostile(behave)
    assert fetch(f"http://{server.place}/", most_bytes=1_000_000, seconds=20)[0] == RSS.encode()


def test_the_command_says_so(
    hostile: Callable[[Behaviour], Hostile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedwright.checks.fetch.SECONDS", SECONDS)
    server = hostile(HOSTILE["drips a header"])
    done = CliRunner().invoke(main, ["check", f"http://{server.place}/rss.xml"])
    assert done.exit_code == 1
    assert f"it cannot be fetched: no complete answer within {SECONDS} seconds" in done.output


@pytest.mark.parametrize(
    "behaviour", ["drips a header", "sends nothing", "says `100 Continue` again and again"]
)
def test_no_thread_waits_for_a_hub_after_its_time(
    hostile: Callable[[Behaviour], Hostile], behaviour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`feedwright watch` and `serve --watch` go on for months, and tell hubs after every build."""
    monkeypatch.setattr(push, "SECONDS", SECONDS)
    server = hostile(HOSTILE[behaviour])
    pings = [push.Ping(f"http://{server.place}/", f"https://example.org/{n}", {"a": "b"}) for n in range(20)]
    outcomes = push.send(pings)
    assert not any(outcome and outcome.problem is None for outcome in outcomes)
    assert server.taken
    assert server.is_left_by_all()
