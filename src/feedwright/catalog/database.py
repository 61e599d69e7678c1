"""The connection to a catalog's tables, which collects rows and writes them together."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from feedwright.catalog.tables import keep_in_memory, open_tables

_MOST_WAITING = 4_000
"""Rows that wait to be written."""

_MOST_KEYS = 250
"""Keys of one query: SQLite may have been compiled for 999 values."""

_DEFERRED = ("ledger", "article")
"""The tables with a row for each article, whose indexes a first build makes last."""


class Database:
    """An open catalog's tables. All methods raise what SQLite does.

    Rows given to `write_later` are written when there are many of them, which halves what each costs.
    Nobody can tell the difference: they are written before any other statement is executed.
    """

    def __init__(self, path: Path, *, reader: bool = False) -> None:
        self._db = open_tables(path, reader=reader)
        self._reader = reader
        self._waiting: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._count = 0
        self._indexes: list[str] = []

    def begin(self) -> None:
        """Begin a transaction, unless making the tables has begun it."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN" if self._reader else "BEGIN IMMEDIATE")

    def defer_indexes(self) -> None:
        """Make the indexes of empty tables only when any statement but `write_later` is next executed.

        Made of all rows at once, in their order, they take less time and two thirds of the space.
        """
        found = self._db.execute(
            f"""SELECT name, sql FROM sqlite_schema
                WHERE type = 'index' AND tbl_name IN {_DEFERRED} AND sql IS NOT NULL"""
        ).fetchall()
        for name, sql in found:
            self._db.execute(f"DROP INDEX {name}")
            self._indexes.append(sql)
        # The table of placements is an index itself. While this temporary one exists, it has its name.
        self._db.execute("CREATE TEMP TABLE placement (section, published, article, inherited, expires)")

    def write_later(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Execute an INSERT or UPDATE with each of the rows, soon."""
        # A list first: an iterable may query the database, which writes all that waits.
        made = list(rows)
        self._waiting[statement] += made
        self._count += len(made)
        if self._count >= _MOST_WAITING:
            self._write_waiting()

    def execute(self, statement: str, values: tuple[Any, ...] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Execute a statement, as sqlite3.Connection does."""
        self._write_all()
        return self._db.execute(statement, values)

    def select_by_key(self, query: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the row of each key that has one, in the order of the keys, which are the first column.

        Many keys are asked for at once, which takes a third of the time of single queries.

        Args:
            query: A SELECT that ends with the name of that column.
            keys: The keys.
        """
        remaining = iter(keys)
        while some := tuple(islice(remaining, _MOST_KEYS)):
            rows = self.execute(f"{query} IN ({', '.join('?' * len(some))})", some)
            found = {row[0]: row for row in rows}
            yield from (found[key] for key in some if key in found)

    def executemany(
        self, statement: str, rows: Iterable[tuple[Any, ...]] | Iterable[Mapping[str, Any]]
    ) -> None:
        """Execute a statement with each of the rows, as sqlite3.Connection does."""
        self._write_all()
        self._db.executemany(statement, rows)

    def shrink_cache(self) -> None:
        """Keep only as much of the tables in memory as queries for single rows need."""
        self._write_all()
        keep_in_memory(self._db, 4)

    def commit(self) -> None:
        """Make all changes durable. After the first commit the catalog has a write-ahead log (WAL)."""
        self.execute("COMMIT")
        if self._reader:
            return
        with suppress(sqlite3.OperationalError):
            # If somebody is reading the catalog just now, the next run switches it.
            self._db.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Close the connection. Changes that are not committed are rolled back, waiting rows are lost."""
        self._db.close()

    def _write_all(self) -> None:
        """Write the waiting rows, and make the indexes that were deferred."""
        self._write_waiting()
        if self._indexes:
            indexes, self._indexes = self._indexes, []
            self._db.execute(
                """INSERT INTO main.placement
                   SELECT * FROM temp.placement ORDER BY section, published DESC, article"""
            )
            self._db.execute("DROP TABLE temp.placement")
            for sql in indexes:
                self._db.execute(sql)

    def _write_waiting(self) -> None:
        if self._count:
            waiting, self._waiting, self._count = self._waiting, defaultdict(list), 0
            for statement, rows in waiting.items():
                self._db.executemany(statement, rows)
