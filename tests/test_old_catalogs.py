"""Catalogs that older versions of the program wrote are opened by this one, and readers notice nothing.

Those in catalogs/ are named by the number of steps (catalog/steps.py) that the program had, and were made by
catalogs/make.py with the last commit of main that had so many. None had 6 or 7: steps 6 to 8 came at once.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

import feedwright
from catalogs import make
from catalogs.make import TOMBSTONES
from conftest import Publication, slow
from feedwright.catalog import Catalog
from feedwright.catalog.steps import STEPS
from feedwright.catalog.values import (
    KNOWN_FOLDERS,
    MEDIA_CLEANED,
    MEDIA_LISTED,
    NAMED,
    SHARED_FILES,
    TOPIC_LISTS,
    TOPICS,
    TREE,
)
from test_read_only import ask, without

VERSIONS = sorted(int(folder.name) for folder in make.HERE.iterdir() if folder.name.isdecimal())
WHOLE = 4
"""The first version that kept values of the publication as a whole."""
CLEANED = 13
"""The first version that removed the metadata of media which were published with them."""
LISTED = 15
"""The first version whose first run notes when it looked at all media."""
FOLDERS = 16
"""The first version that remembered the folders of content/ for runs of named files."""

NEXT_DAY = make.SECOND_DAY + timedelta(days=1)
FEEDS = ("rss.xml", "atom.xml", "feed.json")


class Upgraded(Publication):
    """A publication as an older program left it."""

    now = NEXT_DAY

    def __init__(self, root: Path, version: int, *, keeps_times: bool = True) -> None:
        self.root, self.version = root, version
        self.kept = make.HERE / str(version)
        self.config, self.content, self.feeds = root / "config.yaml", root / "content", root / "feeds"
        make.first_day(self.content)
        make.second_day(self.content, version)
        shutil.copy(self.kept / "config.yaml", self.config)
        shutil.copytree(self.kept / "feeds", self.feeds)
        if keeps_times:
            for name, time in json.loads((self.kept / "times.json").read_text()).items():
                os.utime(self.feeds / name, ns=(time, time))
        self.catalog = root / ".feedwright/catalog.sqlite"
        self.catalog.parent.mkdir()
        with closing(sqlite3.connect(self.catalog)) as db:
            db.executescript((self.kept / "catalog.sql").read_text())

    def media(self) -> set[str]:
        """The names of the media files under feeds/, without folder and digest."""
        return {path.name[13:] for path in self.feeds.glob("media/*/*")}


@pytest.fixture(params=VERSIONS, ids=lambda version: f"tables {version}")
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Upgraded:
    return Upgraded(tmp_path, request.param)


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def known(feeds: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """What readers know of each entry, by the feed's file and the entry's id, as feedparser reads it."""
    found = {}
    for path in sorted(feeds.rglob("*.*")):
        if path.name in FEEDS[:2]:
            found[str(path.relative_to(feeds))] = {
                entry.id: {
                    key: entry.get(key) for key in ("title", "link", "published_parsed", "updated_parsed")
                }
                for entry in feedparser.parse(path.read_bytes()).entries
            }
        elif path.name == FEEDS[2]:
            found[str(path.relative_to(feeds))] = {
                item["id"]: {
                    key: item.get(key) for key in ("title", "url", "date_published", "date_modified")
                }
                for item in json.loads(path.read_bytes())["items"]
            }
    return found


def tombstones(publication: Publication) -> set[str]:
    """The ids of which the publication's atom.xml says that they are gone."""
    root = ElementTree.fromstring(publication.bytes("atom.xml"))
    return {
        str(entry.get("ref")) for entry in root.iter("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    }


def tables(db: sqlite3.Connection) -> dict[str, list[tuple[str, str, int]]]:
    """The columns of each table and index: name, type, and whether NULL is refused."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")]
    return {name: [row[1:4] for row in db.execute(f"PRAGMA table_xinfo({name})")] for name in names}


def test_there_is_a_catalog_of_every_version_before_this_one() -> None:
    """Where this fails: check out the commit before STEPS grew and run catalogs/make.py there."""
    assert set(range(1, len(STEPS))) - set(VERSIONS) == {6, 7}


def test_steps_make_the_tables_that_programs_had(old: Upgraded) -> None:
    """A step, once released, is never changed."""
    with closing(sqlite3.connect(":memory:")) as made, closing(sqlite3.connect(old.catalog)) as kept:
        made.executescript("".join(STEPS[: old.version]))
        assert tables(kept) == tables(made)


def test_status_and_a_dry_run_tell_what_is_there_and_write_nothing(old: Upgraded) -> None:
    before = everything(old.root)
    table = {row.section: row for row in feedwright.status(old.config, now=make.SECOND_DAY)}
    assert {section: table[section].articles for section in ("news", "news/us", "sport")} == {
        "news": 6 if old.version < TOMBSTONES else 5,
        "news/us": 1,
        "sport": 1,
    }
    assert table["news"].rejected == 2
    rehearsed = feedwright.build(old.config, now=NEXT_DAY, dry_run=True)
    assert everything(old.root) == before
    built = old.build()
    assert (rehearsed.damaged, rehearsed.changed, rehearsed.gone) == ([], built.changed, built.gone)


OLDEST_AND_NEWEST = (VERSIONS[0], *(pytest.param(one, marks=slow) for one in VERSIONS[1:-1]), VERSIONS[-1])


@pytest.mark.parametrize("old", OLDEST_AND_NEWEST, indirect=True)
def test_they_work_where_nothing_may_be_written(old: Upgraded) -> None:
    before = everything(old.root)
    moment = ("--now", NEXT_DAY.isoformat())
    with without(0o222, old.root):
        status, rehearsed = ask(old.config, "status", *moment), ask(old.config, "build", "--dry-run", *moment)
    assert status.returncode == 1, "two articles are rejected"
    assert "damaged" not in status.stderr
    assert "damaged" not in rehearsed.stderr
    assert rehearsed.returncode == 1, "two articles are rejected"
    assert everything(old.root) == before


def see_the_same(old: Upgraded) -> None:
    """Builds twice; readers know all entries and tombstones again, and the second build finds nothing."""
    before, gone = known(old.feeds), tombstones(old)
    report = old.build()
    assert report.damaged == []
    assert [error.path for error in report.rejected] == ["content/news/broken.md", "content/news/spoilt.md"]
    assert known(old.feeds) == before
    assert tombstones(old) == gone
    again = old.build()
    assert (again.changed, again.articles, again.gone) == ([], 0, [])


def test_named_values_have_their_types_in_tables_of_any_version(old: Upgraded) -> None:
    with Catalog(old.catalog, reader=True) as catalog:
        kept = {value.name for value in NAMED if catalog.values.get(value) is not None}
    assert kept == {
        *({TREE.name, SHARED_FILES.name} if old.version >= WHOLE else ()),
        *({TOPICS.name, TOPIC_LISTS.name} if old.version >= TOMBSTONES else ()),
        *({MEDIA_CLEANED.name} if old.version >= CLEANED else ()),
        *({MEDIA_LISTED.name} if old.version >= LISTED else ()),
        *({KNOWN_FOLDERS.name} if old.version >= FOLDERS else ()),
    }


def test_readers_know_each_entry_again(old: Upgraded) -> None:
    see_the_same(old)


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]])
def test_they_do_where_feeds_have_lost_their_times(tmp_path: Path, version: int) -> None:
    see_the_same(Upgraded(tmp_path, version, keeps_times=False))


def test_what_was_scheduled_comes_under_its_id_and_what_is_withdrawn_takes_its_media_along(
    old: Upgraded,
) -> None:
    """The catalog of a program that knew nothing of takedowns tells which media an article has shown."""
    story = old.content / "news/storm.md"
    story.write_text(story.read_text().replace("title:", "withdrawn: It names a source\ntitle:"))
    report = old.build(make.SECOND_DAY + timedelta(days=40))
    assert "tag:example.org,2026-12-24:news/us/later" in known(old.feeds)["news/us/atom.xml"]
    assert "tag:example.org,2026-11-18:news/storm" in tombstones(old)
    assert [url.rpartition("-")[2] for url in report.gone if "/media/" in url] == ["storm.png"]
    assert "storm.png" not in old.media()
