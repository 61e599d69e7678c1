"""`feedwright check --links` asks sites whether pages are there. Sites are servers on the loopback."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

import feedwright
from conftest import NOW, Publication
from feedwright.checks import links
from feedwright.cli import main


class Site:
    """A site that answers with `answers` (200 for all else), and remembers what it was asked."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.answers: dict[str, int] = {}
        self.asked: list[tuple[str, str]] = []
        self.open, self.most_open = 0, 0


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(links, "DELAY", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            one.open += 1
            one.most_open = max(one.most_open, one.open)
            one.asked.append((self.command, self.path))
            status = one.answers.get(f"{self.command} {self.path}", one.answers.get(self.path, 200))
            self.send_response(status)
            if status == 301:
                self.send_header("Location", f"{one.url}/new{self.path}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            one.open -= 1

        do_GET = do_HEAD  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one = Site(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield one
    server.shutdown()
    server.server_close()


@pytest.fixture
def newsroom(publication: Publication, site: Site) -> Publication:
    publication.configure(publication.config.read_text() + f"permalink: '{site.url}/{{slug}}/'\n")
    for name in ("one", "two", "three"):
        publication.article(f"news/{name}.md", title=name)
    publication.build()
    return publication


def found(publication: Publication, now: object = NOW) -> list[tuple[str, str, str]]:
    findings = feedwright.check(config=publication.config, now=NOW, links=True)
    return [(one.level, one.rule, one.message) for one in findings if one.rule.startswith("link.")]


def test_each_page_is_asked_for_once_by_head(newsroom: Publication, site: Site) -> None:
    assert found(newsroom) == []
    assert sorted(site.asked) == [("HEAD", f"/{name}/") for name in ("one", "three", "two")]
    assert site.most_open == 1


def test_nothing_is_asked_without_the_option(newsroom: Publication, site: Site) -> None:
    feedwright.check(config=newsroom.config, now=NOW)
    assert site.asked == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_an_error_once(newsroom: Publication, site: Site, status: int) -> None:
    site.answers["/two/"] = status
    message = f"{site.url}/two/ is not there: the site answers {status}"
    assert found(newsroom) == [("error", "link.dead", message)]
    assert ("GET", "/two/") in site.asked


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_a_site_that_does_not_know_head_is_asked_by_get(
    newsroom: Publication, site: Site, status: int
) -> None:
    site.answers["HEAD /two/"] = status
    assert found(newsroom) == []


@pytest.mark.parametrize("status", [401, 403, 451])
def test_a_page_for_some_readers_is_there(newsroom: Publication, site: Site, status: int) -> None:
    site.answers["/two/"] = status
    assert found(newsroom) == []


def test_redirects_are_followed(newsroom: Publication, site: Site) -> None:
    site.answers |= {"/one/": 301, "/two/": 301, "/new/two/": 404}
    message = f"{site.url}/two/ is not there: the site answers 404"
    assert found(newsroom) == [("error", "link.dead", message)]


def test_pages_that_were_there_are_not_asked_for_again_within_a_day(
    newsroom: Publication, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/two/"] = 404
    found(newsroom)
    site.asked.clear()
    del site.answers["/two/"]
    assert found(newsroom) == []
    assert site.asked == [("HEAD", "/two/")]
    memory = newsroom.root / ".feedwright" / "links.json"
    assert len(json.loads(memory.read_bytes())) == 3
    for damage in (b"[", b'{"a": "b"}'):
        memory.write_bytes(damage)
        site.asked.clear()
        found(newsroom)
        assert len(site.asked) == 3
    site.asked.clear()
    monkeypatch.setattr(links, "_FRESH", 0)
    found(newsroom)
    assert len(site.asked) == 3


def test_a_busy_host_is_left_alone(newsroom: Publication, site: Site) -> None:
    site.answers |= dict.fromkeys(("/one/", "/two/", "/three/"), 429)
    levels = [(level, rule) for level, rule, _ in found(newsroom)]
    assert levels == [("warning", "link.silent")] * 2
    assert len(site.asked) == 1


def test_a_host_that_is_not_there(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(links, "DELAY", 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    publication.configure(publication.config.read_text() + f"permalink: 'http://{host}/{{slug}}/'\n")
    for number in range(5):
        publication.article(f"news/a{number}.md", title=f"{number}")
    publication.build()
    findings = found(publication)
    assert [level for level, *_ in findings] == ["warning"] * 4
    assert any(
        f"{host} stopped answering" in message and "2 more links" in message for *_, message in findings
    )


def test_feeds_of_others(newsroom: Publication, site: Site) -> None:
    site.answers["/two/"] = 404
    findings = feedwright.check(newsroom.feeds / "rss.xml", config=newsroom.config, now=NOW, links=True)
    [dead] = [one for one in findings if one.rule == "link.dead"]
    assert dead.line
    assert "two" in dead.excerpt


def test_the_command(newsroom: Publication, site: Site) -> None:
    site.answers["/two/"] = 404
    command = ["check", "--config", str(newsroom.config), "--now", NOW.isoformat()]
    assert CliRunner().invoke(main, command).exit_code == 0
    done = CliRunner().invoke(main, [*command, "--links"])
    assert (done.exit_code, "link.dead" in done.output) == (1, True)


# the question after the first build


def told(publication: Publication, *arguments: str) -> str:
    return CliRunner().invoke(main, [*arguments, "--config", str(publication.config)]).output


QUESTION = "links are made by the default permalink; is https://example.org/news/story/ right?"


def test_the_first_build_asks_whether_the_default_permalink_is_right(publication: Publication) -> None:
    publication.article()
    assert QUESTION in told(publication, "build", "--now", NOW.isoformat())
    publication.article(title="Another")
    assert "permalink" not in told(publication, "build", "--now", NOW.isoformat())
    assert QUESTION in told(publication, "status")


def test_cron_is_not_asked(publication: Publication) -> None:
    publication.article()
    assert told(publication, "build", "--quiet", "--now", NOW.isoformat()) == ""


def with_pattern(publication: Publication) -> None:
    publication.configure(publication.config.read_text() + "permalink: '{url}/{section}/{slug}/'\n")


def with_generator(publication: Publication) -> None:
    (publication.root / "hugo.toml").write_text("")


def with_link(publication: Publication) -> None:
    publication.article(link="https://example.net/x")


@pytest.mark.parametrize("change", [with_pattern, with_generator, with_link])
def test_nobody_is_asked_about_links_that_are_known(
    publication: Publication, change: Callable[[Publication], None]
) -> None:
    publication.article()
    change(publication)
    assert "permalink" not in told(publication, "build", "--now", NOW.isoformat())
    assert "permalink" not in told(publication, "status")


def test_the_files_of_a_check_stay_private(newsroom: Publication, site: Site) -> None:
    found(newsroom)
    assert Path(newsroom.root / ".feedwright/links.json").stat().st_mode & 0o777 == 0o600
