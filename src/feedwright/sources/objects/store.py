"""The articles that a program handed over, as content/ keeps those in files: by key, with their version.

A program gives each article once, and a feed may show it much later: when a newer one is withdrawn, or with
other settings. So all are kept, compressed, in a database beside the catalog. It is written before the
catalog is committed; which of its changes the catalog does not know yet is told by the number of the run.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import msgspec

from feedwright.errors import PublishError
from feedwright.model import Article
from feedwright.sources.objects.article import BodyKind

NAME = "articles.sqlite"

_TABLES = """
    CREATE TABLE IF NOT EXISTS article (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        version TEXT,               -- NULL: it is gone
        run INTEGER NOT NULL,       -- the run that changed it
        body BLOB
    ) STRICT;
    CREATE INDEX IF NOT EXISTS article_run ON article (run);
    CREATE INDEX IF NOT EXISTS article_gone ON article (run) WHERE version IS NULL;
"""
_CACHE = 32_000
"""Kilobytes that SQLite keeps in memory: keys come in any order."""


class Stored(msgspec.Struct):
    """An article as the program gave it, and the kind of its body."""

    kind: BodyKind
    article: Article


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Stored).decode


def pack(kind: BodyKind, article: Article) -> bytes:
    """The article as it is stored. As JSON, its dates keep their zones."""
    return _encode(Stored(kind, article))


def copy_store(path: Path, copy: Path) -> None:
    """Copy the articles of a publication as they are between two runs. Raises PublishError."""
    try:
        store = Store(path, reader=True)
        with closing(sqlite3.connect(copy)) as target:
            store._db.backup(target)
    except sqlite3.Error as fault:
        raise PublishError(f"{path}: cannot be read: {fault}") from None


class Store:
    """The articles of one publication. Raises PublishError if the file cannot be used.

    Args:
        path: The file.
        reader: Whether only `get` is called.
    """

    def __init__(self, path: Path, *, reader: bool = False) -> None:
        self._path = path
        try:
            if reader:
                address = f"file:{quote(str(path.absolute()))}?mode=ro"
                self._db = sqlite3.connect(address, uri=True, isolation_level=None)
                return
            with suppress(OSError):
                # SQLite would create it with the umask's permissions, and there are drafts in it.
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self._db = sqlite3.connect(path, isolation_level=None, timeout=60)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute(f"PRAGMA cache_size = -{_CACHE}")
            self._db.executescript(_TABLES)
            self._db.execute("BEGIN IMMEDIATE")
            self.is_new = not self._db.execute("SELECT EXISTS (SELECT 1 FROM article)").fetchone()[0]
        except sqlite3.Error as fault:
            raise self._error(fault) from None

    def __del__(self) -> None:
        # A worker's ends with the run.
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()

    def _error(self, fault: sqlite3.Error) -> PublishError:
        advice = "if it is damaged, delete it, and publish all articles once"
        return PublishError(f"{self._path}: cannot be used: {fault}; {advice}")

    def commit(self) -> None:
        """Make what was put last, so that other processes see it."""
        try:
            self._db.execute("COMMIT")
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as fault:
            raise self._error(fault) from None

    def close(self) -> None:
        """Close the file; what is not committed is undone."""
        self._db.close()

    def last_run(self) -> int:
        """The number of the last run that changed something."""
        (number,) = self._db.execute("SELECT ifnull(max(run), 0) FROM article").fetchone()
        return int(number)

    def count(self) -> int:
        """How many articles there are or were."""
        (number,) = self._db.execute("SELECT ifnull(max(number), 0) FROM article").fetchone()
        return int(number)

    def purge(self, run: int) -> None:
        """Forget the articles that were gone by this run."""
        self._db.execute("DELETE FROM article WHERE version IS NULL AND run <= ?", (run,))

    def find(self, key: str) -> tuple[int, str | None, int] | None:
        """The number, version (None: it is gone) and last change of an article."""
        row = self._db.execute("SELECT number, version, run FROM article WHERE key = ?", (key,)).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    def put(self, number: int | None, key: str, version: str, run: int, packed: bytes) -> int:
        """Store an article, in place of the one with that number; returns its number."""
        body = zlib.compress(packed, 1)
        if number is None:
            query = "INSERT INTO article (key, version, run, body) VALUES (?, ?, ?, ?) RETURNING number"
            rows = self._db.execute(query, (key, version, run, body)).fetchall()
            return int(rows[0][0])
        query = "UPDATE article SET version = ?, run = ?, body = ? WHERE number = ?"
        self._db.execute(query, (version, run, body, number))
        return number

    def put_version(self, number: int, version: str) -> None:
        """Record that an article has another version, and is the same."""
        self._db.execute("UPDATE article SET version = ? WHERE number = ?", (version, number))

    def remove(self, key: str, run: int) -> None:
        """Record that an article is gone."""
        query = "UPDATE article SET version = NULL, body = NULL, run = ? WHERE key = ?"
        self._db.execute(query, (run, key))

    def rows(self, after: int = -1) -> Iterator[tuple[int, str, bool]]:
        """The number and key of each article that runs after this one changed, and whether it is there."""
        query = "SELECT number, key, version IS NOT NULL FROM article WHERE run > ?"
        for number, key, is_there in self._db.execute(query, (after,)):
            yield number, key, bool(is_there)

    def get(self, key: str) -> tuple[Stored, int] | None:
        """An article, and the length of what is stored of it; None if there is none."""
        row = self._db.execute("SELECT body FROM article WHERE key = ?", (key,)).fetchone()
        if row is None or row[0] is None:
            return None
        return _decode(zlib.decompress(row[0])), len(row[0])
