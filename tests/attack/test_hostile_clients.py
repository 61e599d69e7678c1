"""Clients that ask and do not read, that invent names, and that send what HTTP does not allow."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from conftest import CONFIG, Publication
from feedwright.server.pollers import MOST_NEW, MOST_REGULAR, Subscribers
from feedwright.server.stalled import MOST_CHECKS, StalledConnections
from http_conformance import Site
from test_serve import command, eventually, put, sample, serving

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))
CLIENTS = 200 if LONG else 60
FILM = 50_000_000
WINDOW = 1_000_000
"""Bytes of memory that a client which reads nothing may cost; measured: 300,000."""

KEPT = 25_000_000
"""Bytes that may be left of 200 such clients when they are gone; measured: 10,000,000."""


@pytest.fixture
def made(publication: Publication) -> Publication:
    publication.article()
    publication.build()
    return publication


def memory(process_id: int) -> int:
    """Bytes that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process_id}/status").read_text())
    assert found
    return int(found[1]) * 1000


def open_files(process_id: int) -> int:
    return len(os.listdir(f"/proc/{process_id}/fd"))


def put_film(publication: Publication, size: int = FILM) -> bytes:
    film = os.urandom(size)
    (publication.feeds / "media").mkdir()
    (publication.feeds / "media/film.mp4").write_bytes(film)
    return film


def ask(site: Site, path: str, headers: str = "") -> socket.socket:
    """A client that has sent a request; its system keeps little for it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(60)
    client.connect((site.host, site.port))
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
    return client


@contextmanager
def readers_of_nothing(site: Site, path: str, headers: str, count: int) -> Iterator[list[socket.socket]]:
    """Clients that have had the first bytes of the answer to a request, and read no further."""
    with ExitStack() as stack:
        clients = [stack.enter_context(ask(site, path, headers)) for _ in range(count)]
        for client in clients:
            assert client.recv(12) in (b"HTTP/1.1 200", b"HTTP/1.1 206")
        yield clients


def read_exactly(client: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = client.recv(size - len(data))
        assert piece, f"{len(data)} of {size} bytes"
        data += piece
    return bytes(data)


def read_head(client: socket.socket) -> int:
    """Reads the rest of a reply's head; the length of its body."""
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        head += read_exactly(client, 1)
    length = re.search(rb"content-length: (\d+)", head.lower())
    assert length
    return int(length[1])


def read_all(client: socket.socket) -> bytes:
    """The body of a reply."""
    return read_exactly(client, read_head(client))


# How much memory a client costs that reads nothing


@pytest.mark.parametrize("headers", ["", "Range: bytes=1000-\r\n"])
def test_who_reads_nothing_of_a_film_costs_a_window(made: Publication, headers: str) -> None:
    film = put_film(made)
    with command(made) as (process, site):
        site.fetch("/media/film.mp4", "HEAD")
        before = memory(process.pid)
        with readers_of_nothing(site, "/media/film.mp4", headers, CLIENTS) as clients:
            for _ in range(20):
                time.sleep(0.1)
                assert memory(process.pid) - before < CLIENTS * WINDOW
            assert site.fetch("/rss.xml").status == 200
            # Who starts to read gets it all.
            assert read_all(clients[0]) == film[1000 if headers else 0 :]


def test_who_reads_nothing_of_a_large_feed_costs_a_window(publication: Publication) -> None:
    """In every coding: granian would copy what it is given as bytes for each client."""
    publication.configure(CONFIG + "serve: {memory: 64 MB}\n")
    publication.article()
    publication.build()
    feed = os.urandom(3_500_000).hex().encode()
    put(publication.feeds / "feed.json", feed)
    with command(publication) as (process, site):
        for coding in ("identity", "gzip", "br", "zstd"):
            assert site.fetch("/feed.json", accept_encoding=coding).content() == feed
            before = memory(process.pid)
            headers = f"Accept-Encoding: {coding}\r\n"
            with readers_of_nothing(site, "/feed.json", headers, CLIENTS):
                for _ in range(10):
                    time.sleep(0.1)
                    assert memory(process.pid) - before < CLIENTS * WINDOW


def test_the_memory_of_clients_that_went_away_is_given_back(made: Publication) -> None:
    put_film(made)
    with command(made) as (process, site):
        site.fetch("/media/film.mp4", "HEAD")
        before, files = memory(process.pid), open_files(process.pid)
        with readers_of_nothing(site, "/media/film.mp4", "", 200):
            pass
        assert eventually(lambda: open_files(process.pid) < files + 10)

        def is_given_back() -> bool:
            # granian keeps what is free for ten seconds, and gives it back while others are served.
            site.fetch("/rss.xml")
            return memory(process.pid) - before < KEPT

        assert eventually(is_given_back)


# Who takes nothing, and who takes it slowly


def test_who_takes_nothing_is_dropped_and_keeps_nobody_out(made: Publication) -> None:
    put_film(made)
    # With 1,024 open files there are 284 connections, and these take all of them.
    soon = "import feedwright.server.stalled as stalled; stalled.CHECK_INTERVAL = 0.2"
    with command(made, files=1024, first=soon) as (_, site), ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(ask(site, "/media/film.mp4"))
        assert site.fetch("/rss.xml").status == 200


def test_who_takes_something_between_two_checks_is_served_to_the_end(made: Publication) -> None:
    film = put_film(made, 3_000_000)
    with serving(made) as site, ask(site, "/media/film.mp4") as slow, ask(site, "/media/film.mp4") as none:
        stalled = StalledConnections(site.port)
        body, length = bytearray(), read_head(slow)
        while len(body) < length:
            # More than a client's system keeps for it, so that some of this was sent since the last check.
            body += read_exactly(slow, min(30_000, length - len(body)))
            stalled.drop()
        assert body == film
        with pytest.raises(ConnectionResetError):
            read_all(none)


def test_who_has_taken_all_and_what_listens_are_not_taken_for_stalled(made: Publication) -> None:
    with serving(made) as site, ask(site, "/rss.xml") as client:
        assert read_all(client) == made.bytes("rss.xml")
        stalled = StalledConnections(site.port)
        for _ in range(2 * MOST_CHECKS):
            stalled.drop()
        client.sendall(b"GET /rss.xml HTTP/1.1\r\nHost: x\r\n\r\n")
        assert read_all(client) == made.bytes("rss.xml")
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as knocking:
        port = listener.getsockname()[1]
        knocking.connect(("127.0.0.1", port))
        stalled = StalledConnections(port)
        for _ in range(2 * MOST_CHECKS):
            stalled.drop()
        accepted, _ = listener.accept()
        accepted.close()


def test_a_reply_is_of_one_version_whatever_replaces_the_file_meanwhile(made: Publication) -> None:
    for name in ("large.json", "media/film.mp4"):
        file = made.feeds / name
        file.parent.mkdir(exist_ok=True)
        old, new = (bytes([number]) * 6_000_000 for number in (65, 66))
        put(file, old)
        with serving(made) as site, readers_of_nothing(site, f"/{name}", "", 20) as clients:
            put(file, new)
            time.sleep(1.1)
            assert site.fetch(f"/{name}").body == new
            for client in clients:
                assert read_all(client) == old


def test_many_parts_on_one_connection_are_of_the_right_file_and_leave_nothing_open(made: Publication) -> None:
    films = {f"/media/{number}.mp4": os.urandom(400_000) for number in range(4)}
    (made.feeds / "media").mkdir()
    for path, data in films.items():
        (made.feeds / path[1:]).write_bytes(data)
    with command(made) as (process, site):
        before = open_files(process.pid)
        with socket.create_connection((site.host, site.port)) as client:
            client.settimeout(30)
            for number in range(200):
                path = f"/media/{number % 4}.mp4"
                first = number * 100
                line = f"GET {path} HTTP/1.1\r\nHost: x\r\nRange: bytes={first}-\r\n\r\n"
                client.sendall(line.encode())
                assert client.recv(12) == b"HTTP/1.1 206"
                assert read_all(client) == films[path][first:]
            assert open_files(process.pid) < before + 10


def test_too_many_different_large_files_at_a_time_are_refused_and_feeds_are_not(made: Publication) -> None:
    put_film(made, 8_000_000)
    for number in range(90):
        (made.feeds / f"media/{number}.mp4").write_bytes(os.urandom(200_000))
    # With 1,024 open files there are 284 connections, and a quarter as many files that are lent, each for
    # half a minute.
    with command(made, files=1024) as (_, site), readers_of_nothing(site, "/media/film.mp4", "", 40):
        replies = [site.fetch(f"/media/{number}.mp4", range="bytes=0-9") for number in range(90)]
        refused = [reply for reply in replies if reply.status == 503]
        assert 0 < len(refused) < 90
        assert {reply.status for reply in replies} == {206, 503}
        assert refused[0].headers["retry-after"]
        assert site.fetch("/media/film.mp4", range="bytes=0-999").status == 206
        assert site.fetch("/rss.xml").status == 200


# What HTTP does not allow


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ("GET /rss.xml HTTP/1.1\r\n", 400),
        ("GET /rss.xml HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400),
        ("GET /rss.xml HTTP/1.1\r\nHost: a\r\nhost: a\r\n", 400),
        ("GET /rss.xml HTTP/1.1\r\nHost: a b\r\n", 400),
        ("GET /rss.xml HTTP/1.1\r\nHost: a/b\r\n", 400),
        ("GET /media/none HTTP/1.1\r\n", 400),
        ("HEAD /rss.xml HTTP/1.1\r\n", 400),
        ("POST /rss.xml HTTP/1.1\r\n", 400),
        ("GET http://a/rss.xml HTTP/1.1\r\n", 400),
        ("GET /rss.xml HTTP/1.0\r\nHost: a\r\nHost: b\r\n", 400),
        ("GET /rss.xml HTTP/1.0\r\n", 200),
        ("GET /rss.xml HTTP/1.0\r\nHost: a\r\n", 200),
        ("GET /rss.xml HTTP/1.1\r\nHost:\r\n", 200),
        ("GET /rss.xml HTTP/1.1\r\nHost: [::1]:80\r\n", 200),
        ("GET /rss.xml HTTP/1.1\r\nHost: feeds.example.org:8000\r\n", 200),
        ("GET http://a/rss.xml HTTP/1.1\r\nHost: a\r\n", 200),
    ],
)
def test_a_request_has_one_host(made: Publication, lines: str, status: int) -> None:
    with serving(made) as site, socket.create_connection((site.host, site.port)) as client:
        client.settimeout(10)
        client.sendall(lines.encode() + b"\r\n")
        answer = client.recv(1000)
        assert answer.split(b" ")[1] == str(status).encode()


# Whoever makes up names


def test_invented_pollers_keep_no_real_one_out_of_the_metrics(made: Publication) -> None:
    def poll(name: str, subscribers: int) -> None:
        site.fetch("/rss.xml", user_agent=f"{name}/1.0 (+https://example.org; {subscribers} subscribers)")

    def stated(name: str) -> float:
        return sample(site, f'feedwright_subscribers{{feed="rss.xml",poller="{name}"}}')

    with serving(made) as site:
        for _ in range(2):
            poll("Early", 20)
        for number in range(12_000 if LONG else 3_000):
            poll("Made" + re.sub(r"\d", lambda digit: chr(97 + int(digit[0])), str(number)), 5)
        poll("Feedly", 1234)
        assert stated("Feedly") == 1234
        assert stated("Early") == 20
        lines = site.fetch("/metrics").body.decode().count("feedwright_subscribers{")
        assert lines <= MOST_NEW + MOST_REGULAR


def test_what_is_remembered_of_pollers_is_bounded_however_often_they_come() -> None:
    known = Subscribers()
    for number in range(30_000):
        for _ in range(number % 3 + 1):
            known.record("rss.xml", f"Made-{number}", 1)
    known.record("rss.xml", "Feedly", 1234)
    stated = dict(known.counts())
    assert stated["rss.xml", "Feedly"] == 1234
    assert len(stated) <= MOST_NEW + MOST_REGULAR


def test_invented_paths_and_methods_take_no_memory_of_the_metrics(made: Publication) -> None:
    with serving(made) as site:
        before = len(site.fetch("/metrics").body)
        for number in range(500):
            site.fetch(f"/nothing-{number}.xml")
            site.fetch(f"/media/nothing-{number}.mp4", f"M{number}")
        assert len(site.fetch("/metrics").body) < before + 1000
