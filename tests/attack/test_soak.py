"""A publication that lives for years: what is on disk and in the catalog stays bounded by what it publishes.

The long soak (FEEDWRIGHT_LONG=1) is 2,000 builds, five and a half years of a build a day.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication
from media_files import picture

BUILDS = 2_000 if os.environ.get("FEEDWRIGHT_LONG") else 60
SEEDS = (1, 2) if os.environ.get("FEEDWRIGHT_LONG") else (1,)
KEEP = 20
DAY = timedelta(days=1)
ARTICLES = 12
SECTIONS = ("news", "news/us", "sport")
SETTINGS = (
    CONFIG.replace("feeds:\n", "feeds:\n  entries: 1000\n")
    + f"precompress: [gzip]\nmedia:\n  image_sizes: [16]\n  keep: {KEEP}\n"
)
MEMORY = {"catalog.sqlite", "lock", "config.parsed", "good-run", "last-run", "up-to-date"}
BY_DESIGN = {"ledger", "shown_url", "tombstone"}
"""The tables with rows that are kept for ever, because readers depend on them."""

MEDIUM = re.compile(r"media/([0-9a-f]{2}/[0-9a-f]{12}-[a-z0-9.-]+?\.png)")


class Newsroom(Publication):
    """Does at random what a newsroom does, a step a day."""

    def __init__(self, root: Path, seed: int) -> None:
        super().__init__(root)
        self.configure(SETTINGS)
        self.random = random.Random(seed)
        self.day = 0
        self.count = 0
        self.there: dict[str, dict[str, str]] = {}
        self.ever = 0

    @property
    def moment(self) -> datetime:
        return NOW + self.day * DAY

    def new_picture(self) -> str:
        """A picture with a name and pixels that no other has."""
        self.count += 1
        name = f"picture-{self.count}.png"
        self.write(f"pictures/{name}", picture("PNG", 24 + self.count % 40, 20 + self.count // 40))
        return f"/pictures/{name}"

    def put(self, path: str, keys: dict[str, str]) -> None:
        self.there[path] = keys
        self.article(path, body=f"Written on day {self.day}.", **keys)

    def publish_new(self) -> None:
        self.ever += 1
        path = f"{self.random.choice(SECTIONS)}/story-{self.ever}.md"
        date = f"{self.moment - DAY:%Y-%m-%d}"
        self.put(path, {"title": f"Story {self.ever}", "date": date, "image": self.new_picture()})

    def edit(self, path: str) -> None:
        self.put(path, self.there[path])

    def replace_picture(self, path: str) -> None:
        self.put(path, self.there[path] | {"image": self.new_picture()})

    def share_picture(self, path: str) -> None:
        other = self.random.choice(sorted(self.there))
        self.put(path, self.there[path] | {"image": self.there[other]["image"]})

    def move(self, path: str) -> None:
        target = f"{self.random.choice(SECTIONS)}/moved-{self.day}.md"
        (self.content / path).rename(self.content / target)
        self.there[target] = self.there.pop(path)

    def break_it(self, path: str) -> None:
        """Has the file rejected for a day; the next step mends it."""
        self.write(path, "---\ntitle: broken\ndate: 32 March\n---\n")
        self.build(self.moment)
        self.put(path, self.there[path])

    def delete(self, path: str) -> None:
        (self.content / path).unlink()
        self.there.pop(path)

    def withdraw(self, path: str) -> None:
        keys = self.there.pop(path)
        self.article(path, withdrawn="It was wrong", **keys)

    def make_a_draft(self, path: str) -> None:
        keys = self.there.pop(path)
        self.article(path, draft="true", **keys)

    def replace_picture_of_section(self) -> None:
        self.write("sport/_section.yaml", f"title: Sport\nimage: {self.new_picture()}\n")

    def work(self) -> bool:
        """One day's work; says whether an article was taken out."""
        self.day += 1
        if len(self.there) < ARTICLES:
            self.publish_new()
            return False
        if self.random.random() < 0.1:
            self.replace_picture_of_section()
            return False
        path = self.random.choice(sorted(self.there))
        taken_out = self.random.choice((self.delete, self.withdraw, self.make_a_draft))
        others = (self.edit, self.replace_picture, self.share_picture, self.move, self.break_it)
        step = self.random.choice((*others, taken_out))
        step(path)
        return step is taken_out

    def tidy(self) -> None:
        """Deletes what nobody names: a newsroom's own drafts, withdrawn files and old pictures."""
        for file in self.content.rglob("*.md"):
            if str(file.relative_to(self.content)) not in self.there:
                file.unlink()


def shown_media(feeds: Path) -> set[str]:
    """The media that feeds and pages show, by their names under feeds/media/, in both sizes."""
    texts = (path.read_text() for path in feeds.rglob("*") if path.suffix in (".xml", ".json", ".html"))
    originals = {name.replace("-16w.png", ".png") for text in texts for name in MEDIUM.findall(text)}
    return originals | {name.replace(".png", "-16w.png") for name in originals}


def published_media(feeds: Path) -> set[str]:
    return {str(path.relative_to(feeds / "media")) for path in (feeds / "media").rglob("*") if path.is_file()}


def rows(root: Path) -> dict[str, int]:
    """How many rows each table of the catalog has."""
    with closing(sqlite3.connect(root / ".feedwright/catalog.sqlite")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: db.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in tables}


def other_files(feeds: Path) -> set[str]:
    """All files under feeds/ but for media."""
    paths = (path.relative_to(feeds) for path in feeds.rglob("*") if path.is_file())
    return {str(path) for path in paths if path.parts[0] != "media"}


def built_afresh(newsroom: Newsroom, root: Path) -> Path:
    """The same content, published for the first time today; returns the folder."""
    root.mkdir()
    shutil.copytree(newsroom.content, root / "content")
    (root / "config.yaml").write_text(SETTINGS)
    feedwright.build(root / "config.yaml", now=newsroom.moment)
    return root


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_grows_but_what_readers_depend_on(tmp_path: Path, seed: int) -> None:
    root = tmp_path / "old"
    root.mkdir()
    newsroom = Newsroom(root, seed)
    last_shown: dict[str, datetime] = {}
    shown: set[str] = set()
    cleaned = taken_down = 0
    for _ in range(BUILDS):
        is_taken_out = newsroom.work()
        report = newsroom.build(newsroom.moment)
        before, shown = shown, shown_media(newsroom.feeds)
        # What is shown no longer was shown until this build.
        last_shown |= dict.fromkeys(before | shown, newsroom.moment)
        there = published_media(newsroom.feeds)
        assert shown <= there, "a feed refers to nothing"
        kept = {name for name, moment in last_shown.items() if newsroom.moment - moment < KEEP * DAY}
        assert there <= kept | shown, "media stay for too long"
        if is_taken_out:
            assert not (before - shown) & there, "media of an article that was taken out are still there"
            taken_down += len(before - shown)
        cleaned += report.cleaned
    assert cleaned
    assert taken_down

    newsroom.tidy()
    newsroom.day += 1
    newsroom.build(newsroom.moment)
    newsroom.day += KEEP
    newsroom.build(newsroom.moment)
    fresh = built_afresh(newsroom, tmp_path / "fresh")
    assert published_media(newsroom.feeds) == published_media(fresh / "feeds") == shown_media(newsroom.feeds)
    assert other_files(newsroom.feeds) == other_files(fresh / "feeds")
    memory = root / ".feedwright"
    assert {path.name for path in memory.iterdir()} <= MEMORY
    assert set(rows(root)) == set(rows(fresh))
    grown = {table: count for table, count in rows(root).items() if count > rows(fresh)[table]}
    assert grown.keys() <= BY_DESIGN
    assert grown["ledger"] == newsroom.ever
    assert grown["tombstone"] <= 3 * newsroom.ever
