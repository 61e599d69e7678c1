"""`build --restore`: feeds are fetched from where they are published, if the catalog is gone."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.pipeline import Report


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below /feeds/; `answers` are statuses or pages that it gives instead."""

    answers: ClassVar[dict[str, int | bytes]] = {}

    def do_GET(self) -> None:
        answer = self.answers.get(self.path)
        if isinstance(answer, int):
            self.send_error(answer)
        elif answer is not None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
        elif not self.path.startswith("/feeds/"):
            self.send_error(404)
        else:
            self.path = self.path.removeprefix("/feeds")
            super().do_GET()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[str, Path, dict[str, int | bytes]]]:
    """The URL at which a folder is served, the folder, and what is answered instead."""
    folder, answers = tmp_path / "published", dict[str, int | bytes]()
    folder.mkdir()
    handler = type("Handler", (_Handler,), {"answers": answers})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/feeds", folder, answers
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a publication with an archive page."""
    publication = Publication(tmp_path_factory.mktemp("built"))
    publication.configure(CONFIG + "  archive: true\n  entries: 2\n")
    for number in range(103):
        date = f"2026-10-{1 + number // 10:02}T{number % 10:02}:00:00Z"
        publication.article(f"news/us/a{number}.md", f"Of {number}.", title=f"A{number}", date=date)
    publication.build()
    return publication.root


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Publication:
    made = Publication(tmp_path)
    shutil.rmtree(made.content)
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return made


def restored(desk: Publication, source: str) -> Report:
    """A build that has nothing but content/ and where the feeds are published."""
    shutil.rmtree(desk.root / ".feedwright")
    shutil.rmtree(desk.feeds, ignore_errors=True)
    return feedwright.build(desk.config, now=NOW, restore=source)


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def changed(desk: Publication) -> dict[str, bytes]:
    """Renames an article that only an archive page shows, and returns the feeds as they will be."""
    file = desk.content / "news/us/a7.md"
    file.rename(file.with_name("renamed.md"))
    shutil.copytree(desk.root / ".feedwright", desk.root / "saved/.feedwright")
    shutil.copytree(desk.feeds, desk.root / "saved/feeds", copy_function=shutil.copy2)
    desk.build()
    after = files(desk.feeds)
    shutil.rmtree(desk.feeds)
    shutil.copytree(desk.root / "saved/feeds", desk.feeds)
    return after


def test_feeds_are_fetched_from_where_they_are_served(
    desk: Publication, web: tuple[str, Path, dict[str, int | bytes]], bucket: str
) -> None:
    url, published, _ = web
    expected = changed(desk)
    shutil.copytree(desk.feeds, published, dirs_exist_ok=True)
    for source in (url, f"{url}/", str(published)):
        report = restored(desk, source)
        assert files(desk.feeds) == expected
        assert report.warnings == []
    shutil.rmtree(desk.feeds)
    feedwright.build(desk.config, now=NOW, restore="http://127.0.0.1:9/")
    assert files(desk.feeds) == expected, "there is a catalog, so nothing is fetched"


def test_a_catalog_that_no_run_has_completed_knows_less_than_published_feeds(
    desk: Publication, tmp_path: Path
) -> None:
    expected = changed(desk)
    shutil.copytree(desk.feeds, tmp_path / "published")
    shutil.rmtree(desk.root / ".feedwright")
    shutil.rmtree(desk.feeds)
    with pytest.raises(feedwright.InputError):
        feedwright.build(desk.config, now=NOW, files=[desk.content / "news/us/none.md"])
    assert (desk.root / ".feedwright/catalog.sqlite").exists()
    feedwright.build(desk.config, now=NOW, restore=str(tmp_path / "published"))
    assert files(desk.feeds) == expected


def test_feeds_are_fetched_from_a_store(desk: Publication, bucket: str) -> None:
    from feedwright.stores import open_store

    expected = changed(desk)
    store = open_store(f"s3://{bucket}/feeds")
    for name, data in files(desk.feeds).items():
        store.put(name, data)
    restored(desk, f"s3://{bucket}/feeds")
    assert files(desk.feeds) == expected


def test_where_nothing_was_published_all_is_new_and_that_is_said(
    desk: Publication, web: tuple[str, Path, dict[str, int | bytes]]
) -> None:
    report = restored(desk, web[0])
    [warning] = report.warnings
    assert "there are no feeds to restore" in str(warning)
    assert desk.json()["items"]


@pytest.mark.parametrize(
    ("name", "answer", "message"),
    [
        ("rss.xml", 503, "rss.xml: the server answers 503"),
        ("news/us/archive/000001.json", 500, "000001.json: the server answers 500"),
        (
            "atom.xml",
            b"<!doctype html><title>We will be back</title>",
            "atom.xml: no feed, although the server",
        ),
        ("subscriptions.opml", 403, "subscriptions.opml: the server answers 403"),
    ],
)
def test_a_server_that_does_not_answer_as_it_should_stops_the_build(
    desk: Publication,
    web: tuple[str, Path, dict[str, int | bytes]],
    name: str,
    answer: int | bytes,
    message: str,
) -> None:
    url, published, answers = web
    shutil.copytree(desk.feeds, published, dirs_exist_ok=True)
    answers[f"/feeds/{name}"] = answer
    with pytest.raises(feedwright.PublishError, match=message):
        restored(desk, url)
    assert not (desk.root / ".feedwright/catalog.sqlite").exists()


def test_names_in_a_list_of_feeds_lead_nowhere_else(
    desk: Publication, web: tuple[str, Path, dict[str, int | bytes]], tmp_path: Path
) -> None:
    url, published, answers = web
    shutil.copytree(desk.feeds, published, dirs_exist_ok=True)
    outlines = "".join(
        f'<outline xmlUrl="{one}"/>'
        for one in (
            "https://feeds.example.org/rss.xml",
            "https://feeds.example.org/../../evil/rss.xml",
            "https://feeds.example.org/%2e%2e/evil/rss.xml",
            "https://feeds.example.org/.feedwright/rss.xml",
            "https://feeds.example.org//etc/rss.xml",
        )
    )
    answers["/feeds/subscriptions.opml"] = f"<opml><body>{outlines}</body></opml>".encode()
    restored(desk, url)
    assert not list(tmp_path.rglob("evil"))


def test_where_feeds_are_published_is_looked_at_anyway(desk: Publication, bucket: str) -> None:
    desk.configure(desk.config.read_text() + f"publish: s3://{bucket}/feeds\n")
    desk.build()
    expected = changed(desk)
    for folder in (desk.root / ".feedwright", desk.feeds):
        shutil.rmtree(folder)
    report = desk.build()
    assert report.warnings == []
    assert files(desk.feeds) == expected
