"""A section that moves: articles stay who they are, and readers are sent after their feed."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from queue import Queue
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest

import feedwright
from conftest import CONFIG, Publication


@pytest.fixture
def moved(publication: Publication) -> Publication:
    """news/us has become america, its folder and in config.yaml."""
    for name in ("a", "b"):
        publication.article(f"news/us/{name}.md", title=name)
    publication.build()
    publication.before = publication.json("news/us")["items"]  # type: ignore[attr-defined]
    (publication.content / "news/us").rename(publication.content / "america")
    publication.configure(CONFIG + "moved: {news/us: america}\n")
    publication.build()
    return publication


@pytest.fixture
def server(moved: Publication) -> Iterator[str]:
    stop = threading.Event()
    up: Queue[str] = Queue()
    arguments = {"port": 0, "listening": up.put, "stop": stop}
    serving = threading.Thread(target=feedwright.serve, args=(moved.config,), kwargs=arguments)
    serving.start()
    try:
        yield up.get(timeout=10)
    finally:
        stop.set()
        serving.join()


def fetch(url: str, hops: int = 0) -> tuple[str, bytes, list[int]]:
    """What a reader gets that follows redirects: where it is, and how it came there."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        body = response.read()
        location = response.getheader("location")
    finally:
        connection.close()
    if location is None or hops == 5:
        return url, body, [response.status]
    end, body, statuses = fetch(urljoin(url, location), hops + 1)
    return end, body, [response.status, *statuses]


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_a_reader_of_the_old_feed_gets_the_new_one_and_sees_nothing_twice(
    moved: Publication, server: str, name: str
) -> None:
    end, body, statuses = fetch(f"{server.rstrip('/')}/news/us/{name}")
    assert statuses == [308, 200]
    assert urlsplit(end).path == f"/america/{name}"
    before = [item["id"] for item in moved.before]  # type: ignore[attr-defined]
    assert sorted(entry.id for entry in feedparser.parse(body).entries) == sorted(before)


def test_no_date_moves_and_nothing_counts_as_withdrawn(moved: Publication) -> None:
    now = {
        item["id"]: (item["date_published"], item["date_modified"]) for item in moved.json("america")["items"]
    }
    before = {item["id"]: (item["date_published"], item["date_modified"]) for item in moved.before}  # type: ignore[attr-defined]
    assert now == before
    assert b"deleted-entry" not in moved.bytes("atom.xml") + moved.bytes("news/atom.xml")


def test_what_moved_with_its_archive_is_found_under_the_new_name(publication: Publication) -> None:
    publication.configure(CONFIG + "  archive: true\n")
    for number in range(130):
        publication.article(f"old/{number:03}.md", title=str(number))
    publication.build()
    before = {item["id"] for page in ("", "archive/000001.json") for item in items(publication, "old", page)}
    (publication.content / "old").rename(publication.content / "new")
    publication.configure(CONFIG + "  archive: true\nmoved: {old: new}\n")
    publication.build()
    assert {
        item["id"] for page in ("", "archive/000001.json") for item in items(publication, "new", page)
    } == before


def items(publication: Publication, section: str, page: str) -> list[dict[str, str]]:
    import json

    data = publication.bytes(f"{section}/{page or 'feed.json'}")
    found: list[dict[str, str]] = json.loads(data)["items"]
    return found
