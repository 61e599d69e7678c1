"""The same input gives the same bytes, and no reader ever sees a feed that is half written or missing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from lxml import etree

import feedwright
from conftest import LONG, NOW, Publication
from feedwright.cli import main
from feedwright.errors import FeedwrightError, PublishError
from media_files import picture, sound

REPOSITORY = Path(__file__).parents[1]
SAMPLE_NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
"""What `make feeds` says to `--now`."""


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


class Mark(NamedTuple):
    """What tells web servers and their caches that a file is another."""

    inode: int
    mtime_ns: int
    data: bytes


def marks(publication: Publication) -> dict[str, Mark]:
    found = {}
    for name, data in files(publication.feeds).items():
        stat = (publication.feeds / name).stat()
        found[name] = Mark(stat.st_ino, stat.st_mtime_ns, data)
    return found


def changed(before: dict[str, Mark], after: dict[str, Mark]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def fill(publication: Publication) -> None:
    """A few sections, with all kinds of things in them."""
    publication.article("news/one.md", tags="[z, y, x, a]", categories="[c, b]")
    publication.article("news/us/two.md", title="Two", date="2026-11-19", image="a.png")
    publication.write("news/us/a.png", picture("PNG", 40, 30))
    publication.article("sport/three.md", title="¿Tres?", date="2026-11-20T03:04:05", audio="s.wav")
    publication.write("sport/s.wav", sound(1))
    publication.article("日本/四.md", title="四", date="2026-11-18")
    publication.article("sport/later.md", date="2026-12-24")


# The sample publication


def test_the_repositorys_feeds_are_what_its_content_gives(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "content", tmp_path / "content")
    shutil.copy(REPOSITORY / "config.yaml", tmp_path)
    report = feedwright.build(tmp_path / "config.yaml", now=SAMPLE_NOW)
    assert report.rejected == []
    built, committed = files(tmp_path / "feeds"), files(REPOSITORY / "feeds")
    assert sorted(built) == sorted(committed)
    assert [name for name, data in built.items() if data != committed[name]] == []


# The same again


def test_a_second_build_touches_nothing(publication: Publication) -> None:
    fill(publication)
    publication.build()
    before = marks(publication)
    report = publication.build()
    assert report.changed == []
    assert changed(before, marks(publication)) == set()


def test_a_later_build_with_nothing_new_touches_nothing(publication: Publication) -> None:
    fill(publication)
    publication.build()
    before = marks(publication)
    # All that gets old is news.
    assert publication.build(NOW + timedelta(days=7)).changed == ["sitemap-news.xml"]
    assert changed(before, marks(publication)) == {"sitemap-news.xml"}
    assert publication.build(NOW + timedelta(days=14)).changed == []


def test_files_that_are_only_touched_change_nothing(publication: Publication) -> None:
    fill(publication)
    publication.build()
    before = marks(publication)
    for file in publication.content.rglob("*.*"):
        os.utime(file, (NOW.timestamp() - 60, NOW.timestamp() - 60))
    assert publication.build().changed == []
    assert changed(before, marks(publication)) == set()


def test_a_lost_catalog_does_not_change_what_was_never_edited(publication: Publication) -> None:
    fill(publication)
    publication.build()
    before = marks(publication)
    shutil.rmtree(publication.root / ".feedwright")
    assert publication.build().changed == []
    assert changed(before, marks(publication)) == set()


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
        {"TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "3"},
    ],
    ids=lambda environment: environment["TZ"],
)
def test_another_folder_locale_zone_and_hash_seed_give_the_same_bytes(
    publication: Publication, tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> None:
    fill(publication)
    publication.build()
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "with a blank"
    shutil.copytree(publication.content, elsewhere / "content")
    shutil.copy(publication.config, elsewhere)
    subprocess.run(
        [sys.executable, "-m", "feedwright", "build", "--now", NOW.isoformat()],
        cwd=elsewhere,
        env=os.environ | environment,
        check=True,
        capture_output=True,
    )
    assert files(elsewhere / "feeds") == files(publication.feeds)


def test_the_order_in_which_files_were_made_does_not_count(
    publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Publication(tmp_path_factory.mktemp("other"))
    names = [f"news/{letter}.md" for letter in "abcdef"]
    for name in names:
        publication.article(name, title=name)
    for name in reversed(names):
        other.article(name, title=name)
    publication.build()
    other.build()
    assert files(other.feeds) == files(publication.feeds)


# Only what changed


@pytest.mark.parametrize(
    ("path", "sections"),
    [
        ("news/us/two.md", ["", "news/", "news/us/"]),
        ("news/one.md", ["", "news/"]),
        ("日本/四.md", ["", "日本/"]),
    ],
)
def test_a_changed_article_changes_its_sections_feeds_and_its_ancestors(
    publication: Publication, path: str, sections: list[str]
) -> None:
    fill(publication)
    publication.build()
    before = marks(publication)
    publication.article(path, title="Changed")
    report = publication.build()
    names = ("rss.xml", "atom.xml", "feed.json", "index.html")
    expected = {section + name for section in sections for name in names}
    # Which has articles of the last two days.
    expected |= {"sitemap-news.xml"} if path == "news/one.md" else set()
    assert changed(before, marks(publication)) == expected == set(report.changed)


def test_an_article_beyond_the_limit_changes_no_feed(publication: Publication) -> None:
    publication.configure(publication.config.read_text() + "  entries: 1\n")
    publication.article("news/new.md", date="2026-11-20")
    publication.article("news/old.md", date="2026-11-01")
    publication.build()
    before = marks(publication)
    publication.article("news/old.md", date="2026-11-01", body="Changed.")
    assert publication.build().changed == []
    assert changed(before, marks(publication)) == set()


def test_a_moved_article_changes_the_feeds_of_both_sections(publication: Publication) -> None:
    fill(publication)
    publication.build()
    before = marks(publication)
    publication.content.joinpath("news/one.md").rename(publication.content / "sport/one.md")
    publication.build()
    sections = {name.rpartition("/")[0] for name in changed(before, marks(publication))}
    assert sections == {"", "news", "sport"}


# Replaced, whole


def test_a_replaced_files_mtime_is_later_even_within_one_second(publication: Publication) -> None:
    """A file of the same size and second looks unchanged to nginx, which then answers a stale 304."""
    mtimes = []
    for word in ("one", "two", "six"):
        publication.article(body=word, updated="2026-11-20T01:00:00Z")
        publication.build()
        mtimes.append((publication.feeds / "rss.xml").stat().st_mtime_ns)
    assert all(mtime % 1_000_000_000 == 0 for mtime in mtimes)
    assert mtimes == sorted(set(mtimes))
    assert mtimes[0] == NOW.timestamp() * 1_000_000_000


def test_the_clock_that_jumps_back_makes_no_file_older(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = (publication.feeds / "rss.xml").stat().st_mtime
    publication.article(body="Changed.")
    publication.build(NOW - timedelta(hours=3))
    assert (publication.feeds / "rss.xml").stat().st_mtime > before


def test_a_reader_never_sees_half_a_feed_or_none(publication: Publication) -> None:
    publication.configure(publication.config.read_text() + "  formats: [rss, json]\n")
    publication.article(body="Start. " * 2000)
    publication.build()
    stop, faults, reads = threading.Event(), list[BaseException](), 0

    def read() -> None:
        nonlocal reads
        while not stop.is_set():
            try:
                assert len(etree.fromstring(publication.bytes("news/rss.xml")).findall(".//item")) == 1
                assert len(json.loads(publication.bytes("news/feed.json"))["items"]) == 1
                reads += 1
            except BaseException as fault:
                faults.append(fault)
                return

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(200 if LONG else 50):
            publication.article(body=f"Number {number}. " * (1 + number % 7 * 300))
            publication.build()
    finally:
        stop.set()
        reader.join()
    assert faults == []
    assert reads > 20


def test_no_temporary_files_are_left(publication: Publication) -> None:
    fill(publication)
    publication.build()
    publication.article("news/one.md", title="Changed")
    publication.build()
    strange = {
        name for name in files(publication.feeds) if Path(name).name.startswith(".") or name.endswith(".tmp")
    }
    assert strange == set()


# A write that fails


@pytest.fixture
def full_disk(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """A publication with a feed and a newer article, and no more room on the disk."""
    publication.article()
    publication.build()
    publication.article(title="Changed")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", fail)
    return publication


def test_a_full_disk_leaves_the_old_feeds_and_says_so(full_disk: Publication) -> None:
    before = marks(full_disk)
    with pytest.raises(PublishError, match=r"/feeds/atom.xml: cannot be written: No space left on device$"):
        full_disk.build()
    assert changed(before, marks(full_disk)) == set()


def test_the_next_run_completes_what_a_full_disk_stopped(
    full_disk: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PublishError):
        full_disk.build()
    monkeypatch.undo()
    assert len(full_disk.build().changed) == 9
    assert full_disk.titles() == ["Changed"]


def test_a_full_disk_is_exit_code_74(full_disk: Publication) -> None:
    result = CliRunner().invoke(main, ["build", "-c", str(full_disk.config), "--now", NOW.isoformat()])
    assert result.exit_code == 74
    assert "No space left on device" in result.stderr
    assert result.stdout == ""


def test_a_file_where_the_folder_feeds_should_be_is_said(publication: Publication) -> None:
    publication.article()
    publication.feeds.write_text("mine")
    with pytest.raises(PublishError, match="cannot be written"):
        publication.build()
    assert publication.feeds.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = marks(publication)
    publication.article(title="Changed")
    publication.feeds.chmod(0o555)
    try:
        with pytest.raises(PublishError, match="Permission denied"):
            publication.build()
    finally:
        publication.feeds.chmod(0o755)
    assert changed(before, marks(publication)) == set()


@pytest.mark.parametrize("obstacle", [".feedwright", ".feedwright/catalog.sqlite"])
def test_a_memory_that_cannot_be_kept_is_said(publication: Publication, obstacle: str) -> None:
    publication.article()
    blocked = publication.root / obstacle
    if "/" in obstacle:
        blocked.mkdir(parents=True)
    else:
        blocked.write_text("mine")
    with pytest.raises(FeedwrightError, match=r"\.feedwright"):
        publication.build()
