"""A catalog that is lost or damaged is made anew from content/ and feeds/, and readers notice nothing."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import slow
from feedwright.catalog.steps import STEPS
from feedwright.cli import main
from feedwright.files import sources_token
from newsroom import NOW, Newsroom, move, move_and_edit, set_aside
from newsroom import reads as reads
from newsroom import room as room
from test_same_bytes import changed, files, marks


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
    assert all(data == kept for data in set_aside(room))
    assert len(set_aside(room)) == sum("set aside" in str(notice) for notice in report.damaged)
    if name not in ("deleted", "emptied", "garbage in the middle"):
        assert set_aside(room) == [kept]
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
    monkeypatch.setattr("feedwright.pipeline.source.files.find_changes", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        room.build()
    assert set_aside(room) == []


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
    assert kept in set_aside(room)
    assert room.changes() == set()


def test_two_catalogs_set_aside_in_one_second_are_both_kept(room: Newsroom) -> None:
    kept = []
    for name in ("garbage", "text"):
        kept.append(_damage(room, name))
        room.build()
    assert sorted(set_aside(room)) == sorted(data for data in kept if data)


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
