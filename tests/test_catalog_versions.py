"""A catalog of an older feedwright is brought up to date, one of a newer is left as it is."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

import feedwright
from feedwright.catalog import Catalog, CatalogError
from feedwright.catalog.placements import unpack_placed
from feedwright.catalog.steps import STEPS
from feedwright.catalog.tables import open_tables
from feedwright.catalog.values import PLACED
from feedwright.cli import main
from feedwright.errors import ConfigError
from newsroom import NOW, Newsroom, set_aside
from newsroom import reads as reads
from newsroom import room as room
from test_same_bytes import changed, files, marks

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
        assert "run that version, or rename the file, and it is made anew" in result.stderr
    assert catalog.read_bytes() == kept
    assert changed(before, marks(room)) == set()
    assert set_aside(room) == []
