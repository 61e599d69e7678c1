"""The connection to a catalog's tables, on which rows may wait for others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from feedwright.catalog.tables import keep_in_memory, open_tables

_MOST_WAITING = 4_000

_INDEXED_LATER = ("ledger", "article")
"""The tables with a row for each article, whose indexes a first build makes last."""


class Database:
    """An open catalog's tables. Raises what SQLite does.

    What is to be `put` waits until there is much of it, which together costs half of what each row costs
    alone. Nobody notices: whatever else is asked or done comes after it.
    """

    def __init__(self, path: Path, *, reader: bool = False) -> None:
        self._db = open_tables(path, reader=reader)
        self._reader = reader
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        self._count = 0
        self._indexes: list[str] = []

    def index_later(self) -> None:
        """Has what is `put` into empty tables wait for its indexes until anything else is asked or done.

        Made of all rows at once, in their order, they take less time and two thirds of the room.
        """
        found = self._db.execute(
            f"""SELECT name, sql FROM sqlite_schema
                WHERE type = 'index' AND tbl_name IN {_INDEXED_LATER} AND sql IS NOT NULL"""
        ).fetchall()
        for name, sql in found:
            self._db.execute(f"DROP INDEX {name}")
            self._indexes.append(sql)
        # Placements are an index themselves. As long as there is this one, its name means it.
        self._db.execute("CREATE TEMP TABLE placement (section, published, article, inherited, expires)")

    def put(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Has `statement`, an INSERT or UPDATE, done with each of the rows, soon."""
        # Made first: to make them may take a question, which is answered after all that waits is done.
        made = list(rows)
        self._waiting.setdefault(statement, []).extend(made)
        self._count += len(made)
        if self._count >= _MOST_WAITING:
            self._flush()

    def execute(self, statement: str, values: tuple[Any, ...] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """As a connection does it."""
        self._do_all()
        return self._db.execute(statement, values)

    def executemany(
        self, statement: str, rows: Iterable[tuple[Any, ...]] | Iterable[Mapping[str, Any]]
    ) -> None:
        """As a connection does it."""
        self._do_all()
        self._db.executemany(statement, rows)

    def hold_little(self) -> None:
        """Has no more of the tables held in memory than questions about single rows want."""
        self._do_all()
        keep_in_memory(self._db, 4)

    def commit(self) -> None:
        """Makes all that was done durable; from the first time on the catalog has a log (WAL)."""
        self.execute("COMMIT")
        if self._reader:
            return
        with suppress(sqlite3.OperationalError):
            # Where somebody is looking just now, the next run does it.
            self._db.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Closes the connection; what is not committed is rolled back, and what waits is forgotten."""
        self._db.close()

    def _do_all(self) -> None:
        """Does what waits, and makes the indexes that were left out."""
        self._flush()
        if self._indexes:
            indexes, self._indexes = self._indexes, []
            self._db.execute(
                """INSERT INTO main.placement
                   SELECT * FROM temp.placement ORDER BY section, published DESC, article"""
            )
            self._db.execute("DROP TABLE temp.placement")
            for sql in indexes:
                self._db.execute(sql)

    def _flush(self) -> None:
        if self._count:
            waiting, self._waiting, self._count = self._waiting, {}, 0
            for statement, rows in waiting.items():
                self._db.executemany(statement, rows)
