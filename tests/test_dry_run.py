"""A dry run says what would become of every file, and leaves everything as it is."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.pipeline import Report


def rehearse(publication: Publication) -> Report:
    return feedwright.build(publication.config, now=NOW, dry_run=True)


def becomes(report: Report) -> dict[str, str]:
    assert report.listed is not None
    return {listing.path.removeprefix("content/"): listing.becomes for listing in report.listed}


def everything(root: Path) -> dict[str, tuple[bytes, int]]:
    """All files, with their bytes and mtimes."""
    return {
        str(file.relative_to(root)): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in root.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def varied(publication: Publication) -> Publication:
    publication.configure(CONFIG + "articles: {undated: skip}\nprecompress: [gzip]\n")
    publication.article("news/us/rain.md", title="Rain")
    publication.article("news/draft.md", draft="true")
    publication.article("news/later.md", date="2026-12-24")
    publication.article("news/past.md", expires="2026-11-20T13:00:00Z")
    publication.write("about.md", "# About us\n")
    publication.article("news/broken.md", date="someday")
    return publication


def test_a_damaged_catalog_is_told_of_and_left_alone(varied: Publication) -> None:
    varied.build()
    catalog = varied.root / ".feedwright/catalog.sqlite"
    catalog.write_bytes(b"not a database, " * 1000)
    before = everything(varied.root)
    report = rehearse(varied)
    said = (
        "damaged: file is not a database; a build sets it aside, and makes it anew from content/ and feeds/"
    )
    assert [(warning.path, warning.message) for warning in report.warnings] == [(str(catalog), said)]
    assert (len(becomes(report)), report.changed) == (5, [])
    assert everything(varied.root) == before


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("INSERT INTO published_medium VALUES ('one.md', CAST(x'ff' AS TEXT), 1)", "damaged"),
        ("UPDATE folder SET listing = x'c1'; UPDATE feed SET files = x'c1'", "damaged"),
        ("PRAGMA user_version = 999", "of a newer feedwright"),
    ],
)
def test_the_catalog_that_is_named_is_the_publications_own(
    varied: Publication, spoilt: str, said: str
) -> None:
    """A dry run reads a copy, which is gone when somebody looks for it."""
    varied.build()
    catalog = varied.root / ".feedwright/catalog.sqlite"
    with contextlib.closing(sqlite3.connect(catalog)) as db:
        db.executescript(spoilt)
    told = []
    for command in ("build", "clean"):
        done = CliRunner().invoke(main, [command, "--dry-run", "-c", str(varied.config)])
        told += [line for line in done.stderr.splitlines() if said in line]
    assert told
    for line in told:
        assert re.findall(r"\S*catalog\.sqlite", line) == [str(catalog)]


def test_files_are_told_of_in_the_order_of_their_paths(varied: Publication) -> None:
    """Those that readers know are read before others."""
    varied.build()
    varied.article("news/a.md", title="New", audio="none.mp3")
    varied.article("news/a-broken.md", date="never")
    varied.article("news/z.md", title="Newer", audio="none.mp3")
    report = rehearse(varied)
    for told in (report.listed, report.rejected, report.warnings):
        assert told
        paths = [one.path for one in told]
        assert paths == sorted(paths)


def test_every_file_is_listed_with_what_becomes_of_it(varied: Publication) -> None:
    report = rehearse(varied)
    assert becomes(report) == {
        "about.md": "page",
        "news/draft.md": "draft",
        "news/later.md": "scheduled",
        "news/past.md": "expired",
        "news/us/rain.md": "published",
    }
    assert report.listed is not None
    (rain,) = (listing for listing in report.listed if listing.title == "Rain")
    assert (rain.section, rain.feeds) == ("news/us", ("news/us", "news", ""))
    assert rain.date is not None
    assert rain.date.date() == datetime(2026, 11, 20).date()
    assert [error.path for error in report.rejected] == ["content/news/broken.md"]


def test_nothing_is_written_where_there_is_nothing_yet(varied: Publication) -> None:
    before = everything(varied.root)
    report = rehearse(varied)
    assert "news/us/rss.xml" in report.changed
    assert everything(varied.root) == before
    assert sorted(path.name for path in varied.root.iterdir()) == ["config.yaml", "content"]


def test_nothing_is_touched_beside_what_is_published(varied: Publication) -> None:
    varied.build()
    before = everything(varied.root)
    assert rehearse(varied).changed == []
    varied.article("news/us/rain.md", title="More rain")
    varied.configure(varied.config.read_text() + "sections: {news: {formats: [rss]}}\n")
    now = everything(varied.root)
    changed = rehearse(varied).changed
    assert {"news/us/rss.xml", "news/rss.xml", "rss.xml", "news/atom.xml"} <= set(changed)
    assert everything(varied.root) == now
    assert {path for path in now if now[path] != before[path]} == {"config.yaml", "content/news/us/rain.md"}


def test_what_it_announces_is_what_a_build_then_does(varied: Publication) -> None:
    varied.build()
    varied.article("news/us/rain.md", title="More rain")
    announced = rehearse(varied).changed
    assert varied.build().changed == announced


def test_ids_are_those_that_readers_know(varied: Publication) -> None:
    varied.build()
    (varied.content / "news/us/rain.md").rename(varied.content / "news/us/drizzle.md")
    rehearse(varied)
    varied.build()
    assert [item["id"] for item in varied.json("news/us")["items"]] == [
        "tag:example.org,2026-11-20:news/us/rain"
    ]


def run(publication: Publication, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "feedwright", "build", "--dry-run", "--now", NOW.isoformat(), *words]
    return subprocess.run(command, cwd=publication.root, capture_output=True, text=True, check=False)


def test_programs_get_it_as_json(varied: Publication) -> None:
    done = run(varied, "--json")
    said: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert {
        "path": "content/news/us/rain.md",
        "becomes": "published",
        "title": "Rain",
        "section": "news/us",
        "date": "2026-11-20T00:00:00Z",
        "feeds": ["news/us", "news", ""],
    } in said["listed"]
    (broken,) = said["rejected"]
    assert (broken["path"], broken["field"], broken["found"]) == (
        "content/news/broken.md",
        "date",
        '"someday"',
    )
    assert broken["message"].startswith("content/news/broken.md:3: date: found")


def test_people_get_it_in_words(varied: Publication) -> None:
    done = run(varied)
    assert "published 2026-11-20  content/news/us/rain.md  Rain\n" in done.stdout
    assert "page                  content/about.md\n" in done.stdout
    assert done.stdout.splitlines()[-1].startswith(
        "would be: 1 page, 1 draft, 1 scheduled, 1 expired, 1 published, 1 rejected, "
    )
    assert done.stderr.startswith("rejected: content/news/broken.md:3: date: found")
    assert done.returncode == 1
