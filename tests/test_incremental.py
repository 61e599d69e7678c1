"""A run costs what changed since the one before, and gives what a run from nothing would."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import CONFIG
from feedwright.errors import ConfigError
from media_files import picture
from newsroom import ALL, NOW, Newsroom, move, move_and_edit, then
from newsroom import reads as reads
from newsroom import room as room
from test_same_bytes import changed, marks

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
