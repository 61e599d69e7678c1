"""Push: hubs are told which feeds have changed, and no hub can hurt a build (WebSub, rssCloud)."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
import re
import socket
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from feedwright.api._common import load_settings
from feedwright.catalog import Catalog
from feedwright.cli import main
from feedwright.publish import push

FEEDS = "https://feeds.example.org/"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
NAMES = ("rss.xml", "atom.xml", "feed.json")

Answer = Callable[[socket.socket], None]


def says(status: str, *headers: str, body: bytes = b"") -> Answer:
    """A hub that answers like this to everything."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return lambda connection: connection.sendall("\r\n".join(lines).encode() + body)


ACCEPTS = says("202 Accepted")


class StubHub:
    """A hub on a real socket that notes what it is told; `answer` may be changed at any time."""

    def __init__(self, answer: Answer = ACCEPTS) -> None:
        self.answer = answer
        self.told: list[tuple[str, dict[str, list[str]]]] = []
        hub = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    hub._hear(self.rfile.readline, self.rfile.read)
                    hub.answer(self.connection)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads, request_queue_size, block_on_close = True, 128, False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hub"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _hear(self, line: Callable[[], bytes], read: Callable[[int], bytes]) -> None:
        request, length = line().decode(), 0
        while (header := line().decode().strip().lower()) != "":
            if header.startswith("content-length:"):
                length = int(header.partition(":")[2])
        self.told.append((request.split()[0], parse_qs(read(length).decode())))

    def topics(self) -> list[str]:
        """The feeds it was told of since it was last asked, as paths."""
        told = sorted(form["hub.topic"][0].removeprefix(FEEDS) for _, form in self.told)
        self.told.clear()
        return told

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def parsed(xml: bytes) -> Any:
    return etree.fromstring(xml)


@pytest.fixture
def hub() -> Iterator[StubHub]:
    made = StubHub()
    yield made
    made.close()


@pytest.fixture
def newsroom(publication: Publication, hub: StubHub) -> Publication:
    """A publication with one article and one hub, built."""
    publication.configure(f"{CONFIG}hubs: [{hub.url}]\n")
    publication.article("news/one.md", title="One")
    publication.build()
    hub.told.clear()
    return publication


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/hub"


# What feeds say


def test_every_format_names_its_hubs_beside_its_own_address(publication: Publication) -> None:
    hubs = [closed_port(), closed_port().replace("/hub", "/other?a=1&b=2")]
    publication.configure(f"{CONFIG}hubs:\n- {hubs[0]}\n- {hubs[1]}\n")
    publication.article()
    publication.build()
    for name, parent in (("rss.xml", "channel"), ("atom.xml", ".")):
        links = parsed(publication.bytes(f"news/{name}")).find(parent).findall(ATOM_LINK)
        assert [link.get("href") for link in links if link.get("rel") == "hub"] == hubs
        own = [link.get("href") for link in links if link.get("rel") == "self"]
        assert own == [f"{FEEDS}news/{name}"]
    assert publication.json("news")["hubs"] == [{"type": "WebSub", "url": url} for url in hubs]
    assert feedwright.check(publication.config, now=NOW) == []


def test_without_hubs_feeds_say_nothing_of_them(publication: Publication) -> None:
    publication.article()
    publication.build()
    assert b"hub" not in publication.bytes("rss.xml") + publication.bytes("atom.xml")
    assert "hubs" not in publication.json()


@pytest.mark.parametrize(
    ("said", "domain", "port", "path"),
    [
        ("http://rpc.example.org:5337/", "rpc.example.org", "5337", "/pleaseNotify"),
        ("https://rpc.example.org/cloud", "rpc.example.org", "443", "/cloud/pleaseNotify"),
        (
            "{register: 'http://rpc.example.org/sign-up', ping: 'http://127.0.0.1:9/p'}",
            "rpc.example.org",
            "80",
            "/sign-up",
        ),
    ],
)
def test_rss_tells_where_the_cloud_takes_registrations(
    publication: Publication, said: str, domain: str, port: str, path: str
) -> None:
    publication.configure(f"{CONFIG}rsscloud: {said}\n")
    config = load_settings(publication.config)
    feed = formats_feed(config.rsscloud.register if config.rsscloud else "")
    cloud = parsed(feed).find("channel/cloud")
    assert dict(cloud.attrib) == {
        "domain": domain,
        "port": port,
        "path": path,
        "registerProcedure": "",
        "protocol": "http-post",
    }


def formats_feed(cloud: str) -> bytes:
    from feedwright.formats import rss
    from feedwright.model import Feed, Section

    return rss.write(Feed(FEEDS, FEEDS, "T", Section("", "T", "D", FEEDS), NOW, (), cloud=cloud))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "hubs: hub.example.org",
            'hubs: found "hub.example.org", expected an address with https:// at its beginning',
        ),
        ("rsscloud: {ping: 'https://example.org/'}", "rsscloud: found none, expected `register:` with a URL"),
        (
            "rsscloud: rpc.example.org",
            'rsscloud: found "rpc.example.org", expected an address with https:// at its beginning',
        ),
    ],
)
def test_what_is_no_hub_is_an_error(publication: Publication, line: str, message: str) -> None:
    publication.configure(f"{CONFIG}{line}\n")
    with pytest.raises(feedwright.ConfigError, match=re.escape(message)):
        publication.build()


# What hubs are told


def test_the_first_build_announces_every_feed_each_in_a_request_of_its_own(
    publication: Publication, hub: StubHub
) -> None:
    publication.configure(f"{CONFIG}hubs: [{hub.url}]\n")
    publication.article("news/one.md")
    report = publication.build()
    urls = [f"{FEEDS}{section}{name}" for section in ("", "news/") for name in NAMES]
    assert sorted((method, form["hub.url"], form["hub.topic"]) for method, form in hub.told) == sorted(
        ("POST", [url], [url]) for url in urls
    )
    assert all(form["hub.mode"] == ["publish"] for _, form in hub.told)
    assert (report.announced, report.unannounced, report.given_up) == (6, [], [])


def test_only_feeds_that_changed_are_announced(newsroom: Publication, hub: StubHub) -> None:
    newsroom.article("sport/two.md", title="Two")
    newsroom.build()
    assert hub.topics() == sorted([*NAMES, *(f"sport/{name}" for name in NAMES)])
    assert newsroom.build().announced == 0
    assert hub.told == []


def test_the_announced_url_is_the_one_that_the_feed_calls_its_own(
    newsroom: Publication, hub: StubHub
) -> None:
    newsroom.article("новости/одна.md", title="Одна")
    newsroom.build()
    own = parsed(newsroom.bytes("новости/atom.xml")).find(f"{ATOM_LINK}[@rel='self']").get("href")
    assert own in [FEEDS + topic for topic in hub.topics()]


def test_every_hub_is_told(newsroom: Publication, hub: StubHub) -> None:
    other = StubHub()
    newsroom.configure(f"{CONFIG}hubs: [{hub.url}, {other.url}]\n")
    newsroom.build()
    assert hub.topics() == other.topics() != []
    other.close()


def test_the_cloud_is_told_of_rss_and_of_nothing_else(publication: Publication, hub: StubHub) -> None:
    publication.configure(f"{CONFIG}rsscloud: {hub.url}\n")
    publication.article("news/one.md")
    publication.build()
    assert sorted(form["url"][0] for _, form in hub.told) == [f"{FEEDS}news/rss.xml", f"{FEEDS}rss.xml"]
    assert all(form.keys() == {"url"} for _, form in hub.told)


def test_a_feed_that_a_killed_run_had_written_is_announced_by_the_next(
    newsroom: Publication, hub: StubHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.article("news/two.md", title="Two")
    with monkeypatch.context() as patch:
        patch.setattr(Catalog, "record_run", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            newsroom.build()
    assert newsroom.titles() == ["One", "Two"]
    assert hub.told == []
    assert newsroom.build().changed == []
    assert hub.topics() == sorted([*NAMES, *(f"news/{name}" for name in NAMES)])


def test_a_run_that_is_killed_while_it_announces_loses_nothing(
    newsroom: Publication, hub: StubHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.article("news/two.md", title="Two")
    with monkeypatch.context() as patch:
        patch.setattr(push, "send", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            newsroom.build()
    assert newsroom.build().announced == 6


# Hubs that fail


def hangs(_: socket.socket) -> None:
    time.sleep(20)


def drips(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 202 Accepted\r\n")
    for _ in range(200):
        connection.sendall(b"X-More: of this\r\n"[:1])
        time.sleep(0.1)


def sends_a_gigabyte(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 500 Oh no\r\nContent-Length: 1000000000\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x" * 1_000_000)


def redirects_to_itself(connection: socket.socket) -> None:
    says("302 Found", "Location: /hub")(connection)


FAULTS = {
    "hangs": (hangs, "no answer within 5 seconds"),
    "drips": (drips, "no answer within 5 seconds"),
    "500": (says("500 Internal Server Error"), "it answers 500"),
    "redirects": (redirects_to_itself, "it redirects (302) to /hub; use that URL instead"),
    "a gigabyte": (sends_a_gigabyte, "it answers 500"),
    "hangs up": (lambda connection: connection.close(), "no connection: "),
    "is no web server": (lambda connection: connection.sendall(b"\0\1\r\n\r\n"), "no connection: "),
}


@pytest.mark.parametrize(("answer", "words"), FAULTS.values(), ids=FAULTS)
def test_a_hub_that_fails_costs_seconds_and_a_line_and_nothing_else(
    newsroom: Publication, hub: StubHub, answer: Answer, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.answer = answer
    newsroom.article("news/two.md", title="Two")
    with monkeypatch.context() as patience:
        patience.setattr(push, "SECONDS", 0.5)
        report = newsroom.build()
    assert newsroom.titles("news") == ["One", "Two"]
    assert [notice.path for notice in report.unannounced] == [hub.url]
    assert f"6 feeds, later runs will try: {words}" in report.unannounced[0].message
    hub.answer = ACCEPTS
    assert newsroom.build(NOW + timedelta(minutes=2)).announced == 6


def test_what_there_was_no_time_for_is_counted(
    newsroom: Publication, hub: StubHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted = push.Outcome()
    monkeypatch.setattr(push, "send", lambda pings: [accepted, *[None] * (len(pings) - 1)])
    newsroom.article("news/two.md", title="Two")
    report = newsroom.build()
    [notice] = report.unannounced
    assert (report.announced, notice.path) == (1, hub.url)
    assert notice.message == "5 feeds, later runs will try: there was no time for more"


def test_a_hub_that_accepts_and_then_talks_for_ever_has_accepted(newsroom: Publication, hub: StubHub) -> None:
    def accepts_at_length(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(1000):
                connection.sendall(b"x" * 1_000_000)

    hub.answer = accepts_at_length
    newsroom.article("news/two.md", title="Two")
    assert newsroom.build().announced == 6


def test_a_hub_that_is_not_there_is_a_line_on_the_screen(publication: Publication) -> None:
    nowhere = closed_port()
    publication.configure(f"{CONFIG}hubs: [{nowhere}]\n")
    publication.article()
    loud = CliRunner().invoke(main, ["build", "-c", str(publication.config)])
    assert loud.exit_code == 0
    line = f"not announced: {nowhere}: 6 feeds, later runs will try: no connection: Connection refused"
    assert line in loud.stderr.splitlines()


def test_a_dead_hub_does_not_keep_the_others_waiting(
    newsroom: Publication, hub: StubHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "SECONDS", 1.0)
    dead = StubHub(hangs)
    newsroom.configure(f"{CONFIG}hubs: [{dead.url}, {hub.url}]\n")
    for number in range(12):
        newsroom.article(f"s{number}/a.md", title=f"Number {number}")
    report = newsroom.build()
    assert report.announced == len(hub.topics()) == 14 * 3
    assert [notice.path for notice in report.unannounced] == [dead.url]
    dead.close()


@slow
def test_the_program_ends_though_a_hub_holds_the_line(newsroom: Publication, hub: StubHub) -> None:
    """With the exit code of a build that went well."""
    hub.answer = drips
    newsroom.article("news/two.md", title="Two")
    command = [sys.executable, "-m", "feedwright", "build", "-c", str(newsroom.config), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# Trying again


def tries(newsroom: Publication, hub: StubHub, minutes: Iterable[int]) -> list[int]:
    """The minutes at which builds told the hub something."""
    found = []
    for minute in minutes:
        newsroom.build(NOW + timedelta(minutes=minute))
        if hub.topics():
            found.append(minute)
    return found


def test_later_runs_try_again_and_wait_twice_as_long_each_time(newsroom: Publication, hub: StubHub) -> None:
    hub.answer = says("500 Oh no")
    newsroom.article("news/two.md", title="Two")
    assert tries(newsroom, hub, range(20)) == [0, 1, 3, 7, 15]


def test_no_rest_is_longer_than_four_hours(newsroom: Publication, hub: StubHub) -> None:
    hub.answer = says("503 Busy")
    newsroom.article("news/two.md", title="Two")
    doubled = [2**number - 1 for number in range(9)]
    last = doubled[-1] + 4 * 60
    assert tries(newsroom, hub, [*doubled, last - 1, last]) == [*doubled, last]


def test_what_a_hub_accepted_is_not_tried_again(
    newsroom: Publication, hub: StubHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = "news/rss.xml"

    def refuses_one(connection: socket.socket) -> None:
        topic = hub.told[-1][1]["hub.topic"][0]
        (says("503 Busy") if topic == FEEDS + refused else ACCEPTS)(connection)

    # One request after the other.
    monkeypatch.setattr(push, "_AT_ONCE", 1)
    hub.answer = refuses_one
    newsroom.article("news/two.md", title="Two")
    assert newsroom.build().announced == 5
    hub.told.clear()
    newsroom.build(NOW + timedelta(minutes=1))
    assert hub.topics() == [refused]


def test_a_feed_that_changes_again_is_announced_at_once(newsroom: Publication, hub: StubHub) -> None:
    hub.answer = says("500 Oh no")
    newsroom.article("news/two.md", title="Two")
    newsroom.build()
    newsroom.build(NOW + timedelta(minutes=1))
    hub.answer, hub.told = ACCEPTS, []
    newsroom.article("news/three.md", title="Three")
    assert newsroom.build(NOW + timedelta(minutes=2)).announced == 6


def test_a_hub_that_does_not_answer_rests_as_a_whole(newsroom: Publication, hub: StubHub) -> None:
    hub.answer = lambda connection: connection.close()
    newsroom.article("news/two.md", title="Two")
    newsroom.build()
    newsroom.build(NOW + timedelta(minutes=1))
    hub.answer, hub.told = ACCEPTS, []
    newsroom.article("sport/three.md", title="Three")
    newsroom.build(NOW + timedelta(minutes=2))
    assert hub.told == []
    newsroom.build(NOW + timedelta(minutes=3))
    assert len(hub.topics()) == 9


def test_after_a_day_an_announcement_is_given_up_and_cron_says_so_once(
    newsroom: Publication, hub: StubHub
) -> None:
    def quietly(moment: datetime) -> str:
        arguments = ["build", "--quiet", "-c", str(newsroom.config), "--now", moment.isoformat()]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0
        return result.stderr

    hub.answer = says("404 Not Found")
    newsroom.article("news/two.md", title="Two")
    assert [quietly(NOW + timedelta(hours=hour)) for hour in range(0, 24, 3)] == [""] * 8
    said = quietly(NOW + timedelta(hours=28))
    assert said == f"given up: {hub.url}: 6 feeds, for 24 hours: it answers 404\n"
    hub.told.clear()
    assert quietly(NOW + timedelta(hours=40)) == ""
    assert hub.told == []


def test_a_clock_that_was_wrong_delays_nothing_for_ever(newsroom: Publication, hub: StubHub) -> None:
    hub.answer = says("500 Oh no")
    newsroom.article("news/two.md", title="Two")
    newsroom.build(NOW + timedelta(days=4000))
    hub.answer = ACCEPTS
    assert newsroom.build(NOW).announced == 6


def test_a_hub_that_config_names_no_more_is_forgotten(newsroom: Publication, hub: StubHub) -> None:
    hub.answer = says("500 Oh no")
    newsroom.article("news/two.md", title="Two")
    newsroom.build()
    other = StubHub()
    newsroom.configure(f"{CONFIG}hubs: [{other.url}]\n")
    newsroom.build(NOW + timedelta(hours=1))
    hub.told.clear()
    newsroom.configure(f"{CONFIG}hubs: [{other.url}, {hub.url}]\n# again\n")
    with contextlib.closing(sqlite3.connect(newsroom.root / ".feedwright/catalog.sqlite")) as db:
        assert db.execute("SELECT COUNT(*) FROM announcement").fetchone() == (0,)
    other.close()


# What it costs


def test_a_run_without_hubs_imports_nothing_for_them(publication: Publication) -> None:
    publication.article()
    program = (
        "import sys, feedwright; feedwright.build(sys.argv[1]);"
        "print(*[m for m in sys.modules if m.startswith(('urllib3', 'http.', 'ssl', 'feedwright.publish.'))])"
    )
    command = [sys.executable, "-c", program, str(publication.config)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rooms = {f"feedwright.publish.{name}" for name in ("local", "permissions", "precompress", "replacing")}
    assert set(done.stdout.split()) == rooms


def test_a_run_with_hubs_and_nothing_to_say_imports_no_client(newsroom: Publication) -> None:
    program = "import sys, feedwright; feedwright.build(sys.argv[1]); print('urllib3' in sys.modules)"
    command = [sys.executable, "-c", program, str(newsroom.config)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


# A real hub


class RealHub:
    """flask-websub's hub with its SQLite storage and an eager Celery, a subscriber, and feeds/ served."""

    secret = "between the two of us"

    def __init__(self, feeds: Path, memory: Path) -> None:
        from celery import Celery
        from flask import Flask, Response, request
        from flask_websub.hub import Hub, SQLite3HubStorage
        from werkzeug.serving import make_server

        tasks = Celery("hub", set_as_current=False)
        tasks.conf.task_always_eager = True
        hub = Hub(SQLite3HubStorage(str(memory / "hub.sqlite3")), tasks)
        app = Flask("hub")
        app.config["PUBLISH_SUPPORTED"] = True
        app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
        self.fetched: list[str] = []
        self.received: list[tuple[str, bytes]] = []

        def feed(name: str) -> Response:
            self.fetched.append(name)
            link = f'<{self.url}>; rel="hub", <{self.feeds}{name}>; rel="self"'
            return Response((feeds / name).read_bytes(), headers={"Link": link})

        def subscriber() -> str:
            if request.method == "GET":
                return request.args["hub.challenge"]
            self.received.append((request.headers["X-Hub-Signature"], request.get_data()))
            return ""

        app.add_url_rule("/feeds/<path:name>", "feed", feed)
        app.add_url_rule("/subscriber", "subscriber", subscriber, methods=["GET", "POST"])
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        origin = f"http://127.0.0.1:{self._server.port}"
        self.url, self.feeds, self.subscriber = f"{origin}/hub", f"{origin}/feeds/", f"{origin}/subscriber"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def subscribe(self, topic: str) -> None:
        import urllib3

        form = {
            "hub.mode": "subscribe",
            "hub.topic": topic,
            "hub.callback": self.subscriber,
            "hub.secret": self.secret,
        }
        with urllib3.PoolManager() as client:
            assert client.request("POST", self.url, fields=form, encode_multipart=False).status == 202

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_a_subscriber_of_a_real_hub_gets_the_new_entry_signed(
    publication: Publication, tmp_path: Path
) -> None:
    real = RealHub(publication.feeds, tmp_path)
    publication.configure(
        CONFIG.replace(FEEDS, real.feeds) + f"hubs: [{real.url}]\n",
    )
    publication.article("news/one.md", title="One")
    publication.build()
    real.subscribe(f"{real.feeds}news/atom.xml")
    real.fetched.clear()
    publication.article("news/two.md", title="Something new", date="2026-11-21")
    assert publication.build().announced == 6
    assert sorted(real.fetched) == sorted([*NAMES, *(f"news/{name}" for name in NAMES)])
    ((signature, body),) = real.received
    assert body == publication.bytes("news/atom.xml")
    assert b"Something new" in body
    method, _, digest = signature.partition("=")
    assert hmac.new(real.secret.encode(), body, getattr(hashlib, method)).hexdigest() == digest
    real.close()
