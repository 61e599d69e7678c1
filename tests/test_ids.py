"""Ids, first publication and `updated`: what readers hold on to, whatever happens to a file."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conftest import NOW, Publication

ID = "tag:example.org,2026-11-20:news/story"
PUBLISHED = "2026-11-20T00:00:00Z"


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def set_mtime(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def only(publication: Publication) -> Any:
    """The one entry of the whole publication."""
    (item,) = publication.json()["items"]
    return item


# The form


@pytest.mark.parametrize(
    ("path", "keys", "id_"),
    [
        ("story.md", {}, "tag:example.org,2026-11-20:story"),
        ("news/story.md", {}, ID),
        ("news/us/story/index.md", {}, "tag:example.org,2026-11-20:news/us/story"),
        ("news/2026-11-19-story.md", {"date": ""}, "tag:example.org,2026-11-19:news/story"),
        ("news/2026-11-19.story.md", {"date": ""}, "tag:example.org,2026-11-19:news/story"),
        ("news/story.md", {"slug": "other"}, "tag:example.org,2026-11-20:news/other"),
        ("U.S. & us/A story!.md", {}, "tag:example.org,2026-11-20:us-us/a-story"),
        ("en-español/año.md", {}, "tag:example.org,2026-11-20:en-espanol/ano"),
        ("中文/茶馆.md", {}, "tag:example.org,2026-11-20:%E4%B8%AD%E6%96%87/%E8%8C%B6%E9%A6%86"),
        ("news/story.md", {"id": "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"}, None),
        ("news/story.md", {"id": "https://old.example.org/?p=12"}, None),
    ],
)
def test_an_id_is_a_tag_uri_or_the_front_matters(
    publication: Publication, path: str, keys: dict[str, str], id_: str | None
) -> None:
    publication.article(path, **keys)
    assert publication.build().rejected == []
    found = only(publication)["id"]
    assert found == (id_ or keys["id"])
    if id_ is not None:
        # RFC 4151, section 2.1: authority, date, and characters that a URI may have.
        assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[A-Za-z0-9%/._~-]+", found)


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://News.Example.ORG:8443/paper/", "news.example.org"),
        ("https://ñandú.example/", "xn--and-6ma2c.example"),
    ],
)
def test_the_authority_of_an_id_is_the_sites_host(publication: Publication, url: str, authority: str) -> None:
    publication.configure(publication.config.read_text().replace("https://example.org/", url))
    publication.article()
    publication.build()
    assert only(publication)["id"] == f"tag:{authority},2026-11-20:news/story"


def test_every_format_has_the_same_id(publication: Publication) -> None:
    publication.article()
    publication.build()
    assert (
        publication.rss().entries[0].id == publication.atom().entries[0].id == only(publication)["id"] == ID
    )


# Kept


def rename(publication: Publication) -> None:
    publication.content.joinpath("news/story.md").rename(publication.content / "news/renamed.md")


def move(publication: Publication) -> None:
    publication.content.joinpath("sport").mkdir()
    publication.content.joinpath("news/story.md").rename(publication.content / "sport/story.md")


def move_and_edit(publication: Publication) -> None:
    publication.content.joinpath("news/story.md").unlink()
    publication.article("sport/story.md", title="Another title", body="Another body.")


def make_a_bundle(publication: Publication) -> None:
    publication.content.joinpath("news/story").mkdir()
    publication.content.joinpath("news/story.md").rename(publication.content / "news/story/index.md")


def rename_the_section(publication: Publication) -> None:
    publication.content.joinpath("news").rename(publication.content / "noticias")


def change_the_site(publication: Publication) -> None:
    publication.configure(
        publication.config.read_text().replace("https://example.org/", "https://new.example/")
    )


Change = Callable[[Publication], object]

CHANGES: dict[str, Change] = {
    "title": lambda publication: publication.article(title="Another title"),
    "body": lambda publication: publication.article(body="Another body."),
    "link": lambda publication: publication.article(link="https://example.org/elsewhere"),
    "slug": lambda publication: publication.article(slug="another-slug"),
    "date": lambda publication: publication.article(date="2026-11-18"),
    "file name": rename,
    "section": move,
    "section and text": move_and_edit,
    "file to folder": make_a_bundle,
    "section's folder": rename_the_section,
    "site.url": change_the_site,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_id_survives_a_change_of(
    publication: Publication, change: Callable[[Publication], object]
) -> None:
    publication.article()
    publication.build()
    assert only(publication)["id"] == ID
    change(publication)
    assert publication.build().rejected == []
    assert only(publication)["id"] == ID
    assert only(publication)["date_published"] == PUBLISHED


def test_an_id_survives_many_changes_in_turn(publication: Publication) -> None:
    publication.article()
    publication.build()
    for change in (move, rename_back_and_retitle, move):
        change(publication)
        publication.build()
        assert only(publication)["id"] == ID


def rename_back_and_retitle(publication: Publication) -> None:
    shutil.rmtree(publication.content / "sport")
    publication.article(title="Again another")


@pytest.mark.parametrize("section", ["news", "sport"])
def test_a_deleted_article_that_comes_back_has_its_old_id_and_dates(
    publication: Publication, section: str
) -> None:
    file = publication.article()
    publication.build()
    before = only(publication)
    text = file.read_bytes()
    file.unlink()
    publication.build()
    assert publication.titles() == []
    restored = publication.write(f"{section}/story.md", text)
    set_mtime(restored, NOW - timedelta(hours=1))
    publication.build()
    after = only(publication)
    assert [after[key] for key in ("id", "date_published", "date_modified")] == [
        before[key] for key in ("id", "date_published", "date_modified")
    ]


def test_a_new_article_in_an_old_ones_place_is_not_taken_for_it(publication: Publication) -> None:
    publication.article()
    publication.build()
    publication.content.joinpath("news/story.md").rename(publication.content / "news/kept.md")
    publication.article(title="A new one", date="2026-11-21", body="New.")
    publication.build()
    ids = {item["title"]: item["id"] for item in publication.json()["items"]}
    assert ids == {"A story": ID, "A new one": "tag:example.org,2026-11-21:news/story"}


def test_the_front_matters_id_wins_over_the_one_that_was_made(publication: Publication) -> None:
    publication.article()
    publication.build()
    publication.article(id="urn:x:1")
    publication.build()
    assert only(publication)["id"] == "urn:x:1"


def test_an_id_in_the_front_matter_follows_the_article_anywhere(publication: Publication) -> None:
    publication.article(id="urn:x:1")
    publication.build()
    publication.content.joinpath("news/story.md").unlink()
    publication.article("sport/other.md", id="urn:x:1", title="All", date="2026-11-19", body="New.")
    report = publication.build()
    item = only(publication)
    assert (item["id"], item["date_published"]) == ("urn:x:1", PUBLISHED)
    assert len(report.warnings) == 1


def test_a_draft_and_back_has_its_old_id(publication: Publication) -> None:
    publication.article()
    publication.build()
    publication.article(draft="true")
    publication.build()
    assert publication.titles() == []
    publication.article()
    publication.build()
    assert only(publication)["id"] == ID


# First publication


def test_the_first_publication_date_stays_and_its_author_is_told(publication: Publication) -> None:
    publication.article()
    assert publication.build().warnings == []
    publication.article(date="2026-11-21")
    report = publication.build()
    assert only(publication)["date_published"] == PUBLISHED
    assert [str(warning) for warning in report.warnings] == [
        f"content/news/story.md: date: readers know it as published {PUBLISHED}; that stays"
    ]
    publication.article()
    assert publication.build().warnings == []


def test_the_date_of_a_scheduled_article_moves_freely_until_it_is_public(publication: Publication) -> None:
    for day in ("2026-12-24", "2027-01-01", "2026-11-22"):
        publication.article(date=day)
        assert publication.build().warnings == []
        assert publication.titles() == []
    later = NOW + timedelta(days=2)
    assert publication.build(later).warnings == []
    assert only(publication)["date_published"] == "2026-11-22T00:00:00Z"
    publication.article(date="2026-11-23")
    assert len(publication.build(later).warnings) == 1
    assert only(publication)["date_published"] == "2026-11-22T00:00:00Z"


def test_an_article_becomes_public_the_second_its_date_comes(publication: Publication) -> None:
    publication.article(date="2026-11-21T13:00:00Z")
    publication.build(datetime(2026, 11, 21, 12, 59, 59, tzinfo=UTC))
    assert publication.titles() == []
    publication.build(datetime(2026, 11, 21, 13, 0, 0, tzinfo=UTC))
    assert publication.titles() == ["A story"]
    assert only(publication)["date_modified"] == "2026-11-21T13:00:00Z"


def test_what_is_published_at_its_second_keeps_that_date(publication: Publication) -> None:
    moment = datetime(2026, 11, 21, 13, 0, 0, tzinfo=UTC)
    for date in ("2026-11-21T13:00:00Z", "2026-11-21T12:00:00Z"):
        publication.article(date=date)
        publication.build(moment)
        assert only(publication)["date_published"] == "2026-11-21T13:00:00Z"


def test_an_edit_before_publication_is_no_update(publication: Publication) -> None:
    publication.article(date="2026-11-22")
    publication.build()
    publication.article(date="2026-11-22", body="Better.")
    publication.build()
    publication.build(NOW + timedelta(days=2))
    assert only(publication)["date_modified"] == "2026-11-22T00:00:00Z"


# Updated

MOVES: dict[str, dict[str, str]] = {
    "title": {"title": "Another"},
    "body": {"body": "Another."},
    "summary": {"summary": "Another."},
    "author": {"author": "Ana"},
    "link": {"link": "https://example.org/x"},
    "tags": {"tags": "[a, b, c]"},
    "image": {"image": "https://example.org/a.png"},
    "enclosures": {"enclosures": "https://example.org/a.mp3"},
}

STAYS: dict[str, dict[str, str]] = {
    "nothing": {},
    "the order of tags": {"tags": "[b, a]"},
    "white space": {"body": "Hello.\n\n\n\n", "title": " A   story "},
    "an unknown key": {"colour": "blue"},
    "quotes": {"title": "'A story'"},
    "the feeds that carry it": {"feeds": "[news, sport]"},
    "the comment count": {"comments": "{count: 12}"},
    "its expiry": {"expires": "2027-01-01"},
}


def _edit(publication: Publication, keys: dict[str, str], changed: datetime) -> None:
    set_mtime(publication.article(**({"tags": "[a, b]"} | keys)), changed)


@pytest.mark.parametrize("keys", MOVES.values(), ids=MOVES)
def test_updated_moves_to_the_files_change_when_readers_see_another(
    publication: Publication, keys: dict[str, str]
) -> None:
    changed = NOW - timedelta(hours=2)
    _edit(publication, {}, NOW - timedelta(hours=9))
    publication.build()
    assert only(publication)["date_modified"] == PUBLISHED
    _edit(publication, keys, changed)
    publication.build()
    assert only(publication)["date_modified"] == stamp(changed)
    assert only(publication)["date_published"] == PUBLISHED


@pytest.mark.parametrize("keys", STAYS.values(), ids=STAYS)
def test_updated_does_not_move_for(publication: Publication, keys: dict[str, str]) -> None:
    _edit(publication, {}, NOW - timedelta(hours=9))
    publication.build()
    _edit(publication, keys, NOW - timedelta(hours=2))
    assert publication.build().rejected == []
    (item,) = publication.json("news")["items"]
    assert item["date_modified"] == PUBLISHED


def test_updated_does_not_move_when_the_file_does(publication: Publication) -> None:
    publication.article()
    publication.build()
    move(publication)
    publication.build()
    assert only(publication)["date_modified"] == PUBLISHED


def test_an_article_keeps_its_number_in_the_order_in_which_they_were_first_seen(
    publication: Publication,
) -> None:
    for name, date in (("first", "2026-11-19"), ("second", "2026-11-10"), ("third", "2026-11-15")):
        publication.article(f"news/{name}.md", title=name, date=date)
        publication.build()
    publication.article("news/first.md", "Changed.", title="first", date="2026-11-19")
    (publication.content / "news/second.md").rename(publication.content / "news/moved.md")
    (publication.content / "news/third.md").unlink()
    publication.build()
    with contextlib.closing(sqlite3.connect(publication.root / ".feedwright/catalog.sqlite")) as db:
        rows = db.execute("SELECT sequence, slug, path FROM ledger ORDER BY sequence").fetchall()
    assert rows == [(1, "first", "news/first.md"), (2, "moved", "news/moved.md"), (3, "third", None)]


def test_updated_does_not_move_with_the_program(publication: Publication) -> None:
    """Another version of it may see another fingerprint in the same file."""
    publication.article("news/story.md", date="2026-11-19")
    publication.build()
    before = publication.json("news")["items"][0]["date_modified"]
    with contextlib.closing(sqlite3.connect(publication.root / ".feedwright/catalog.sqlite")) as db:
        db.execute("UPDATE ledger SET fingerprint = x'00'")
        db.commit()
    publication.configure(publication.config.read_text() + "articles: {undated: skip}\n")
    assert publication.build().articles == 1
    assert publication.json("news")["items"][0]["date_modified"] == before


def test_updated_of_a_first_build_is_the_publication_however_late_the_file(publication: Publication) -> None:
    set_mtime(publication.article(), NOW - timedelta(hours=1))
    publication.build()
    assert only(publication)["date_modified"] == PUBLISHED


def test_the_front_matters_updated_wins(publication: Publication) -> None:
    publication.article()
    publication.build()
    changed = {"body": "Corrected.", "updated": "2026-11-20T18:00:00Z"}
    set_mtime(publication.article(**changed), NOW)
    publication.build()
    assert only(publication)["date_modified"] == "2026-11-20T18:00:00Z"


def test_updated_stays_between_changes_however_often_it_is_built(publication: Publication) -> None:
    publication.article()
    publication.build()
    set_mtime(publication.article(body="Corrected."), NOW - timedelta(hours=3))
    for hours in (0, 1, 24):
        publication.build(NOW + timedelta(hours=hours))
        assert only(publication)["date_modified"] == stamp(NOW - timedelta(hours=3))


@pytest.mark.parametrize("where", ["mtime", "front matter"])
def test_updated_is_never_before_published(publication: Publication, where: str) -> None:
    early = datetime(2026, 11, 1, tzinfo=UTC)
    publication.article()
    publication.build()
    said = {"updated": stamp(early)} if where == "front matter" else {}
    set_mtime(publication.article(body="Corrected.", **said), early)
    publication.build()
    assert only(publication)["date_modified"] == PUBLISHED


@pytest.mark.parametrize("where", ["mtime", "front matter"])
def test_updated_is_never_in_the_future(publication: Publication, where: str) -> None:
    """And does not follow the clock, or every build would send every reader the article again."""
    late = NOW + timedelta(days=400)
    publication.article()
    publication.build()
    said = {"updated": stamp(late)} if where == "front matter" else {}
    set_mtime(publication.article(body="Corrected.", **said), late)
    publication.build()
    first = only(publication)["date_modified"]
    assert first <= stamp(NOW)
    publication.build(NOW + timedelta(days=1))
    assert only(publication)["date_modified"] == first


def test_updated_never_goes_back(publication: Publication) -> None:
    """An older file that comes back (git checkout, cp -p) is news to readers too."""
    publication.article()
    publication.build()
    set_mtime(publication.article(body="Second."), NOW - timedelta(hours=1))
    publication.build()
    set_mtime(publication.article(body="Third."), NOW - timedelta(hours=8))
    publication.build()
    assert only(publication)["date_modified"] >= stamp(NOW - timedelta(hours=1))


def test_an_updated_that_is_announced_comes_in_its_time(publication: Publication) -> None:
    publication.article(updated="2026-11-25")
    publication.build()
    assert only(publication)["date_modified"] == PUBLISHED
    report = publication.build(NOW + timedelta(days=3))
    assert (report.articles, only(publication)["date_modified"]) == (0, PUBLISHED)
    publication.build(NOW + timedelta(days=4))
    assert only(publication)["date_modified"] == "2026-11-25T00:00:00Z"
    assert publication.build(NOW + timedelta(days=5)).articles == 0


def test_a_clock_that_is_set_back_takes_nothing_back(publication: Publication) -> None:
    file = publication.article()
    publication.build()
    set_mtime(publication.article(title="Corrected"), NOW - timedelta(hours=3))
    publication.build()
    before = only(publication)
    set_mtime(publication.article(title="Corrected", tags="[a]"), NOW - timedelta(hours=2))
    publication.build(NOW - timedelta(days=10))
    set_mtime(publication.article(title="Corrected", date="2026-11-15"), NOW - timedelta(hours=1))
    publication.build(NOW - timedelta(days=9))
    set_mtime(file, NOW - timedelta(minutes=30))
    publication.build(NOW + timedelta(days=1))
    after = only(publication)
    for date in ("date_published", "date_modified"):
        assert after[date] == before[date]


def test_a_rejected_edit_changes_nothing_that_readers_see(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = publication.bytes("atom.xml")
    publication.write("news/story.md", "---\ntitle: [unclosed\n---\nx\n")
    assert len(publication.build().rejected) == 1
    assert publication.bytes("atom.xml") == before


def test_files_whose_names_differ_in_signs_are_two_articles(publication: Publication) -> None:
    for name in ("v1.11.0", "v11.1.0", "v1110"):
        publication.article(f"news/2026-11-17-{name}.md", title=name)
    assert publication.build().rejected == []
    assert sorted(publication.titles()) == ["v1.11.0", "v11.1.0", "v1110"]
    ids = {item["title"]: item["id"] for item in publication.json()["items"]}
    assert len(set(ids.values())) == 3
    publication.article("news/2026-11-17-v1110.md", title="v1110", summary="Corrected.")
    publication.build()
    assert {item["title"]: item["id"] for item in publication.json()["items"]} == ids
