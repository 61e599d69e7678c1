"""A run costs what changed since the one before, and gives what a run from nothing would."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, Publication, slow
from feedwright.catalog import Catalog, CatalogError
from feedwright.catalog.placements import unpack_placed
from feedwright.catalog.steps import STEPS
from feedwright.catalog.tables import open_tables
from feedwright.catalog.values import PLACED
from feedwright.cli import main
from feedwright.errors import ConfigError
from feedwright.files import sources_token
from feedwright.pipeline import Report, lock
from feedwright.pipeline.copies import bodies
from feedwright.sources import tree
from feedwright.sources.folder import SourceFile
from media_files import picture
from test_same_bytes import changed, files, marks

NOW = datetime(2024, 2, 1, 12, tzinfo=UTC)
"""Long ago by any clock, so that files written `then` are settled when a run looks at them."""

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))

_ticks = itertools.count(1)


def then() -> float:
    """An mtime that no file had before, after 20 January 2024."""
    return datetime(2024, 1, 20, tzinfo=UTC).timestamp() + 60 * next(_ticks)


class Newsroom(Publication):
    """A publication whose files were written long before the run that looks at them."""

    now = NOW

    def write(self, path: str, text: str | bytes) -> Path:
        file = super().write(path, text)
        os.utime(file, (moment := then(), moment))
        return file

    def article(self, path: str = "news/story.md", body: str = "Hello.", **keys: str) -> Path:
        return super().article(path, body, **({"date": "2024-01-10"} | keys))

    def settings(self, text: str) -> None:
        """Adds to the `feeds` of config.yaml."""
        self.configure(CONFIG + text)

    def changes(self, now: datetime | None = None) -> set[str]:
        """Builds; the sections whose feeds were touched, all of whose files were."""
        before = marks(self)
        report = self.build(now)
        touched = {name for name in changed(before, marks(self)) if not name.startswith("media/")}
        assert touched == set(report.changed)
        return {name.rpartition("/")[0] for name in touched}

    def first(self, section: str = "news") -> Any:
        """The newest entry of a section."""
        return self.json(section)["items"][0]


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom with a few sections, built."""
    made = Newsroom(tmp_path)
    made.article("news/one.md", title="One")
    made.article("news/us/two.md", title="Two", image="a.png", date="2024-01-09")
    made.write("news/us/a.png", picture("PNG", 40, 30))
    made.article("news/us/ohio/three.md", title="Three", date="2024-01-08")
    made.article("sport/four/index.md", title="Four", date="2024-01-07")
    made.write("sport/_section.yaml", "title: Sports\n")
    made.article("arts/five.md", title="Five", date="2024-01-06")
    made.build()
    return made


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The article files that runs read, as they read them."""
    seen: list[str] = []
    read = bodies.file_bytes

    def counted(content: str, source: SourceFile) -> bytes:
        seen.append(source.path)
        return read(content, source)

    for module in ("worker", "bodies"):
        monkeypatch.setattr(f"feedwright.pipeline.copies.{module}.file_bytes", counted)
    return seen


ALL = {"", "news", "news/us", "news/us/ohio", "sport", "arts"}


# What is read


def test_a_run_that_finds_nothing_reads_nothing(room: Newsroom, reads: list[str]) -> None:
    for now in (NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=900)):
        assert room.changes(now) == set()
    assert reads == []


def test_a_run_that_finds_nothing_reads_no_picture_and_no_section_file(room: Newsroom) -> None:
    read_at = {file: (NOW.timestamp(), file.stat().st_mtime) for file in room.content.rglob("*.*")}
    for file, times in read_at.items():
        os.utime(file, times)
    room.build()
    for file in read_at:
        os.utime(file, read_at[file])
    room.build()
    assert {file.stat().st_atime for file in read_at} == {NOW.timestamp()}


def test_what_is_only_touched_is_read_once_and_changes_nothing(room: Newsroom, reads: list[str]) -> None:
    for file in room.content.rglob("*.*"):
        os.utime(file, (moment := then(), moment))
    assert room.changes() == set()
    assert sorted(set(reads)) == sorted(
        file.relative_to(room.content).as_posix() for file in room.content.rglob("*.md")
    )
    reads.clear()
    assert room.changes() == set()
    assert reads == []


@pytest.mark.parametrize("keeps_times", [True, False], ids=["rsync -a", "git checkout"])
def test_a_copy_with_other_inodes_changes_nothing(
    room: Newsroom, reads: list[str], keeps_times: bool
) -> None:
    shutil.move(room.content, room.root / "before")
    shutil.copytree(
        room.root / "before", room.content, copy_function=shutil.copy2 if keeps_times else shutil.copyfile
    )
    for file in room.content.rglob("*.*"):
        os.utime(file, (moment := file.stat().st_mtime if keeps_times else then(), moment))
    assert room.changes() == set()
    assert "news/one.md" in reads
    reads.clear()
    assert room.changes() == set()
    assert reads == []


def test_a_changed_article_is_the_only_one_read(room: Newsroom, reads: list[str]) -> None:
    room.article("news/us/two.md", title="Changed", date="2024-01-09")
    assert room.changes() == {"", "news", "news/us"}
    assert set(reads) == {"news/us/two.md"}


def test_an_article_that_is_saved_unchanged_is_read_and_changes_nothing(
    room: Newsroom, reads: list[str]
) -> None:
    room.article("news/one.md", title="One")
    assert room.changes() == set()
    assert set(reads) == {"news/one.md"}


@pytest.mark.parametrize(
    "path", ["news/one.md", "news/fresh.md", "sport/four/index.md"], ids=["edited", "new", "bundle"]
)
def test_a_file_that_is_as_young_as_the_run_is_read_again(
    room: Newsroom, reads: list[str], path: str
) -> None:
    """An editor may have been half-way through: what it writes next can leave size and mtime as they are."""
    file = room.article(path, title="Half", body="Half of it and ........")
    os.utime(file)
    stat = file.stat()
    room.build()
    assert room.titles().count("Half") == 1
    text = file.read_text().replace("........", "the rest")
    file.write_text(text)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert file.stat().st_size == stat.st_size
    reads.clear()
    room.build()
    assert path in reads
    assert "the rest" in room.bytes("feed.json").decode()


def test_a_section_file_that_is_as_young_as_the_run_is_read_again(room: Newsroom) -> None:
    file = room.write("sport/_section.yaml", "title: Halfway\n")
    os.utime(file)
    stat = file.stat()
    room.build()
    file.write_text("title: Written\n")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    room.build()
    assert room.json("sport")["title"].startswith("Written")


# What is rewritten


def move(room: Newsroom) -> None:
    room.content.joinpath("news/us/ohio/three.md").rename(room.content / "arts/three.md")


def move_and_edit(room: Newsroom) -> None:
    move(room)
    room.article("arts/three.md", title="Changed", date="2024-01-08")


def to_bundle(room: Newsroom) -> None:
    room.content.joinpath("news/one").mkdir()
    room.content.joinpath("news/one.md").rename(room.content / "news/one/index.md")


def from_bundle(room: Newsroom) -> None:
    room.content.joinpath("sport/four/index.md").rename(room.content / "sport/four.md")
    room.content.joinpath("sport/four").rmdir()


REACHES: dict[str, tuple[Callable[[Newsroom], object], set[str]]] = {
    "new": (lambda room: room.article("arts/six.md"), {"", "arts"}),
    "new section": (lambda room: room.article("arts/film/six.md"), {"", "arts", "arts/film"}),
    "deleted": (lambda room: room.content.joinpath("news/us/two.md").unlink(), {"", "news", "news/us"}),
    "moved": (move, {"", "news", "news/us", "news/us/ohio", "arts"}),
    "moved and edited": (move_and_edit, {"", "news", "news/us", "news/us/ohio", "arts"}),
    "file to bundle": (to_bundle, set()),
    "bundle to file": (from_bundle, set()),
    "draft": (lambda room: room.article("news/one.md", title="One", draft="true"), {"", "news"}),
    "new draft": (lambda room: room.article("news/six.md", draft="true"), set()),
    "new, for next year": (lambda room: room.article("news/six.md", date="2025-01-01"), set()),
    "other feeds": (
        lambda room: room.article("arts/five.md", title="Five", date="2024-01-06", feeds="[arts, sport]"),
        {"", "sport"},
    ),
    "a file that is no article": (lambda room: room.write("news/notes.pdf", b"x"), set()),
    "a picture that nobody names": (lambda room: room.write("news/b.png", picture("PNG", 2, 2)), set()),
}


@pytest.mark.parametrize("name", REACHES)
def test_a_change_rewrites_the_feeds_it_reaches(room: Newsroom, name: str) -> None:
    change, expected = REACHES[name]
    change(room)
    assert room.changes() == expected
    assert room.changes() == set()


def test_what_no_feed_has_shown_yet_is_as_old_as_it_says_however_often_it_changed(tmp_path: Path) -> None:
    """`updated` moves only after a feed has shown the article."""
    room = Newsroom(tmp_path)
    room.settings("  entries: 1\n")
    room.article("news/new.md", title="New", date="2024-01-11")
    room.article("news/old.md", title="Old", date="2024-01-10")
    room.build()
    for body in ("Hello again.", "Hello once more."):
        room.article("news/old.md", body, title="Old", date="2024-01-10")
        assert room.changes() == set()
    (room.content / "news/new.md").rename(room.root / "new.md")
    room.build()
    assert room.first()["date_modified"] == "2024-01-10T00:00:00Z"
    (room.root / "new.md").rename(room.content / "news/new.md")
    room.build()
    room.article("news/old.md", "Hello a third time.", title="Old", date="2024-01-10")
    assert room.changes() == set()
    (room.content / "news/new.md").unlink()
    room.build()
    assert room.first()["date_modified"] > "2024-01-20"


def test_a_bundle_may_become_a_file_and_a_bundle_again(room: Newsroom) -> None:
    before = room.first("sport")
    from_bundle(room)
    room.build()
    assert room.first("sport") == before
    room.content.joinpath("sport/four").mkdir()
    room.content.joinpath("sport/four.md").rename(room.content / "sport/four/index.md")
    assert room.changes() == set()
    assert room.first("sport") == before


def test_a_bundle_whose_index_goes_becomes_a_section(room: Newsroom) -> None:
    room.article("sport/four/story.md", title="Inside")
    room.build()
    assert room.titles("sport") == ["Four"]
    room.content.joinpath("sport/four/index.md").unlink()
    room.build()
    assert room.titles("sport") == ["Inside"]
    assert room.titles("sport/four") == ["Inside"]


def test_a_renamed_section_takes_its_articles_along(room: Newsroom) -> None:
    ids = [item["id"] for item in room.json("news")["items"]]
    room.content.joinpath("news").rename(room.content / "world")
    assert room.changes() == {path.replace("news", "world") for path in ALL if "news" in path} | {
        path for path in ALL if "news" in path
    } | {""}
    assert [item["id"] for item in room.json("world")["items"]] == ids
    for emptied in ("news", "news/us", "news/us/ohio"):
        assert room.titles(emptied) == []


def test_a_section_renamed_in_its_capitals_alone_changes_nothing(room: Newsroom) -> None:
    room.content.joinpath("arts").rename(room.content / "Arts")
    assert room.changes() == set()


def test_a_draft_that_is_one_no_more_is_as_it_was(room: Newsroom) -> None:
    before = room.first()
    room.article("news/one.md", title="One", draft="true")
    room.build()
    assert room.titles("news") == ["Two", "Three"]
    room.article("news/one.md", title="One")
    assert room.changes() == {"", "news"}
    assert room.first() == before


@pytest.mark.parametrize("name", ["UPPER.MD", "Mixed.Md", "page.HTML"])
def test_a_file_goes_whatever_the_case_of_its_suffix(room: Newsroom, name: str) -> None:
    file = room.article(f"news/{name}", title="Loud")
    room.build()
    assert "Loud" in room.titles("news")
    file.unlink()
    assert room.changes() == {"", "news"}
    assert "Loud" not in room.titles("news")


def test_a_copy_does_not_take_the_originals_id_even_when_everything_is_read(room: Newsroom) -> None:
    """A new article often begins as a copy of another; config.yaml may change in the same minute."""
    before = {item["url"]: item["id"] for item in room.json("news")["items"]}
    shutil.copy2(room.content / "news/one.md", room.content / "news/another.md")
    room.settings("  ttl: 30\n")
    assert room.build().rejected == []
    after = {item["url"]: item["id"] for item in room.json("news")["items"]}
    assert before.items() <= after.items()


def test_ids_may_be_handed_on_within_one_run(room: Newsroom) -> None:
    room.article("news/a.md", title="A", id="urn:x:a")
    room.article("news/b.md", title="B", id="urn:x:b")
    room.build()
    room.article("news/a.md", title="A", id="urn:x:b")
    room.article("news/b.md", title="B", id="urn:x:c")
    assert room.build().rejected == []
    ids = {item["title"]: item["id"] for item in room.json("news")["items"]}
    assert (ids["A"], ids["B"]) == ("urn:x:b", "urn:x:c")


def test_a_section_file_in_a_bundle_says_nothing_of_the_section_around_it(room: Newsroom) -> None:
    room.write("sport/four/_section.yaml", "title: Not this\n")
    room.build()
    assert room.json("sport")["title"].startswith("Sports")


# What time brings


def test_what_is_scheduled_rewrites_its_feeds_when_its_hour_comes(room: Newsroom, reads: list[str]) -> None:
    room.article("arts/six.md", title="Six", date="2024-02-01T13:00:00Z")
    assert room.changes() == set()
    reads.clear()
    assert room.changes(NOW + timedelta(minutes=59)) == set()
    assert reads == []
    assert room.changes(NOW + timedelta(hours=1)) == {"", "arts"}
    assert set(reads) == {"arts/six.md"}
    assert room.changes(NOW + timedelta(hours=2)) == set()


def test_what_expires_leaves_its_feeds_and_nothing_is_read(room: Newsroom, reads: list[str]) -> None:
    room.article("arts/six.md", title="Six", expires="2024-02-01T13:00:00Z")
    room.build()
    reads.clear()
    assert room.changes(NOW + timedelta(minutes=59)) == set()
    assert room.changes(NOW + timedelta(hours=1)) == {"", "arts"}
    assert room.titles("arts") == ["Five"]
    assert reads == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("  age: 30\n", {"", "news"}),
        ("sections:\n  news: {age: 30}\n", {"news"}),
        ("sections:\n  arts: {age: 30}\n", set()),
    ],
)
def test_what_is_too_old_leaves_the_feeds_that_say_so(
    room: Newsroom, reads: list[str], settings: str, expected: set[str]
) -> None:
    room.settings(settings)
    room.build()
    reads.clear()
    assert room.changes(datetime(2024, 2, 5, tzinfo=UTC)) == set()
    room.build(datetime(2024, 2, 9, 0, 0, 1, tzinfo=UTC))
    assert ("One" in room.titles("news")) is ("news" not in expected)
    assert reads == []


def test_a_limit_by_age_lets_one_article_go_at_its_second(room: Newsroom) -> None:
    room.settings("  age: 30\n")
    room.build()
    limit = datetime(2024, 2, 9, tzinfo=UTC)
    room.build(limit)
    assert room.titles() == ["One"]
    assert room.changes(limit + timedelta(seconds=1)) == {"", "news"}
    assert room.titles() == []


def test_a_clock_that_jumps_back_hides_what_is_not_public_yet_and_forward_shows_it_as_it_was(
    room: Newsroom,
) -> None:
    room.article("arts/six.md", title="Six", date="2024-02-01T13:00:00Z")
    room.article("arts/gone.md", title="Gone", expires="2024-02-01T13:00:00Z")
    later = NOW + timedelta(hours=2)
    room.build(later)
    before = {name: json.loads(room.bytes(name))["items"] for name in ("feed.json", "arts/feed.json")}
    assert room.titles("arts") == ["Six", "Five"]
    room.build(NOW)
    assert room.titles("arts") == ["Gone", "Five"]
    assert room.changes(NOW) == set()
    room.build(later)
    assert {name: json.loads(room.bytes(name))["items"] for name in before} == before


def test_an_edit_while_the_clock_is_behind_is_published(room: Newsroom) -> None:
    room.article("news/one.md", title="Changed")
    assert room.changes(NOW - timedelta(days=3)) == {"", "news"}
    assert room.first()["title"] == "Changed"
    assert room.changes(NOW) == set()


# Settings and section files


def test_a_comment_in_config_changes_nothing(room: Newsroom) -> None:
    room.settings("# A comment.\n")
    assert room.changes() == set()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("  ttl: 30\n", {"rss.xml"}),
        ("sections:\n  news/us: {title: America}\n", None),
    ],
)
def test_a_changed_config_changes_what_it_reaches(
    room: Newsroom, settings: str, expected: set[str] | None
) -> None:
    room.settings(settings)
    report = room.build()
    if expected is not None:
        assert {name.rpartition("/")[2] for name in report.changed} == expected
        assert len(report.changed) == len(ALL)
    else:
        # The section's own feeds, those that carry its articles (which name it as a category), and
        # the pages of the sections below it, which name it as the way to them.
        changed_in = {name.rpartition("/")[0] for name in report.changed}
        assert changed_in == {"", "news", "news/us", "news/us/ohio"}
    assert room.changes() == set()


def test_another_sites_title_is_in_every_feed(room: Newsroom) -> None:
    room.configure(CONFIG.replace("The Test Post", "The Other Post"))
    assert room.changes() == ALL


def test_a_config_that_breaks_leaves_everything_and_its_mending_costs_nothing(room: Newsroom) -> None:
    before = marks(room)
    room.configure("site: [")
    with pytest.raises(ConfigError):
        room.build()
    room.configure(CONFIG)
    assert room.changes() == set()
    assert changed(before, marks(room)) == set()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("news/us/_section.yaml", "title: America\n", {"", "news", "news/us", "news/us/ohio"}),
        ("news/us/_section.yaml", "entries: 1\n", {"news/us"}),
        ("news/us/_section.yaml", "language: es\n", {"", "news", "news/us", "news/us/ohio"}),
        ("sport/_section.yaml", "title: Games\n", {"", "sport"}),
        ("sport/_section.yaml", "# The same.\ntitle: Sports\n", set()),
        ("sport/_section.yaml", "title: Sports\ndescription: All of it.\n", {"", "sport"}),
        ("comment/_section.yaml", "title: Comment\n", {"", "comment"}),
    ],
)
def test_a_section_file_changes_what_it_reaches(
    room: Newsroom, reads: list[str], path: str, text: str, expected: set[str]
) -> None:
    room.write(path, text)
    assert room.changes() == expected
    assert {name for name in reads if not name.startswith(path.rpartition("/")[0])} == set()
    reads.clear()
    assert room.changes() == set()
    assert reads == []


def test_a_section_file_that_goes_takes_its_words_along(room: Newsroom) -> None:
    room.content.joinpath("sport/_section.yaml").unlink()
    assert room.changes() == {"", "sport"}
    assert room.json("sport")["title"].startswith("Sport –")


def test_a_broken_section_file_is_reported_until_it_is_mended(room: Newsroom) -> None:
    room.write("sport/_section.yaml", "title: [\n")
    for _ in range(3):
        before = marks(room)
        assert [error.path for error in room.build().rejected] == ["content/sport/_section.yaml"]
        assert changed(before, marks(room)) == set()
    room.write("sport/_section.yaml", "title: Games\n")
    assert room.changes() == {"", "sport"}
    assert room.build().rejected == []


# Pictures


def test_a_replaced_picture_is_a_new_url(room: Newsroom, reads: list[str]) -> None:
    before = room.first("news/us")["image"]
    room.write("news/us/a.png", picture("PNG", 44, 33))
    assert room.changes() == {"", "news", "news/us"}
    assert set(reads) == {"news/us/two.md"}
    after = room.first("news/us")["image"]
    assert after != before
    for url in (before, after):
        assert (room.feeds / url.removeprefix("https://feeds.example.org/")).is_file()


def test_a_picture_with_the_same_bytes_changes_nothing(room: Newsroom) -> None:
    file = room.content / "news/us/a.png"
    data = file.read_bytes()
    file.unlink()
    room.write("news/us/a.png", data)
    assert room.changes() == set()


def test_a_removed_picture_leaves_the_entry_and_comes_back(room: Newsroom) -> None:
    before = room.first("news/us")
    data = room.content.joinpath("news/us/a.png").read_bytes()
    room.content.joinpath("news/us/a.png").unlink()
    report = room.build()
    assert [warning.path for warning in report.warnings] == ["content/news/us/two.md"]
    assert "image" not in room.first("news/us")
    assert room.changes() == set()
    room.write("news/us/a.png", data)
    assert room.changes() == {"", "news", "news/us"}
    assert room.first("news/us") == before


@pytest.mark.parametrize(
    "body", ["![Late](late.png)", '<img src="late%20r.png" alt="">'], ids=["late.png", "late r.png"]
)
def test_a_picture_that_comes_after_its_article_is_shown(room: Newsroom, body: str) -> None:
    room.article("arts/five.md", body, title="Five", date="2024-01-06")
    room.build()
    room.write("arts/late r.png" if "%20" in body else "arts/late.png", picture("PNG", 9, 9))
    assert room.changes() == {"", "arts"}
    assert "https://feeds.example.org/media/" in room.first("arts")["content_html"]


@pytest.mark.parametrize(
    ("config", "reached"),
    [
        (CONFIG.replace("feeds:", "  icon: /icon.png\nfeeds:"), ALL),
        (CONFIG.replace("feeds:", "  logo: /icon.png\nfeeds:"), ALL),
    ],
    ids=["icon", "logo"],
)
def test_the_sites_picture_is_followed(room: Newsroom, config: str, reached: set[str]) -> None:
    room.configure(config)
    assert room.build().warnings != []
    for size in (8, 16):
        room.write("icon.png", picture("PNG", size, size))
        assert room.changes() == reached
        assert room.changes() == set()
    room.content.joinpath("icon.png").unlink()
    assert room.changes() == reached


def test_the_sites_picture_is_followed_where_there_are_no_articles_yet(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    for name in ("a.png", "b.png"):
        room.write(name, picture("PNG", 40, 30))
        room.configure(CONFIG.replace("feeds:", f"  icon: {name}\nfeeds:"))
        room.build()
    with contextlib.closing(sqlite3.connect(room.root / ".feedwright/catalog.sqlite")) as db:
        assert db.execute("SELECT owner, file FROM medium").fetchall() == [("feed:", "b.png")]


def test_a_sections_picture_is_followed(room: Newsroom) -> None:
    room.write("sport/_section.yaml", "title: Sports\nimage: s.png\n")
    room.build()
    for size in (8, 16):
        room.write("sport/s.png", picture("PNG", size, size))
        assert room.changes() == {"sport"}
    room.content.joinpath("sport/s.png").unlink()
    assert room.changes() == {"sport"}


# What is broken

BROKEN = "---\ntitle: [unclosed\n---\nx\n"


def test_a_broken_edit_is_reported_at_every_run_until_it_is_mended(room: Newsroom, reads: list[str]) -> None:
    room.write("news/one.md", BROKEN)
    for hours in range(3):
        before = marks(room)
        report = room.build(NOW + timedelta(hours=hours))
        assert [error.path for error in report.rejected] == ["content/news/one.md"]
        assert changed(before, marks(room)) == set()
    assert set(reads) == {"news/one.md"}
    room.article("news/one.md", title="Mended")
    assert room.changes() == {"", "news"}
    assert room.first()["title"] == "Mended"
    assert room.build().rejected == []


def test_a_broken_edit_that_is_taken_back_leaves_no_trace(room: Newsroom) -> None:
    before = marks(room)
    text = room.content.joinpath("news/one.md").read_bytes()
    room.write("news/one.md", BROKEN)
    room.build()
    room.write("news/one.md", text)
    report = room.build()
    assert (report.rejected, changed(before, marks(room))) == ([], set())


def _new_title(room: Newsroom) -> None:
    room.configure(CONFIG.replace("The Test Post", "The Other Post"))


WHILE_BROKEN: dict[str, Callable[[Newsroom], object]] = {
    "config": _new_title,
    "section file": lambda room: room.write("news/_section.yaml", "title: Newest\n"),
    "another article": lambda room: room.article("news/us/two.md", title="Changed", date="2024-01-09"),
    "its feed is deleted": lambda room: (room.feeds / "news/rss.xml").unlink(),
}


@pytest.mark.parametrize("change", WHILE_BROKEN.values(), ids=WHILE_BROKEN)
@pytest.mark.parametrize("at_once", [True, False])
def test_the_last_good_version_outlives_other_changes(
    room: Newsroom, change: Callable[[Newsroom], object], at_once: bool
) -> None:
    room.write("news/one.md", BROKEN)
    if not at_once:
        room.build()
    change(room)
    report = room.build()
    assert report.changed != []
    assert [error.path for error in report.rejected] == ["content/news/one.md"]
    assert "One" in room.titles("news")


def test_what_is_rejected_for_its_id_keeps_its_last_good_version_when_everything_is_made_anew(
    room: Newsroom,
) -> None:
    room.article("arts/five.md", title="Five", date="2024-01-06", id="urn:x:5")
    room.build()
    room.article("news/one.md", title="Not good", id="urn:x:5")
    assert len(room.build().rejected) == 1
    _new_title(room)
    assert len(room.build().rejected) == 1
    assert room.titles("news")[0] == "One"


def test_a_broken_article_that_is_deleted_goes(room: Newsroom) -> None:
    room.write("news/one.md", BROKEN)
    room.build()
    room.content.joinpath("news/one.md").unlink()
    assert room.changes() == {"", "news"}
    assert room.build().rejected == []


def test_a_broken_article_that_is_renamed_comes_back_as_it_was(room: Newsroom) -> None:
    before = room.first()
    text = room.content.joinpath("news/one.md").read_bytes()
    room.write("news/one.md", BROKEN)
    room.build()
    room.content.joinpath("news/one.md").rename(room.content / "news/uno.md")
    assert [error.path for error in room.build().rejected] == ["content/news/uno.md"]
    room.write("news/uno.md", text)
    room.build()
    assert room.first()["id"] == before["id"]
    assert room.first()["date_modified"] == before["date_modified"]


def test_a_file_that_cannot_be_looked_at_and_then_goes_takes_its_article_along(room: Newsroom) -> None:
    file = room.content / "news/one.md"
    file.unlink()
    file.symlink_to("nowhere.md")
    assert [error.path for error in room.build().rejected] == ["content/news/one.md"]
    assert "One" in room.titles("news")
    file.unlink()
    assert room.build().rejected == []
    assert "One" not in room.titles("news")


def test_a_file_that_goes_away_under_the_walk_is_reported_and_the_others_go_on(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last good version stays until a run has seen that it is gone."""
    gone = room.article("news/six.md", title="Six")
    room.build()
    look = tree._Walk._sort_entries

    def slowly(walk: tree._Walk, entries: Any, folder: str, *found: Any) -> None:
        entries = list(entries)
        if folder == "news":
            gone.unlink()
        look(walk, iter(entries), folder, *found)

    room.article("news/seven.md", title="Seven")
    with monkeypatch.context() as patch:
        patch.setattr(tree._Walk, "_sort_entries", slowly)
        (error,) = room.build().rejected
    assert str(error) == "content/news/six.md: found one that disappeared during the scan, expected a file"
    assert {"Six", "Seven"} <= set(room.titles("news"))
    assert room.build().rejected == []
    assert "Six" not in room.titles("news")


@pytest.mark.parametrize("command", [["status"], ["discovery"], ["build", "--dry-run"]])
def test_who_looks_while_a_first_run_has_the_catalog_to_itself_is_told_so_at_once(
    tmp_path: Path, command: list[str]
) -> None:
    room = Newsroom(tmp_path)
    room.article("news/one.md", title="One")
    (room.root / ".feedwright").mkdir()
    with contextlib.closing(open_tables(room.root / ".feedwright/catalog.sqlite")) as first:
        first.execute("COMMIT")
        first.execute("BEGIN EXCLUSIVE")
        result = CliRunner().invoke(main, [*command, "-c", str(room.config)])
    assert result.exit_code == 75
    assert "is in use, as it is while a first run writes it" in result.stderr


@pytest.mark.parametrize("keys", [{"id": "urn:x:1"}, {"slug": "same"}])
def test_what_has_anothers_id_is_published_once_the_other_goes(room: Newsroom, keys: dict[str, str]) -> None:
    first = room.article("arts/a.md", title="First", **keys)
    room.build()
    room.article("arts/b.md", title="Second", **keys)
    for _ in range(2):
        assert [error.path for error in room.build().rejected] == ["content/arts/b.md"]
        assert room.titles("arts") == ["First", "Five"]
    first.unlink()
    assert room.build().rejected == []
    assert room.titles("arts") == ["Second", "Five"]


def test_what_has_anothers_id_is_published_once_the_other_has_its_own(room: Newsroom) -> None:
    room.article("arts/a.md", title="First", id="urn:x:1")
    room.article("arts/b.md", title="Second", id="urn:x:1")
    assert len(room.build().rejected) == 1
    room.article("arts/a.md", title="First", id="urn:x:2")
    assert room.build().rejected == []
    assert set(room.titles("arts")) == {"First", "Second", "Five"}


# feeds/ itself


def test_a_deleted_feed_is_made_good(room: Newsroom, reads: list[str]) -> None:
    before = files(room.feeds)
    (room.feeds / "news/us/atom.xml").unlink()
    assert room.build().changed == ["news/us/atom.xml"]
    assert files(room.feeds) == before
    assert reads == []


@pytest.mark.parametrize("folder", ["feeds/news", "feeds"])
def test_a_deleted_folder_is_made_good(room: Newsroom, folder: str) -> None:
    before = files(room.feeds)
    shutil.rmtree(room.root / folder)
    room.build()
    assert files(room.feeds) == before


@pytest.mark.parametrize(
    "damage",
    [lambda file: file.unlink(), lambda file: file.write_bytes(b"")],
    ids=["deleted", "emptied"],
)
def test_a_picture_lost_from_feeds_is_made_good(room: Newsroom, damage: Callable[[Path], object]) -> None:
    before = files(room.feeds)
    (file,) = (room.feeds / "media").rglob("*.png")
    damage(file)
    room.build()
    assert files(room.feeds) == before


@pytest.mark.parametrize("data", [b"", b"<rss/>", None], ids=["emptied", "replaced", "edited"])
def test_an_edited_feed_is_made_good(room: Newsroom, data: bytes | None) -> None:
    before = files(room.feeds)
    file = room.feeds / "news/rss.xml"
    file.write_bytes(file.read_bytes().replace(b"One", b"Eno") if data is None else data)
    assert room.build().changed == ["news/rss.xml"]
    assert files(room.feeds) == before
    assert room.changes() == set()


def test_feeds_that_are_a_fresh_checkout_are_left_alone(room: Newsroom) -> None:
    for file in room.feeds.rglob("*.*"):
        os.utime(file, (NOW.timestamp() - 900, NOW.timestamp() - 900))
    assert room.changes() == set()
    assert room.changes() == set()


def test_foreign_files_in_feeds_stay(room: Newsroom) -> None:
    for name in ("robots.txt", "news/.htaccess", "news/logo.png"):
        (room.feeds / name).write_text("mine")
    room.article("news/one.md", title="Changed")
    room.build()
    assert {(room.feeds / name).read_text() for name in ("robots.txt", "news/.htaccess")} == {"mine"}


def test_an_edit_is_noticed_that_changes_neither_length_nor_time(room: Newsroom) -> None:
    """The clock of the file system stands still for a moment, and an editor may save twice within it."""
    file = room.content / "news/one.md"
    for word in ("Early", "Later"):
        room.article("news/one.md", word, title="One")
        # Later than any run, however long this one takes to begin.
        os.utime(file, (4_000_000_000, 4_000_000_000))
        room.build()
        assert word in room.json("news")["items"][0]["content_html"]


@pytest.mark.parametrize(("seconds", "is_noticed"), [(1.9, True), (2.1, False)])
def test_a_file_that_changed_less_than_two_seconds_before_a_run_is_read_by_the_next_one(
    seconds: float, is_noticed: bool, room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems tell time in steps of two seconds."""
    clock, write_holder = 3_000_000_000 * 10**9, lock._write_holder

    def write_at_that_time(handle: int, folder: Path, now: datetime) -> None:
        write_holder(handle, folder, now)
        os.utime(handle, ns=(clock, clock))

    monkeypatch.setattr(lock, "_write_holder", write_at_that_time)
    changed = clock - round(seconds * 10**9)
    for word in ("Early", "Later"):
        room.article("news/one.md", word, title="One")
        os.utime(room.content / "news/one.md", ns=(changed, changed))
        room.build()
    assert ("Later" in room.json("news")["items"][0]["content_html"]) == is_noticed


@pytest.mark.parametrize("memory_lost", [False, True])
def test_temporary_files_of_a_killed_run_are_swept(room: Newsroom, memory_lost: bool) -> None:
    (room.feeds / "news/.rss.xml.tmp").write_text("<rss>")
    if memory_lost:
        shutil.rmtree(room.root / ".feedwright")
    else:
        (room.root / ".feedwright/lock").write_text("process 1 on nowhere")
    room.build()
    assert not (room.feeds / "news/.rss.xml.tmp").exists()


# A catalog that is lost or damaged


def _history(room: Newsroom) -> None:
    """All that only the ledger knows: a moved, a corrected, a redated and a renamed article."""
    room.article("news/one.md", "Corrected.", title="One")
    move(room)
    room.build()
    room.article("news/us/two.md", title="Two", image="a.png", date="2024-01-15")
    room.content.joinpath("arts/five.md").rename(room.content / "arts/fifth.md")
    room.article("sport/later.md", title="Later", date="2024-03-01")
    room.article("sport/draft.md", title="Draft", draft="true")
    room.article("sport/old.md", title="Expired", expires="2024-01-30")
    room.build()
    entries = {item["title"]: item for item in room.json()["items"]}
    assert entries["One"]["date_modified"] > entries["One"]["date_published"]
    assert entries["Two"]["date_published"] == "2024-01-09T00:00:00Z"
    assert entries["Five"]["id"].endswith(":arts/five")
    assert entries["Three"]["id"].endswith(":news/us/ohio/three")


def test_an_article_is_in_the_feeds_it_names_as_soon_as_they_are_there(room: Newsroom) -> None:
    room.article("news/both.md", title="Both", date="2024-01-05", feeds="[news, business]")
    room.build()
    assert "Both" in room.titles("news")
    assert room.build().articles == 0
    room.article("business/first.md", title="First", date="2024-01-06")
    room.build()
    assert room.titles("business") == ["First", "Both"]
    assert room.changes() == set()
    shutil.rmtree(room.content / "business")
    room.build()
    assert room.titles("business") == []
    assert room.changes() == set()


def _in_the_middle(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[: middle - 6000] + random.Random(1).randbytes(12000) + data[middle + 6000 :]


def _database(script: str) -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:")) as db:
        db.executescript(script)
        data = db.serialize()
    # With a log (WAL) already, so that whoever opens it changes nothing.
    return data[:18] + b"\2\2" + data[20:]


DAMAGE: dict[str, Callable[[bytes], bytes] | None] = {
    "deleted": None,
    "emptied": lambda data: b"",
    "zeroed": lambda data: bytes(len(data)),
    "first page zeroed": lambda data: bytes(4096) + data[4096:],
    "first page kept": lambda data: data[:4096],
    "cut to 5,000 bytes": lambda data: data[:5000],
    "cut to 10 bytes": lambda data: data[:10],
    "cut by half": lambda data: data[: len(data) // 2],
    "garbage": lambda data: random.Random(1).randbytes(len(data)),
    "text": lambda data: b"This is no database.\n",
    "garbage in the middle": _in_the_middle,
    "a database of somebody else's": lambda data: _database(
        f"CREATE TABLE x (y); PRAGMA user_version = {len(STEPS)}"
    ),
    "a version of nonsense": lambda data: data[:60] + b"\1" + data[61:],
    "the version of an older one": lambda data: data[:60] + (3).to_bytes(4, "big") + data[64:],
    "garbage after the first page": lambda data: data[:4096] + random.Random(2).randbytes(len(data) - 4096),
}


def _damage(room: Newsroom, name: str) -> bytes | None:
    """Damages the catalog; returns what is left of it, where that is worth keeping."""
    catalog, change = room.root / ".feedwright/catalog.sqlite", DAMAGE[name]
    if change is None:
        catalog.unlink()
        return None
    catalog.write_bytes(damaged := change(catalog.read_bytes()))
    return damaged or None


def _aside(room: Newsroom) -> list[bytes]:
    asides = (room.root / ".feedwright").glob("catalog.sqlite.damaged-*")
    return [file.read_bytes() for file in asides if not file.name.endswith(("-wal", "-shm"))]


@pytest.mark.parametrize("everything", [False, True], ids=["cron", "config changed"])
@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_catalog_is_set_aside_and_changes_no_feed(
    room: Newsroom, name: str, everything: bool
) -> None:
    _history(room)
    before = marks(room)
    kept = _damage(room, name)
    if everything:
        room.settings("# A comment.\n")
    report = room.build()
    assert report.rejected == []
    assert changed(before, marks(room)) == set()
    assert all(data == kept for data in _aside(room))
    assert len(_aside(room)) == sum("set aside" in str(notice) for notice in report.damaged)
    if name not in ("deleted", "emptied", "garbage in the middle"):
        assert _aside(room) == [kept]
    assert room.changes() == set()
    # The memory is whole again: what is known of the corrected article still counts.
    room.article("news/one.md", "Corrected again.", title="One")
    assert room.changes() == {"", "news"}


@pytest.mark.parametrize("formats", ["[rss]", "[atom]", "[json, atom]"])
def test_a_lost_catalog_forgets_no_feed_that_shows_nothing(tmp_path: Path, formats: str) -> None:
    room = Newsroom(tmp_path)
    room.settings(f"  formats: {formats}\n  also: [tags]\n  also_minimum: 1\n")
    room.article("news/one.md", title="One", tags="[x]")
    room.article("old/two.md", title="Two", tags="[y]")
    room.write("old/_section.yaml", "title: Old\n")
    room.build()
    room.article("news/one.md", title="One", tags="[y]")
    (room.content / "old/two.md").rename(room.content / "news/two.md")
    room.build(NOW + timedelta(days=1))
    shutil.rmtree(room.content / "old")
    room.build(NOW + timedelta(days=2))
    before = marks(room)
    assert {"tags/x", "old"} <= {str(Path(name).parent) for name in before}
    shutil.rmtree(room.root / ".feedwright")
    assert room.build(NOW + timedelta(days=3)).rejected == []
    assert changed(before, marks(room)) == set()


def test_a_tombstone_in_a_section_that_is_gone_ends_though_the_catalog_was_lost(room: Newsroom) -> None:
    shutil.rmtree(room.content / "arts")
    room.build(NOW + timedelta(days=1))
    shutil.rmtree(room.root / ".feedwright")
    room.build(NOW + timedelta(days=2))
    assert b"deleted-entry" in room.bytes("arts/atom.xml")
    room.build(NOW + timedelta(days=40))
    assert b"deleted-entry" not in room.bytes("arts/atom.xml")


@pytest.mark.parametrize("formats", ["[rss]", "[atom]", "[json]"])
def test_a_lost_catalog_is_made_anew_from_feeds_of_one_format(tmp_path: Path, formats: str) -> None:
    room = Newsroom(tmp_path)
    room.settings(f"  formats: {formats}\n")
    keep = room.article("news/one.md", title="One")
    room.article("news/two.md", title="Two", date="2024-01-09")
    room.build()
    room.article("news/two.md", title="Two, corrected", date="2024-01-12")
    room.content.joinpath("arts").mkdir()
    keep.rename(room.content / "arts/other.md")
    room.build()
    before = marks(room)
    assert not any(len(set(name.split("/")) & {"rss.xml", "atom.xml", "feed.json"}) > 1 for name in before)
    shutil.rmtree(room.root / ".feedwright")
    assert room.build().rejected == []
    assert changed(before, marks(room)) == set()


@slow
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda page, number: random.Random(number).randbytes(4096), id="garbage"),
        pytest.param(lambda page, number: bytes(2048) + page[2048:], id="first half zeroed"),
    ],
)
def test_any_page_of_the_catalog_may_be_spoiled(room: Newsroom, spoil: Callable[[bytes, int], bytes]) -> None:
    """Also where SQLite itself notices nothing, because the page holds nothing but somebody's text."""
    _history(room)
    room.article("arts/long.md", "Much to say. " * 2000, title="Long", date="2024-01-02")
    room.build()
    before = marks(room)
    catalog = room.root / ".feedwright/catalog.sqlite"
    good = catalog.read_bytes()
    failed: dict[int, str] = {}
    for page in range(0, len(good), 4096):
        for file in catalog.parent.glob("catalog.sqlite*"):
            file.unlink()
        catalog.write_bytes(good[:page] + spoil(good[page : page + 4096], page) + good[page + 4096 :])
        room.settings(f"# {page}\n")
        try:
            report = room.build(NOW + timedelta(seconds=page))
        except Exception as fault:
            failed[page // 4096] = repr(fault)
            continue
        wrong = [name for name, mark in marks(room).items() if mark.data != before[name].data]
        if wrong or report.rejected:
            failed[page // 4096] = f"{wrong} {report.rejected}"
        for name, mark in before.items():
            (room.feeds / name).write_bytes(mark.data)
    assert failed == {}


def test_rows_that_hold_nothing_are_damage(room: Newsroom) -> None:
    """Zeros in a page are nothing that SQLite notices, but rows without what they must have are found."""
    _history(room)
    before = marks(room)
    catalog = room.root / ".feedwright/catalog.sqlite"
    with contextlib.closing(sqlite3.connect(catalog)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'last_run'").fetchone()
    good = catalog.read_bytes()
    catalog.write_bytes(good[: page * 4096 - 2048] + bytes(2048) + good[page * 4096 :])
    (notice,) = room.build().damaged
    assert "it was set aside, and made anew" in str(notice)
    assert changed(before, marks(room)) == set()
    assert room.changes() == set()


def test_a_fault_of_the_program_is_not_taken_for_damage(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedwright.pipeline.from_files.find_changes", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        room.build()
    assert _aside(room) == []


def test_cron_mails_that_a_catalog_was_damaged(room: Newsroom) -> None:
    _damage(room, "text")
    result = CliRunner().invoke(main, ["build", "--quiet", "-c", str(room.config), "--now", NOW.isoformat()])
    assert result.exit_code == 0
    assert result.stderr.startswith("damaged: ")
    assert "it was set aside, and made anew from content/ and feeds/" in result.stderr


def test_a_damaged_catalog_with_its_log_is_set_aside_whole(room: Newsroom) -> None:
    _history(room)
    before = marks(room)
    catalog = room.root / ".feedwright/catalog.sqlite"
    kept = _damage(room, "garbage")
    log = catalog.with_name("catalog.sqlite-wal")
    log.write_bytes(b"a log")
    room.build()
    assert changed(before, marks(room)) == set()
    assert kept in _aside(room)
    assert room.changes() == set()


def test_two_catalogs_set_aside_in_one_second_are_both_kept(room: Newsroom) -> None:
    kept = []
    for name in ("garbage", "text"):
        kept.append(_damage(room, name))
        room.build()
    assert sorted(_aside(room)) == sorted(data for data in kept if data)


def test_a_lost_catalog_finds_articles_apart_that_share_a_url(tmp_path: Path) -> None:
    """A weekly column, say, whose permalink has no date in it."""
    room = Newsroom(tmp_path)
    for name, day in (("a", "19"), ("b", "12"), ("c", "15")):
        room.article(f"news/{name}.md", title=f"Column {name}", date=f"2024-01-{day}", slug="column")
    room.build()
    before = marks(room)
    shutil.rmtree(room.root / ".feedwright")
    assert room.build().rejected == []
    assert changed(before, marks(room)) == set()


def test_a_lost_catalog_believes_the_newest_feed(tmp_path: Path) -> None:
    """feed.json stays where it is when config.yaml asks for it no more, and grows old."""
    room = Newsroom(tmp_path)
    room.article("news/one.md", title="One")
    room.build()
    room.settings("  formats: [rss, atom]\n")
    room.article("news/one.md", "Corrected.", title="One")
    room.build()
    before = marks(room)
    shutil.rmtree(room.root / ".feedwright")
    room.build()
    assert changed(before, marks(room)) == set()


FOREIGN: dict[str, tuple[str, bytes, bytes]] = {
    "atom without a link": ("atom.xml", b'rel="alternate"', b'rel="related"'),
    "atom without an id": ("atom.xml", b"<id>tag:", b"<id/><x>tag:"),
    "rss without a guid": ("rss.xml", b"guid", b"griddle"),
    "rss without a date": ("rss.xml", b"pubDate", b"pudding"),
    "json without an id": ("feed.json", b'"id":', b'"idea":'),
    "json with an odd date": ("feed.json", b'"date_published": "', b'"date_published": "on '),
    "json that is a list": ("feed.json", b"{", b"[{"),
    "json so deep": ("feed.json", b"{", b"[" * 100_000),
    "xml with entities": ("rss.xml", b"<rss", b'<!DOCTYPE rss [<!ENTITY a "b">]><rss'),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_lost_catalog_passes_over_feeds_that_somebody_spoiled(tmp_path: Path, name: str) -> None:
    file, old, new = FOREIGN[name]
    room = Newsroom(tmp_path)
    room.settings(f"  formats: [{ {'atom.xml': 'atom', 'rss.xml': 'rss'}.get(file, 'json') }]\n")
    room.article("news/one.md", title="One")
    room.build()
    before = files(room.feeds)
    for spoiled in room.feeds.rglob(file):
        data = spoiled.read_bytes()
        spoiled.write_bytes(data.replace(old, new, 1 if old == b"{" else -1))
        assert spoiled.read_bytes() != data
    shutil.rmtree(room.root / ".feedwright")
    assert room.build().rejected == []
    assert files(room.feeds) == before


OLDER = {
    # Today's placements have an article's number in place of its id and path.
    "placement": """SELECT placed.section, placed.published, id, path, article, inherited, placed.expires
        FROM new.placement AS placed JOIN new.article ON number = article""",
    "ledger": """SELECT sequence, id, path, slug, date(day + 1721424.5) AS day, digest, fingerprint,
        published, updated FROM new.ledger""",
    "article": """SELECT number, path, id, section, published, expires,
        ifnull(placed, packed_usual(section)) AS placed FROM new.article""",
    "whole": """SELECT CASE name WHEN 'shared_files' THEN 'files' WHEN 'orphans' THEN 'kept'
            WHEN 'topic_lists' THEN 'lists' WHEN 'known_sections' THEN 'sections' ELSE name END AS name, value
        FROM new.named_value WHERE name NOT LIKE 'media%'
        UNION ALL SELECT 'media cleaned', CAST('yes' AS BLOB)""",
    "told": "SELECT * FROM new.shown_url",
    "unshown_medium": "SELECT * FROM new.unreferenced_medium",
    "named": "SELECT * FROM new.named_section",
    "moment": "SELECT * FROM new.update_due",
}
"""Today's rows as older programs had them, by the tables' names then."""
WITH_DAYS_AS_NUMBERS = 15
"""Since this version, `ledger.day` is a number."""


def make_older(catalog: Path, version: int) -> None:
    """Has a catalog be as an older program made it."""
    new = catalog.rename(catalog.with_name("new.sqlite"))
    with contextlib.closing(sqlite3.connect(catalog)) as db:
        db.create_function("packed_usual", 1, lambda section: PLACED.pack(unpack_placed(section, None)))
        db.executescript("".join(STEPS[:version]) + f"PRAGMA user_version = {version}")
        db.execute("ATTACH ? AS new", (str(new),))
        for (table,) in db.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            has_todays_rows = version >= WITH_DAYS_AS_NUMBERS and table == "ledger"
            same = f"SELECT * FROM new.{table}"
            rows = same if has_todays_rows else OLDER.get(table, same)
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM ({rows})")
        db.commit()


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_catalog_of_an_older_feedwright_is_brought_up_to_date(room: Newsroom, version: int) -> None:
    catalog = room.root / ".feedwright/catalog.sqlite"
    before = marks(room)
    make_older(catalog, version)
    report = room.build()
    assert (report.articles, report.changed, report.warnings) == (0, [], [])
    assert changed(before, marks(room)) == set()
    room.article("news/one.md", title="Changed")
    assert room.build().changed != []
    with contextlib.closing(sqlite3.connect(catalog)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(STEPS),)


def test_a_first_build_leaves_every_index(room: Newsroom, tmp_path: Path) -> None:
    """They are left out until all articles are there."""

    def schema(catalog: Path) -> dict[str, str]:
        with contextlib.closing(sqlite3.connect(catalog)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return dict(db.execute("SELECT name, sql FROM sqlite_schema"))

    with contextlib.closing(open_tables(tmp_path / "empty.sqlite")) as empty:
        empty.commit()
    assert schema(room.root / ".feedwright/catalog.sqlite") == schema(tmp_path / "empty.sqlite")


def test_entries_of_a_large_catalog_are_compressed_and_feeds_do_not_change(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(room.feeds)
    monkeypatch.setattr("feedwright.catalog.store.LARGE", 0)
    shutil.rmtree(room.root / ".feedwright")
    room.build()
    with contextlib.closing(sqlite3.connect(room.root / ".feedwright/catalog.sqlite")) as db:
        assert {body[:1] for (body,) in db.execute("SELECT body FROM entry")} == {b"\x78"}
    assert files(room.feeds) == before
    room.article("news/one.md", title="One, corrected")
    room.build()
    assert room.titles()[0] == "One, corrected"
    (room.content / "news/us/two.md").unlink()
    assert "Two" not in [room.build(), *room.titles()]


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_who_only_looks_at_an_older_catalog_leaves_it_as_it_is(room: Newsroom, version: int) -> None:
    catalog = room.root / ".feedwright/catalog.sqlite"
    now = feedwright.status(room.config, now=NOW)
    make_older(catalog, version)
    before = files(catalog.parent)
    assert feedwright.status(room.config, now=NOW) == now
    assert files(catalog.parent) == before


def test_who_only_looks_waits_for_no_run_that_writes(room: Newsroom) -> None:
    path = room.root / ".feedwright/catalog.sqlite"
    with Catalog(path), Catalog(path, reader=True) as reader:
        assert not reader.ledger.is_new


def test_a_catalog_that_could_not_be_opened_is_let_go(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = room.root / ".feedwright/catalog.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr("feedwright.catalog.store.Archives", lambda db: db.execute("SELECT 1 FROM nowhere"))
        with pytest.raises(CatalogError, match="no such table: nowhere") as caught:
            Catalog(path)
    with contextlib.closing(sqlite3.connect(path, timeout=0)) as db:
        db.execute("BEGIN IMMEDIATE")
    assert caught.value is not None


def test_a_catalog_of_a_newer_feedwright_is_refused_and_not_touched(room: Newsroom) -> None:
    catalog = room.root / ".feedwright/catalog.sqlite"
    db = sqlite3.connect(catalog)
    db.execute("PRAGMA user_version = 999")
    db.close()
    kept, before = catalog.read_bytes(), marks(room)
    room.article("news/one.md", title="Changed")
    with pytest.raises(ConfigError, match=r"catalog\.sqlite: found a catalog of a newer feedwright"):
        room.build()
    for command in ("build", "status"):
        result = CliRunner().invoke(main, [command, "-c", str(room.config)])
        assert result.exit_code == 2
        assert "newer feedwright" in result.stderr
    assert catalog.read_bytes() == kept
    assert changed(before, marks(room)) == set()
    assert _aside(room) == []


@pytest.mark.parametrize("name", ["garbage", "text", "first page kept"])
def test_status_of_a_damaged_catalog_is_an_error_in_words(room: Newsroom, name: str) -> None:
    kept = _damage(room, name)
    result = CliRunner().invoke(main, ["status", "-c", str(room.config)])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code not in (0, 1)
    assert "damaged" in result.stderr
    assert (room.root / ".feedwright/catalog.sqlite").read_bytes() == kept


@pytest.mark.parametrize("renamed", [False, True])
def test_a_crash_before_the_commit_costs_only_work(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, renamed: bool
) -> None:
    """Feeds are out, the catalog knows nothing of it: the next run comes to the same end."""
    move_and_edit(room)
    room.article("news/one.md", "Corrected.", title="One")
    room.article("news/new.md", title="New")

    class Crash(BaseException):
        pass

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr("feedwright.catalog.Catalog.record_run", crash)
        with pytest.raises(Crash):
            room.build()
    assert "New" in room.titles("news")
    before = marks(room)
    if not renamed:
        assert room.build(NOW + timedelta(minutes=1)).changed == []
        assert changed(before, marks(room)) == set()
        return
    known = {item["title"]: item["id"] for item in room.json()["items"]}
    (room.content / "news/new.md").rename(room.content / "news/better-name.md")
    room.build(NOW + timedelta(minutes=1))
    assert {item["title"]: item["id"] for item in room.json()["items"]} == known
    assert room.json("news")["items"][0]["url"] == "https://example.org/news/better-name/"


def test_what_python_makes_of_the_program_is_no_other_program(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print(1)\n")
    before = sources_token(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    # One that another run is just writing, gone before anybody can look at it.
    (tmp_path / "__pycache__" / "a.cpython-311.pyc.139921033048112").symlink_to("nothing")
    assert sources_token(tmp_path) == before
    (tmp_path / "a.py").write_text("print(1, 2)\n")
    assert sources_token(tmp_path) != before


# Any edits at all

SECTIONS = ("", "news/", "news/us/", "sport/", "arts/")


class Walk:
    """Random edits of a publication, and what its feeds should say after each build."""

    def __init__(self, root: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.root = root
        (root / "kept").mkdir()
        self.room = Newsroom(root / "kept")
        self.room.settings("  formats: [rss, json]\n  entries: 6\n")
        self.steps: list[str] = []
        self.number = 0
        self.good: dict[str, str] = {}
        self.trash: dict[str, str] = {}
        self.rendered: set[str] = set()
        self.ids: dict[str, tuple[str, str, str]] = {}
        self.now = NOW

    @property
    def articles(self) -> list[str]:
        content = self.room.content
        return sorted(file.relative_to(content).as_posix() for file in content.rglob("*.md"))

    def step(self) -> None:
        edits = [self.add, self.edit, self.edit, self.delete, self.restore, self.rename, self.move]
        edits += [self.draft, self.schedule, self.expire, self.break_, self.mend, self.bundle, self.touch]
        edits += [self.illustrate, self.describe, self.configure, self.spoil, self.rename_section]
        edit = self.random.choice(edits)
        if edit in (self.add, self.restore, self.describe, self.configure, self.spoil) or self.articles:
            self.steps.append(f"{edit.__name__} {edit() or ''}")

    def one(self) -> str:
        return self.random.choice(self.articles)

    def text(self, **keys: str) -> str:
        """A new article: its title is its own, its date too, so that there is one order."""
        self.number += 1
        # Dates go on in and out of order, some of them after the walk's clock.
        day = NOW + timedelta(hours=self.random.randrange(-2000, 40), seconds=self.number)
        keys = {"title": f"T{self.number:03}", "date": day.isoformat()} | keys
        return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n\nText.\n"

    def add(self) -> str:
        path = f"{self.random.choice(SECTIONS)}a{self.number + 1}.md"
        self.room.write(path, self.text())
        return path

    def change(self, path: str, change: Callable[[str], str]) -> str:
        self.room.write(path, change(self.room.content.joinpath(path).read_text()))
        return path

    def edit(self) -> str:
        return self.change(self.one(), lambda text: text + f"More {self.random.random()}.\n")

    def key(self, line: str) -> str:
        return self.change(self.one(), lambda text: text.replace("---\n", f"---\n{line}\n", 1))

    def unkeyed(self, text: str) -> str:
        marks = ("draft", "expires", "[broken")
        return "\n".join(line for line in text.split("\n") if not line.startswith(marks))

    def draft(self) -> str:
        return self.key("draft: true") if self.random.random() < 0.5 else self.mend()

    def expire(self) -> str:
        return self.change(
            self.one(),
            lambda text: self.unkeyed(text).replace(
                "---\n", f"---\nexpires: {self.now + timedelta(hours=self.random.randrange(1, 9))}\n", 1
            ),
        )

    def break_(self) -> str:
        """Breaks an article that readers have: nothing is kept of what no feed ever showed."""
        there = [path for path in self.articles if path in self.rendered]
        if not there:
            return "nothing"
        path = self.random.choice(there)
        return self.change(path, lambda text: text.replace("---\n", "---\n[broken\n", 1))

    def mend(self) -> str:
        return self.change(self.one(), self.unkeyed)

    def touch(self) -> str:
        return self.change(self.one(), lambda text: text)

    def schedule(self) -> str:
        path = f"{self.random.choice(SECTIONS)}a{self.number + 1}.md"
        self.room.write(
            path, self.text(date=(self.now + timedelta(hours=3, seconds=self.number)).isoformat())
        )
        return path

    def delete(self) -> str:
        path = self.one()
        file = self.room.content / path
        self.trash[self.name(path)] = file.read_text()
        file.unlink()
        return path

    def restore(self) -> str:
        if not self.trash:
            return "nothing"
        name = self.random.choice(sorted(self.trash))
        path = f"{self.random.choice(SECTIONS)}{name}.md"
        self.room.write(path, self.trash.pop(name))
        return path

    def shift(self, old: str, new: str) -> str:
        file = self.room.content / new
        file.parent.mkdir(parents=True, exist_ok=True)
        (self.room.content / old).rename(file)
        return f"{old} -> {new}"

    def rename(self) -> str:
        old = self.one()
        self.number += 1
        return self.shift(old, f"{self.folder(old)}a{self.number}r.md")

    def move(self) -> str:
        old = self.one()
        return self.shift(old, f"{self.random.choice(SECTIONS)}{self.name(old)}.md")

    def bundle(self) -> str:
        old = self.one()
        if old.endswith("/index.md"):
            return self.shift(old, f"{self.folder(old)}{self.name(old)}.md")
        return self.shift(old, old.removesuffix(".md") + "/index.md")

    def rename_section(self) -> str:
        # Two folders that change places: everything in both is somewhere else.
        content = self.room.content
        if not (content / "sport").is_dir() or not (content / "arts").is_dir():
            return "nothing"
        (content / "sport").rename(content / "moving")
        (content / "arts").rename(content / "sport")
        (content / "moving").rename(content / "arts")
        return "sport <-> arts"

    def illustrate(self) -> str:
        path = self.one()
        kind = self.random.choice(["name", "put", "take"])
        picture_file = self.room.content / "p.png"
        if kind == "name":
            self.change(path, lambda text: text + "\n![P](/p.png)\n")
        elif kind == "put":
            size = self.random.randrange(1, 9)
            self.room.write("p.png", picture("PNG", size, size))
        else:
            picture_file.unlink(missing_ok=True)
        return f"{kind} {path}"

    def describe(self) -> str:
        folder = self.random.choice(SECTIONS[1:])
        file = self.room.content / folder / "_section.yaml"
        if file.exists() and self.random.random() < 0.3:
            file.unlink()
        else:
            self.room.write(f"{folder}_section.yaml", f"title: Title {self.random.random()}\nlanguage: es\n")
        return folder

    def configure(self) -> str:
        self.room.settings(f"  formats: [rss, json]\n  entries: {self.random.randrange(3, 9)}\n")
        return "entries"

    def spoil(self) -> str:
        found = sorted(file for file in self.room.feeds.rglob("*.*") if file.is_file())
        if not found:
            return "nothing"
        file = self.random.choice(found)
        if self.random.random() < 0.5:
            file.unlink()
        else:
            file.write_bytes(b"spoilt")
        return str(file.relative_to(self.room.feeds))

    @staticmethod
    def name(path: str) -> str:
        return path.removesuffix("/index.md").removesuffix(".md").rpartition("/")[2]

    @staticmethod
    def folder(path: str) -> str:
        above, slash, _ = path.removesuffix("/index.md").removesuffix(".md").rpartition("/")
        return above + slash

    def remember_good(self) -> None:
        """A broken file counts as it last was good; what is gone or a draft is forgotten."""
        texts = {path: self.room.content.joinpath(path).read_text() for path in self.articles}
        kept = {
            path: self.good[path] for path, text in texts.items() if "\n[broken" in text and path in self.good
        }
        fine = {path: text for path, text in texts.items() if "\n[broken" not in text}
        self.good = kept | {path: text for path, text in fine.items() if "\ndraft: true" not in text}

    def build(self) -> Report:
        self.now += timedelta(minutes=self.random.randrange(-100, 300))
        self.remember_good()
        self.steps.append(f"build {self.now}")
        report = self.room.build(self.now)
        paths = {self.title(text): path for path, text in self.good.items()}
        for feed in self.room.feeds.rglob("feed.json"):
            self.rendered |= {paths[item["title"]] for item in json.loads(feed.read_bytes())["items"]}
        self.rendered &= set(self.good)
        return report

    def fresh(self) -> Newsroom:
        """The same publication, with all articles as they last were good, built from nothing."""
        shutil.rmtree(self.root / "fresh", ignore_errors=True)
        (self.root / "fresh").mkdir()
        made = Newsroom(self.root / "fresh")
        shutil.copytree(self.room.content, made.content, dirs_exist_ok=True)
        for path in self.articles:
            if path in self.good:
                made.write(path, self.good[path])
            else:
                made.content.joinpath(path).unlink()
        made.configure(self.room.config.read_text())
        made.build(self.now)
        return made

    def compare(self) -> None:
        fresh = self.fresh()
        broken = {
            self.title(self.good[path])
            for path in self.good
            if "\n[broken" in self.room.content.joinpath(path).read_text()
        }
        feeds = {file.parent.relative_to(fresh.feeds).as_posix() for file in fresh.feeds.rglob("feed.json")}
        for file in self.room.feeds.rglob("feed.json"):
            section = file.parent.relative_to(self.room.feeds).as_posix()
            kept = self.room.json(section)
            assert len({item["id"] for item in kept["items"]}) == len(kept["items"])
            assert self.room.rss(section).bozo == 0
            assert [one.title for one in self.room.rss(section).entries] == self.room.titles(section)
            if section in feeds:
                assert _alike(kept, broken) == _alike(fresh.json(section), broken), section
            else:
                assert kept["items"] == []
        assert feeds <= {
            file.parent.relative_to(self.room.feeds).as_posix() for file in self.room.feeds.rglob("feed.json")
        }
        for item in self.room.json()["items"]:
            media = item.get("content_html", "").partition("https://feeds.example.org/")[2].partition('"')[0]
            assert not media or (self.room.feeds / media).is_file()
        self.compare_ids()
        self.compare_counts()

    def compare_counts(self) -> None:
        """How many articles each section has is counted as they come and go."""
        with contextlib.closing(sqlite3.connect(self.room.root / ".feedwright/catalog.sqlite")) as db:
            counted = db.execute(
                """SELECT section, SUM(NOT inherited), SUM(inherited) FROM placement
                   GROUP BY section ORDER BY section"""
            ).fetchall()
            assert db.execute("SELECT * FROM placement_count ORDER BY section").fetchall() == counted

    def compare_ids(self) -> None:
        """An id stays where path, text or name did since the article was last seen in a feed."""
        paths = {self.title(text): path for path, text in self.good.items()}
        for item in self.room.json()["items"]:
            path = paths[item["title"]]
            now = (item["id"], path, self.good[path])
            then_id, then_path, then_text = self.ids.get(item["title"], now)
            name = self.name(path)
            if path == then_path or then_text == now[2] or name == self.name(then_path):
                assert now[0] == then_id, f"{path} was {then_path}"
            self.ids[item["title"]] = now

    @staticmethod
    def title(text: str) -> str:
        return text.partition("title: ")[2].partition("\n")[0]


def _alike(feed: Any, broken: set[str]) -> Any:
    """What two feeds should have in common; a broken article's entry stays as it was, so it knows less."""
    items = []
    for item in feed["items"]:
        left_out = {"id", "date_modified"}
        if item["title"] in broken:
            left_out = set(item) - {"title", "url", "date_published"}
        items.append({key: value for key, value in item.items() if key not in left_out})
    return feed | {"items": items}


@pytest.mark.parametrize("seed", range(100 if LONG else 2))
def test_any_edits_give_what_a_build_from_nothing_gives(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    for _ in range(8):
        walk.add()
    try:
        for _ in range(16):
            walk.build()
            walk.compare()
            for _ in range(walk.random.randrange(1, 6)):
                walk.step()
    except BaseException as fault:
        fault.add_note("\n".join(walk.steps))
        raise
