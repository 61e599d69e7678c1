"""Feeds in a site that nginx serves already: what server-config prints for it, with a real nginx."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import feedwright
from conftest import CONFIG, Publication
from feedwright.cli import main
from feedwright.publish import permissions
from test_server_config import HUBS, NGINX, Reply, Server, free_port, nginx

URL = "https://news.example.org/feeds/"
SITE = """\
server {{
    listen 127.0.0.1:{port};
    server_name news.example.org;
    root {folder}/site;
    {more}
}}
"""


@pytest.fixture
def room(tmp_path: Path) -> Publication:
    """A publication whose feeds are below a path of the site's own host."""
    root = tmp_path / "with blank"
    root.mkdir()
    made = Publication(root)
    made.configure(CONFIG.replace("https://feeds.example.org/", URL))
    made.article("news/us/one.md", "Words. " * 200, title="One")
    made.build()
    return made


def config_with(room: Publication, more: str) -> None:
    room.configure(CONFIG.replace("https://feeds.example.org/", f"{URL}\n  names: {{feed.xml: rss}}") + more)


def printed(room: Publication, *options: str) -> str:
    result = CliRunner().invoke(main, ["server-config", "nginx", *options, "-c", str(room.config)])
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def check(room: Publication, dump: str) -> Result:
    line = ["server-config", "nginx", "--check", "--dump", "-", "-c", str(room.config)]
    return CliRunner().invoke(main, line, input=dump)


class Beside:
    """nginx with the site of somebody else, and what feedwright prints beside it or in it."""

    def __init__(self, folder: Path, room: Publication) -> None:
        self.folder, self.room, self.port = folder, room, free_port()
        (folder / "site").mkdir(parents=True)
        (folder / "site/index.html").write_text("the site")

    def configured(self, more: str = "", beside: str = "") -> list[str]:
        site = SITE.format(port=self.port, folder=self.folder, more=more)
        return nginx(self.folder, f"include {self.folder}/other.conf;\n" + self._other(site + beside))

    def _other(self, text: str) -> str:
        (self.folder / "other.conf").write_text(text)
        return ""

    def dump(self, command: list[str]) -> str:
        done = subprocess.run([*command, "-T"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def running(self, command: list[str]) -> Iterator[Server]:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            server = Named(self.port, self.room, "/feeds/")
            server.wait()
            yield server
        finally:
            process.terminate()
            process.wait(10)


class Named(Server):
    """A server that is asked under the site's own name."""

    def wait(self) -> None:
        import time

        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self.ask("rss.xml")
                return
            time.sleep(0.02)
        pytest.fail("nginx does not answer")

    def ask(self, path: str, method: str = "GET", **headers: str) -> Reply:
        return self.site(self.prefix + path, method, **headers)

    def site(self, path: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            headers = {"Host": "news.example.org"} | named
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())


@pytest.fixture
def beside(tmp_path: Path, room: Publication) -> Beside:
    return Beside(tmp_path / "nginx", room)


def test_a_whole_site_beside_one_of_its_name_is_told(room: Publication, beside: Beside) -> None:
    """Nginx asks only the first of two sites of one name."""
    whole = (
        printed(room).replace("listen 80;", f"listen 127.0.0.1:{beside.port};").replace("listen [::]:80;", "")
    )
    command = beside.configured(beside=whole)
    with beside.running(command) as server:
        assert server.ask("rss.xml").status == 404, "the first site does not have it"
    found = check(room, beside.dump(command))
    assert found.exit_code == 1
    assert "this site is called news.example.org, as is that of" in found.stdout
    assert "--snippet" in found.stdout


def test_a_site_without_the_snippet_is_told(room: Publication, beside: Beside) -> None:
    found = check(room, beside.dump(beside.configured()))
    assert found.exit_code == 1
    place = f"{beside.folder}/other.conf:1"
    assert found.stdout.startswith(
        f"{place}: this site is called news.example.org, and does not serve /feeds/"
    )
    other = check(room, beside.dump(beside.configured()).replace("news.example.org", "else.example.org"))
    assert other.stdout.startswith("no site is called news.example.org")


def test_what_is_no_configuration_is_said(room: Publication) -> None:
    result = check(room, "nonsense")
    assert result.exit_code == 2
    assert "what `nginx -T` prints" in result.stderr


def test_a_site_serves_the_feeds_by_the_snippet_and_goes_on_serving_itself(
    room: Publication, beside: Beside
) -> None:
    config_with(room, f"hubs: ['{HUBS[0]}']\ngone: [old]\nmoved: {{us: news/us}}\n")
    (beside.folder / "feeds.conf").write_text(printed(room, "--snippet"))
    command = beside.configured(more=f"include {beside.folder}/feeds.conf;")
    found = check(room, beside.dump(command))
    assert (found.stdout, found.exit_code) == ("nginx serves the feeds as it should\n", 0)
    with beside.running(command) as made:
        assert isinstance(made, Named)
        # The site as before, with any method that it had.
        assert (made.site("/").status, made.site("/").body) == (200, b"the site")
        assert made.site("/none").status == 404
        assert made.site("/", "POST").status == 405
        assert made.site("/")["Content-Security-Policy"] is None
        reply = made.ask("news/us/rss.xml")
        assert (reply.status, reply.body) == (200, made.file("news/us/rss.xml"))
        assert reply["Content-Type"] == "application/rss+xml; charset=utf-8"
        assert reply["Access-Control-Allow-Origin"] == "*"
        own = "https://news.example.org/feeds/news/us/rss.xml"
        assert reply["Link"] == f'<{HUBS[0]}>; rel="hub", <{own}>; rel="self"'
        assert "default-src" in str(reply["Content-Security-Policy"])
        again = made.ask("news/us/rss.xml", If_None_Match=str(reply["ETag"]))
        assert (again.status, again.body) == (304, b"")
        assert made.ask("news/us/rss.xml", Accept_Encoding="gzip")["Content-Encoding"] == "gzip"
        browser = made.ask("rss.xml", Sec_Fetch_Dest="document")
        assert str(browser["Content-Type"]).startswith("application/xml")
        page = made.ask("news/")
        assert page.body == made.file("news/index.html")
        assert made.ask("news").status == 301
        assert page["Content-Security-Policy"] != reply["Content-Security-Policy"]
        options = made.ask("rss.xml", "OPTIONS")
        assert (options.status, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
        assert options["Access-Control-Allow-Origin"] == "*"
        posted = made.ask("rss.xml", "POST")
        assert (posted.status, posted["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert made.ask("old/rss.xml").status == 410
        moved = made.ask("us/rss.xml")
        assert (moved.status, moved["Location"]) == (308, f"{URL}news/us/rss.xml")
        named = made.ask("news/us/feed.xml")
        assert (named.status, named["Location"]) == (301, f"{URL}news/us/rss.xml")
        assert made.ask(".feedwright").status == 404
        assert made.ask("none.xml").status == 404


def test_what_nginx_may_not_read_is_403(room: Publication, beside: Beside) -> None:
    """Its workers run as nobody, who may not enter the folders of pytest."""
    if os.geteuid() != 0:
        pytest.skip("only root may start nginx with workers of another user")
    (beside.folder / "feeds.conf").write_text(printed(room, "--snippet"))
    command = beside.configured(more=f"include {beside.folder}/feeds.conf;")
    (beside.folder / "nginx.conf").write_text(NGINX.format(folder=beside.folder, user="user nobody nogroup;"))
    with beside.running(command) as made:
        assert made.ask("rss.xml").status == 403
    found = check(room, beside.dump(command))
    assert found.exit_code == 1
    assert "nginx runs as nobody, who cannot enter this folder: chmod o+x" in found.stdout


def test_a_folder_without_a_page_is_404(room: Publication, beside: Beside) -> None:
    (beside.folder / "feeds.conf").write_text(printed(room, "--snippet"))
    (room.feeds / "empty").mkdir()
    with beside.running(beside.configured(more=f"include {beside.folder}/feeds.conf;")) as made:
        assert made.ask("empty/").status == 404


def test_a_snippet_needs_a_path_of_its_own(publication: Publication) -> None:
    result = CliRunner().invoke(main, ["server-config", "nginx", "--snippet", "-c", str(publication.config)])
    assert result.exit_code == 2
    assert "feeds.url" in result.stderr
    result = CliRunner().invoke(main, ["server-config", "caddy", "--snippet", "-c", str(publication.config)])
    assert result.exit_code == 2


@pytest.mark.parametrize("command", ["server-config", "cron"])
def test_help_writes_over_no_file(command: str) -> None:
    shown = CliRunner().invoke(main, [command, "--help"]).stdout
    assert not re.search(r"> /|crontab -$", shown, re.MULTILINE)


def test_a_folder_that_web_servers_cannot_enter_is_a_warning_of_build(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here it is the folder of the test; elsewhere somebody's home."""
    publication.article()
    publication.root.chmod(0o755)
    assert publication.build().warnings == [], "nobody serves from a folder for temporary files"
    monkeypatch.setattr(permissions, "TEMPORARY", [])
    publication.root.chmod(0o700)
    parents = [folder for folder in reversed(publication.feeds.parents) if not folder.stat().st_mode & 0o001]
    (warning,) = publication.build().warnings
    assert warning.path == str(parents[0])
    assert (
        f"web servers cannot enter this folder, and {publication.feeds} is in it: chmod o+x"
        in warning.message
    )
    assert len(feedwright.status(publication.config, now=publication.now).wrong) == 1
    publication.configure(CONFIG.replace("feeds:", "feeds:\n  mode: 600"))
    assert publication.build().warnings == []
    assert feedwright.status(publication.config, now=publication.now).wrong == []
