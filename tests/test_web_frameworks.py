"""The projects under examples/ at work: feeds from a Flask and a Django view, over real sockets."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import ANY
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

import feedwright
from conftest import Publication, slow

EXAMPLES = Path(__file__).parents[1] / "examples"
MISSING = "the development packages are older than pyproject.toml (rm .venv/.ready; make test)"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(application: Any) -> Iterator[int]:
    """Serves a WSGI application on a port of this machine."""
    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def get(port: int, path: str, headers: Mapping[str, str] = {}) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def expect_conditional_get(port: int, path: str, media_type: str) -> bytes:
    """Asks for a feed, and again as a reader that has it; returns the feed."""
    status, headers, body = get(port, path)
    assert (status, headers["Content-Type"]) == (200, f"{media_type}; charset=utf-8")
    assert [str(one) for one in feedwright.check(body) if one.level == "error"] == []
    for condition in (
        {"If-None-Match": headers["ETag"]},
        {"If-None-Match": f'"other", W/{headers["ETag"]}'},
        {"If-Modified-Since": headers["Last-Modified"]},
    ):
        status, again, nothing = get(port, path, condition)
        assert (status, again["ETag"], nothing) == (304, headers["ETag"], b"")
    status, _, full = get(port, path, {"If-None-Match": '"other"'})
    assert (status, full) == (200, body)
    return body


def test_a_flask_application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("flask", reason=MISSING)
    monkeypatch.syspath_prepend(EXAMPLES / "flask")
    import app as example

    application = example.create_app(str(tmp_path / "articles.db"))
    with application.app_context():
        example.init_db()
    with served(application) as port:
        expect_conditional_get(port, "/feeds/rss.xml", "application/rss+xml")
        expect_conditional_get(port, "/feeds/news/us/atom.xml", "application/atom+xml")
        items = json.loads(expect_conditional_get(port, "/feeds/news/feed.json", "application/feed+json"))[
            "items"
        ]
        assert [item["title"] for item in items] == ["The ferries are back", "A storm passes"]
        assert get(port, "/feeds/news/us/other.xml")[0] == 404


DJANGO = """
import django
django.setup()
from django.core.management import call_command
from harbour.models import Article
call_command("migrate", run_syncdb=True, verbosity=0)
Article.objects.create(title="A storm passes", body="<p>It has <b>gone</b>.</p>", section="news/us")
Article.objects.create(title="The ferries are back", body="<p>Since noon.</p>", section="news")

import json, sys, threading
sys.path.insert(0, sys.argv[1])
from django.core.wsgi import get_wsgi_application
from test_web_frameworks import expect_conditional_get, get, served
with served(get_wsgi_application()) as port:
    expect_conditional_get(port, "/feeds/rss.xml", "application/rss+xml")
    expect_conditional_get(port, "/feeds/news/us/atom.xml", "application/atom+xml")
    feed = json.loads(expect_conditional_get(port, "/feeds/news/feed.json", "application/feed+json"))
    assert sorted(item["title"] for item in feed["items"]) == ["A storm passes", "The ferries are back"]
    assert get(port, "/feeds/news/us/other.xml")[0] == 404
    # In a program with threads, and while it serves.
    call_command("publish_feeds")
call_command("publish_feeds")
Article.objects.filter(section="news/us").update(title="The storm is over")
article = Article.objects.get(section="news/us")
article.save()
call_command("publish_feeds", changed_only=True)
"""


@slow
def test_a_django_project(tmp_path: Path) -> None:
    pytest.importorskip("django", reason=MISSING)
    environment = {
        "DJANGO_SETTINGS_MODULE": "settings",
        "HARBOUR_DB": str(tmp_path / "db.sqlite3"),
        "HARBOUR_FEEDS": str(tmp_path / "feeds"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(EXAMPLES / "django"), os.environ.get("PYTHONPATH")))),
    }
    done = subprocess.run(
        [sys.executable, "-c", DJANGO, str(Path(__file__).parent)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    all_of_them, again, changed = (line.split(" ")[0::3] for line in done.stdout.splitlines())
    assert all_of_them[0] == "2"
    assert again == ["0", "0"]
    assert changed[0] == "1"
    feed = json.loads((tmp_path / "feeds/news/us/feed.json").read_bytes())
    assert [item["title"] for item in feed["items"]] == ["The storm is over"]
    assert feedwright.check(tmp_path / "feeds/news/us/atom.xml") == []


def test_a_view_may_build_a_publication_of_files(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a server with a thread for each request: no process is copied, and each request is answered."""
    flask = pytest.importorskip("flask", reason=MISSING)
    for number in range(400):
        publication.article(f"news/n{number}.md", title=f"News {number}")
    application = flask.Flask(__name__)

    def build() -> str:
        return f"{feedwright.build(publication.config, now=publication.now, wait=60).articles}"

    def refuse() -> int:
        raise AssertionError("the process was copied")

    application.add_url_rule("/build", view_func=build)
    monkeypatch.setattr(os, "fork", refuse)
    with served(application) as port:
        assert get(port, "/build") == (200, ANY, b"400")
        assert get(port, "/build") == (200, ANY, b"0")
    assert len(publication.titles("news")) == 30
