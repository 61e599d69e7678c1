"""Real engines read what `feedwright serve` serves: all they can show arrives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import listparser
import pytest
from dateutil.parser import parse

import feedwright
from browser import missing as is_missing
from conftest import Publication, slow
from interop.matrix import (
    ENGINES,
    FORMATS,
    HERE,
    OTHERWISE,
    ROOT,
    SHOWS,
    missing,
    over_http,
    publish,
    read,
    read_or_nothing,
    served,
)
from interop.table import page

PAIRS = [(engine, name) for engine, names in SHOWS.items() for name in names]
MEDIA = "https://feeds.pier.example/media/"
TALL = "https://pier.example/news/lighthouse/"
SOURCE: dict[str, Any] = {
    "title": "Light & shade: the “Grey Tower” 🌊 is lit again",
    "link": TALL,
    "id": "tag:pier.example,2026-11-18:news/lighthouse",
    "date": parse("2026-11-18T10:00:00Z"),
    "updated": parse("2026-11-19T08:30:00Z"),
    "author": "Inês Duarte",
    "summary": "After nine winters in the dark, the tower at the pier has a lamp.",
    "caption": "The tower at dusk",
    "credit": "Rui Sal",
    "categories": ["News", "Lighthouses", "Coast"],
    "comments": f"{TALL}talk",
}
"""What the article in publication/news/lighthouse.md says."""


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return publish(tmp_path_factory.mktemp("interop"))


@pytest.fixture(scope="module")
def url(publication: Publication) -> Iterator[str]:
    with served(publication) as found:
        yield found


def test_every_engine_says_what_it_can_show() -> None:
    assert sorted(SHOWS) == ENGINES


@pytest.mark.parametrize(("engine", "name"), PAIRS)
def test_all_that_an_engine_can_show_arrives_and_equals_the_source(engine: str, name: str, url: str) -> None:
    if program := missing(engine):
        is_missing(program)
    entries = read(engine, f"{url}news/{FORMATS[name]}")
    assert [entry["title"] for entry in entries] == [
        SOURCE["title"],
        "What the harbour master never said",
        "الميناء يفتح أبوابه",
        "Episode 1: ropes",
    ]
    assert "Nobody but members" not in json.dumps(entries)
    lead, episode = entries[0], entries[3]
    for field in SHOWS[engine][name]:
        if field == "audio":
            assert episode[field].startswith(MEDIA)
            assert episode[field].endswith("-ropes.wav")
        elif field == "picture":
            assert lead[field].startswith(MEDIA)
            assert lead[field].endswith("-tower.jpg")
        elif field == "language":
            assert [entry[field] for entry in entries if entry["title"].startswith("الميناء")] == ["ar"]
        elif field == "full text":
            assert_full_text(lead[field])
        elif field == "authors":
            assert _names_all(episode, "Inês Duarte", "Bo Chen")
        elif field == "categories":
            # One engine sorts them.
            assert sorted(lead[field]) == sorted(SOURCE["categories"])
        else:
            found: Any = parse(lead[field]) if field in ("date", "updated") else lead[field]
            assert found == SOURCE[field], field


@pytest.fixture(scope="module")
def minimal() -> Iterator[str]:
    """Where tests/interop/minimal/ is served: feeds written by hand, whose two entries have everything."""
    with over_http(HERE / "minimal") as found:
        yield found


MINIMAL: dict[str, Any] = {
    "title": "One item",
    "link": "https://minimal.example/one",
    "id": "tag:minimal.example,2026:one",
    "date": parse("2026-11-18T10:00:00Z"),
    "updated": parse("2026-11-19T08:30:00Z"),
    "author": "Ann Lee",
    "authors": ["Ann Lee", "Bo Chen"],
    "summary": "In short.",
    "full text": "<p>All of it.</p>",
    "picture": "https://minimal.example/one.jpg",
    "credit": "Bo Chen",
    "audio": "https://minimal.example/one.mp3",
    "categories": ["Coast"],
    "comments": "https://minimal.example/one/talk",
    "caption": "A wave.",
    "language": "es",
}


@slow
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_engine_can_show_is_what_it_shows_of_feeds_that_are_not_ours(
    engine: str, name: str, minimal: str
) -> None:
    if program := missing(engine):
        is_missing(program)
    if name not in SHOWS[engine]:
        assert read_or_nothing(engine, f"{minimal}{FORMATS[name]}") == []
        return
    entries = read(engine, f"{minimal}{FORMATS[name]}")
    said = {field for field in MINIMAL if any(_says(entry, field) for entry in entries)}
    assert said == set(SHOWS[engine][name])


@pytest.fixture(scope="module")
def dropped() -> Iterator[str]:
    """Where tests/interop/dropped/ is served: shapes that were tried, and that our feeds do not use."""
    with over_http(HERE / "dropped") as found:
        yield found


@pytest.mark.parametrize(
    ("engine", "name"), [(one, name) for one, names in OTHERWISE.items() for name in names]
)
def test_what_an_engine_could_show_it_shows_of_another_shape(engine: str, name: str, dropped: str) -> None:
    if program := missing(engine):
        is_missing(program)
    entries = read(engine, f"{dropped}{FORMATS[name]}")
    for field in OTHERWISE[engine][name]:
        assert field not in SHOWS[engine][name]
        assert any(_says(entry, field) for entry in entries), field


def _names_all(entry: dict[str, Any], *names: str) -> bool:
    """Whether the engine's one author, or its list of them, has all the names."""
    if not entry["authors"]:
        return False
    shown = entry["authors"] if isinstance(entry["authors"], str) else " ".join(map(str, entry["authors"]))
    return all(name in shown for name in names)


def _says(entry: dict[str, Any], field: str) -> bool:
    found = entry.get(field)
    if field == "authors":
        return _names_all(entry, *MINIMAL[field])
    if field in ("date", "updated") and found:
        found = parse(found)
    return bool(found == MINIMAL[field])


def test_the_page_about_engines_is_up_to_date() -> None:
    """`make docs` writes it."""
    assert (ROOT / "docs" / "interop.md").read_text(encoding="utf-8") == page()


def assert_full_text(markup: str) -> None:
    """The body, with its links made absolute, after the picture with its caption and credit."""
    assert 'href="https://pier.example/news/stairs/"' in markup
    for words in ("The tower at dusk", "Rui Sal", "the whole quay went quiet."):
        assert words in markup


def test_the_publication_has_no_findings(publication: Publication) -> None:
    assert feedwright.check(publication.config, now=publication.now) == []


def test_a_list_parser_finds_every_feed_in_the_opml(publication: Publication) -> None:
    found = listparser.parse(publication.bytes("subscriptions.opml").decode())
    assert not found.bozo
    assert {feed.url for feed in found.feeds} == {
        f"https://feeds.pier.example/{section}atom.xml" for section in ("", "news/")
    }
