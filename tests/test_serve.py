"""`feedwright serve`: what readers get, what happens under their hands, and what it withstands."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import pytest

import feedwright
from conftest import CONFIG, Publication, slow
from feedwright.errors import ConfigError, PublishError
from feedwright.server.run import connections_allowed
from http_conformance import SOUND, HttpConformance, OwnPromises, Reply, Site, feed, make_site

__all__ = ["feed"]

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))
REQUESTS = 20_000 if LONG else 4_000


@contextmanager
def serving(publication: Publication, **options: Any) -> Iterator[Site]:
    """Serves a publication at a free port until the block ends."""
    stop, up, urls, faults = threading.Event(), threading.Event(), [], []

    def listening(url: str) -> None:
        urls.append(url)
        up.set()

    def run() -> None:
        try:
            feedwright.serve(publication.config, port=0, listening=listening, stop=stop, **options)
        except BaseException as fault:
            faults.append(fault)
            up.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert up.wait(240)
    try:
        assert not faults, faults
        yield Site(publication.feeds, "127.0.0.1", urlsplit(urls[0]).port or 0)
    finally:
        stop.set()
        thread.join(240)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(make_site(tmp_path_factory.mktemp("site"))) as served:
        yield served


class TestConformance(HttpConformance): ...


class TestOwnPromises(OwnPromises): ...


# What happens under readers' hands


def put(file: Path, data: bytes) -> None:
    """Replaces a file as a build does."""
    temporary = file.with_name(f".{file.name}.tmp")
    temporary.write_bytes(data)
    os.replace(temporary, file)


def eventually(answer: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = monotonic() + seconds
    while not answer():
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True


def test_a_new_build_shows_soon(publication: Publication) -> None:
    publication.article("news/one.md", title="One")
    publication.build()
    with serving(publication) as site:
        assert b"Two" not in site.fetch("/rss.xml").body
        assert site.fetch("/sport/rss.xml").status == 404
        publication.article("sport/two.md", title="Two")
        publication.build()
        assert eventually(lambda: b"Two" in site.fetch("/rss.xml").body)
        assert site.fetch("/sport/rss.xml").status == 200
        (publication.feeds / "sport" / "rss.xml").unlink()
        assert eventually(lambda: site.fetch("/sport/rss.xml").status == 404)


def test_the_same_bytes_written_anew_are_still_304(publication: Publication) -> None:
    publication.article()
    publication.build()
    with serving(publication) as site:
        etag = site.fetch("/rss.xml").headers["etag"]
        put(publication.feeds / "rss.xml", publication.bytes("rss.xml"))
        sleep(1.1)
        assert site.fetch("/rss.xml", if_none_match=etag).status == 304


def test_no_reply_is_short_or_mixed_or_stale_under_constant_renames(publication: Publication) -> None:
    """Each version says throughout which it is, and is of another length than the one before."""
    publication.article()
    publication.build()
    file = publication.feeds / "rss.xml"
    replaced: list[float] = []

    def version(number: int) -> bytes:
        return b"%08d\n" * (1000 + number % 977) % ((number,) * (1000 + number % 977))

    def renames() -> None:
        while not stop.is_set():
            put(file, version(len(replaced) + 1))
            replaced.append(monotonic())
            sleep(0.001)

    def polls() -> int:
        connection = http.client.HTTPConnection(site.host, site.port, timeout=60)
        content: dict[str, bytes] = {}
        etag, sames = "", 0
        for number in range(REQUESTS // 4):
            coding = ("identity", "gzip", "br", "zstd")[number % 4 if number % 3 else 1]
            sent_at = monotonic()
            headers = {"accept-encoding": coding, "if-none-match": etag}
            connection.request("GET", "/rss.xml", headers=headers)
            response = connection.getresponse()
            received = {name.lower(): value for name, value in response.getheaders()}
            reply = Reply(response.status, received, response.read())
            etag = reply.headers["etag"]
            if reply.status == 304:
                sames += 1
            else:
                assert content.setdefault(etag, reply.content()) == reply.content()
            which = int(content[etag][:8])
            assert content[etag] == version(which)
            assert which >= len(replaced) - 1 or sent_at - replaced[which] < 2
        connection.close()
        return sames

    put(file, version(0))
    stop = threading.Event()
    with serving(publication) as site, ThreadPoolExecutor(5) as pool:
        renaming = pool.submit(renames)
        polling = [pool.submit(polls) for _ in range(4)]
        try:
            assert sum(one.result() for one in polling) > 0
        finally:
            stop.set()
        renaming.result()
    assert len(replaced) > 100


def test_memory_is_bounded_and_what_does_not_fit_is_served_all_the_same(publication: Publication) -> None:
    publication.configure(CONFIG + "serve: {memory: 1 MB}\n")
    publication.article()
    publication.build()
    films = {f"/media/{number}.mp4": os.urandom(600_000 + number) for number in range(3)}
    texts = {f"/{number}.txt": os.urandom(50_000).hex().encode() for number in range(30)}
    for path, data in (films | texts).items():
        (publication.feeds / path[1:]).parent.mkdir(exist_ok=True)
        (publication.feeds / path[1:]).write_bytes(data)
    with serving(publication) as site:
        for path, data in (films | texts).items():
            reply = site.fetch(path)
            assert (reply.status, reply.body) == (200, data)
            assert site.fetch(path, if_none_match=reply.headers["etag"]).status == 304
            assert site.fetch(path, accept_encoding="gzip").content() == data
        assert site.fetch("/media/2.mp4", range="bytes=500000-").body == films["/media/2.mp4"][500_000:]
        assert site.fetch("/media/2.mp4", "HEAD").headers["content-length"] == "600002"
        held = sample(site, "feedwright_memory_bytes")
        assert 0 < held <= 1_000_000
        put(publication.feeds / "media/1.mp4", b"short")
        assert site.fetch("/media/1.mp4").body == b"short"


# What whoever runs it sees


def sample(site: Site, name: str) -> float:
    """A value at /metrics; 0 where it is not there."""
    lines = site.fetch("/metrics").body.decode().splitlines()
    return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} ")), 0)


FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 1234 subscribers; like FeedFetcher-Google)"


def test_health_says_whether_there_is_something_to_serve(publication: Publication) -> None:
    publication.article()
    publication.build()
    with serving(publication) as site:
        assert json.loads(site.fetch("/healthz").body)["status"] == "ok"
        publication.feeds.rename(publication.root / "away")
        assert site.fetch("/healthz").status == 503


def test_metrics_count_requests_304s_and_stated_subscribers(publication: Publication) -> None:
    publication.article()
    publication.build()
    with serving(publication) as site:
        etag = site.fetch("/news/rss.xml", user_agent=FEEDLY).headers["etag"]
        for _ in range(3):
            site.fetch("/news/rss.xml", user_agent=FEEDLY, if_none_match=etag)
        site.fetch("/nothing", user_agent=FEEDLY)
        feed = 'feed="news/rss.xml"'
        assert sample(site, f'feedwright_requests_total{{{feed},status="200"}}') == 1
        assert sample(site, f'feedwright_requests_total{{{feed},status="304"}}') == 3
        assert sample(site, 'feedwright_requests_total{feed="",status="404"}') == 1
        assert sample(site, f"feedwright_not_modified_ratio{{{feed}}}") == 0.75
        assert sample(site, f'feedwright_subscribers{{{feed},poller="Feedly"}}') == 1234
        assert sample(site, f"feedwright_sent_bytes_total{{{feed}}}") == len(
            publication.bytes("news/rss.xml")
        )


def test_the_access_log_is_combined_and_cannot_be_forged(publication: Publication) -> None:
    publication.article()
    publication.build()
    log = publication.root / "access.log"
    with serving(publication, access_log=log) as site:
        size = len(site.fetch("/rss.xml?a=1", user_agent='A "quoted" agent\\', referer="https://x.org/").body)
        site.fetch("/rss.xml", "HEAD")
        log.rename(publication.root / "access.log.1")
        assert eventually(lambda: bool(site.fetch("/nothing")) and log.exists())
    first, second, *_ = (publication.root / "access.log.1").read_text().splitlines()
    pattern = (
        rf'127\.0\.0\.1 - - \[\d\d/[A-Z][a-z]{{2}}/\d{{4}}:\d\d:\d\d:\d\d \+0000\] "(.*)" 200 {size} (.*)'
    )
    match = re.fullmatch(pattern, first)
    assert match
    assert match.groups() == ("GET /rss.xml?a=1 HTTP/1.1", r'"https://x.org/" "A \x22quoted\x22 agent\x5C"')
    assert '"HEAD /rss.xml HTTP/1.1" 200 - "-" "-"' in second
    assert '"GET /nothing HTTP/1.1" 404' in log.read_text()


def test_a_section_may_be_gone_or_moved_only_where_that_makes_sense(publication: Publication) -> None:
    for wrong, found in (
        ("gone: [../etc]", "the path of a section"),
        ("moved: {old: new, new: newer}", "its present path"),
        ("moved: {a: a/b}", "its present path"),
        ("moved: {.a: b}", "before the colon"),
        ("serve: {memory: 5 KB}", "at least 1 MB"),
        ("serve: {max_age: long}", "a duration"),
        ("hubs: [nowhere]", "a complete URL"),
    ):
        publication.configure(CONFIG + wrong + "\n")
        with pytest.raises(ConfigError, match=found):
            publication.build()


# Mounted elsewhere, without a socket


def call(app: Any, path: str, method: str = "GET", root: str = "", **headers: str) -> Reply:
    """One request of an ASGI application."""
    sent: list[Any] = []
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "root_path": root, "headers": pairs}

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    received = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], received, b"".join(message["body"] for message in sent[1:]))


def test_the_application_can_be_called_without_a_socket(publication: Publication) -> None:
    publication.article()
    publication.build()
    app = feedwright.asgi(publication.config)
    reply = call(app, "/rss.xml", accept_encoding="gzip")
    assert reply.content() == publication.bytes("rss.xml")
    assert call(app, "/rss.xml", accept_encoding="gzip", if_none_match=reply.headers["etag"]).status == 304
    assert call(app, "/rss.xml", "HEAD").body == b""
    assert call(app, "/rss.xml", "POST").status == 405


def test_the_application_can_be_mounted_under_a_path(publication: Publication) -> None:
    publication.configure(CONFIG + "serve: {memory: 1 MB}\n")
    publication.article()
    publication.build()
    (publication.feeds / "big.mp3").write_bytes(SOUND)
    app = feedwright.asgi(publication.config)
    assert call(app, "/feeds/rss.xml", root="/feeds").body == publication.bytes("rss.xml")
    assert call(app, "/feeds/big.mp3", root="/feeds").body == SOUND
    assert call(app, "/feeds/big.mp3", root="/feeds", range="bytes=5-9").body == SOUND[5:10]
    assert call(app, "/feeds/big.mp3", "HEAD", root="/feeds").body == b""


def test_the_application_answers_to_lifespan(publication: Publication) -> None:
    publication.build()
    app, sent = feedwright.asgi(publication.config), []
    stages = iter(("lifespan.startup", "lifespan.shutdown"))

    async def receive() -> Any:
        return {"type": next(stages)}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(app({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


# Starting, and what keeps it from starting


@contextmanager
def command(
    publication: Publication, *options: str, files: int = 0, first: str = ""
) -> Iterator[tuple[Any, Site]]:
    """`feedwright serve` in a process of its own that runs `first`, and where it says that it serves."""
    limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
    line = [
        sys.executable,
        "-c",
        f"{first}\nfrom feedwright.cli import main; main()",
        "serve",
        "-c",
        str(publication.config),
        "--port",
        "0",
        *options,
    ]
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit
    )
    try:
        assert process.stderr
        said = process.stderr.readline()
        port = re.search(r"http://127\.0\.0\.1:(\d+)/$", said)
        assert port, said
        yield process, Site(publication.feeds, "127.0.0.1", int(port[1]))
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_whoever_is_connected(
    publication: Publication, number: signal.Signals
) -> None:
    publication.article()
    publication.build()
    with command(publication) as (process, site):
        with socket.create_connection((site.host, site.port)) as idle:
            idle.sendall(b"GET /rss.xml HTTP/1.1\r\nhost: x\r\n\r\n")
            assert idle.recv(100)
            process.send_signal(number)
            assert process.communicate(timeout=60) == ("", "")
        assert process.returncode == 0


def test_it_builds_as_content_changes(publication: Publication) -> None:
    publication.article("news/one.md", title="One")
    with command(publication, "--watch") as (process, site):
        assert eventually(lambda: b"One" in site.fetch("/rss.xml").body)
        publication.article("news/two.md", title="Two")
        assert eventually(lambda: b"Two" in site.fetch("/rss.xml").body)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0


def test_without_feeds_there_is_nothing_to_serve(publication: Publication) -> None:
    with pytest.raises(
        ConfigError, match=r"no such folder, expected the folder of feeds; run `feedwright build` first"
    ):
        feedwright.serve(publication.config, port=0)


def test_a_port_in_use_is_named(publication: Publication) -> None:
    publication.build()
    publication.feeds.mkdir(exist_ok=True)
    with (
        serving(publication) as site,
        pytest.raises(PublishError, match=r"127\.0\.0\.1:\d+: the port is in use"),
    ):
        feedwright.serve(publication.config, port=site.port)


def test_an_address_of_another_machine_is_named(publication: Publication) -> None:
    publication.feeds.mkdir()
    with pytest.raises(PublishError, match="this machine has no such address"):
        feedwright.serve(publication.config, host="192.0.2.1", port=0)


def test_a_log_that_cannot_be_written_is_named(publication: Publication) -> None:
    publication.feeds.mkdir()
    with pytest.raises(PublishError, match=r"no/log: cannot be written: No such file"):
        feedwright.serve(publication.config, port=0, access_log=publication.root / "no" / "log")


def test_too_few_open_files_are_named(publication: Publication) -> None:
    publication.feeds.mkdir()
    line = f"ulimit -n 256; exec {sys.executable} -m feedwright serve -c {publication.config} --port 0"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=240)
    assert done.returncode == 74
    assert "found a limit of 256 open files, expected at least 1024" in done.stderr
    assert "ulimit -n 37248" in done.stderr


def test_what_serve_needs_is_named_where_it_is_missing(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "granian" else name)
    with pytest.raises(ConfigError, match=r"needs the package granian, which is not installed; `.*serve"):
        feedwright.serve(publication.config)


# What it withstands


@slow
def test_connections_that_send_their_headers_slowly_are_dropped(site: Site) -> None:
    dripping = [socket.create_connection((site.host, site.port)) for _ in range(20)]
    for connection in dripping[:15]:
        connection.sendall(b"GET /rss.xml HTTP/1.1\r\nhost: x\r\n")
    deadline = monotonic() + 240
    open_still = set(dripping)
    while open_still and monotonic() < deadline:
        assert site.fetch("/rss.xml").status == 200
        for connection in [*open_still]:
            with suppress(BlockingIOError, ConnectionError, BrokenPipeError):
                if connection in dripping[:15]:
                    connection.send(b"x")
            connection.setblocking(False)
            try:
                if connection.recv(1000) == b"":
                    open_still.remove(connection)
            except BlockingIOError:
                pass
            except ConnectionError:
                open_still.remove(connection)
        sleep(0.2)
    for connection in dripping:
        connection.close()
    assert not open_still


def test_headers_of_more_than_16_kb_are_refused(site: Site) -> None:
    assert site.fetch("/rss.xml", x_long="x" * 15_000).status == 200
    with socket.create_connection((site.host, site.port)) as connection:
        connection.settimeout(60)
        with suppress(ConnectionError):
            connection.sendall(b"GET /rss.xml HTTP/1.1\r\nhost: x\r\nx-long: " + b"x" * 17_000 + b"\r\n\r\n")
            answer = connection.recv(1000)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 431")


def processor_time(process_id: int) -> float:
    """Seconds that a process has worked."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not LONG, reason="10,000 connections: FEEDWRIGHT_LONG=1")
def test_ten_thousand_idle_connections_keep_nobody_out_and_cost_nobody_anything(
    publication: Publication,
) -> None:
    """Fewer where the limit of open files leaves room for fewer."""
    publication.article()
    publication.build()
    # On a slow machine it takes longer to open them than they are kept.
    patient = "import feedwright.server.run as run; run.HEADER_TIMEOUT = 3600"
    head, get = (f"{method} /rss.xml HTTP/1.1\r\nhost: x\r\n\r\n".encode() for method in ("HEAD", "GET"))
    count = min(10_000, connections_allowed() - 100)
    with command(publication, first=patient) as (process, site), ExitStack() as idle:

        def cost() -> float:
            """Processor time that 2,000 answers take."""
            before = processor_time(process.pid)
            for _ in range(2_000):
                assert site.fetch("/rss.xml").status == 200
            return processor_time(process.pid) - before

        alone = cost()
        held = []
        for _ in range(count):
            connection = idle.enter_context(socket.create_connection((site.host, site.port)))
            connection.sendall(head)
            held.append(connection)
        for connection in held:
            assert connection.recv(10_000).startswith(b"HTTP/1.1 200")
        assert cost() < 3 * alone + 0.2
        for connection in held:
            connection.sendall(get)
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
