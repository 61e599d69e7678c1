"""The connection to a catalog's tables, on which rows may wait for others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from feedwright.catalog.tables import keep_in_memory, open_tables

_MOST_WAITING = 4_000


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
        self._flush()
        return self._db.execute(statement, values)

    def executemany(
        self, statement: str, rows: Iterable[tuple[Any, ...]] | Iterable[Mapping[str, Any]]
    ) -> None:
        """As a connection does it."""
        self._flush()
        self._db.executemany(statement, rows)

    def hold_little(self) -> None:
        """Has no more of the tables held in memory than questions about single rows want."""
        self._flush()
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

    def _flush(self) -> None:
        if self._count:
            waiting, self._waiting, self._count = self._waiting, {}, 0
            for statement, rows in waiting.items():
                self._db.executemany(statement, rows)
