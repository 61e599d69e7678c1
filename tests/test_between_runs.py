"""What time, pictures, mistakes and other programs change between two runs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conftest import CONFIG
from feedwright.catalog.tables import open_tables
from feedwright.cli import main
from feedwright.pipeline.run import lock
from feedwright.sources import tree
from media_files import picture
from newsroom import ALL, NOW, Newsroom
from newsroom import reads as reads
from newsroom import room as room
from test_same_bytes import changed, files, marks

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
