"""Open a catalog only for reading, also in a folder in which nothing may be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from feedwright.errors import PublishError

_WAL = "-wal"


def open_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection to the catalog at `path` that waits for nobody.

    To read a database with a log (WAL), SQLite writes beside it (sqlite.org/wal.html, section 5). If it may
    not, the database is opened as immutable; if a killed run has left a log, a temporary copy
    of both is opened.

    Raises:
        PublishError: The file may not be read.
        sqlite3.Error: Anything else is wrong with it.
    """
    try:
        path.open("rb").close()
    except OSError as fault:
        raise PublishError(f"{path}: cannot be read: {fault.strerror}") from None
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        db.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as fault:
        db.close()
        if not _may_not_write(fault):
            raise
        return _copied(path) if _has_log(path) else _unchanging(path)
    except BaseException:
        db.close()
        raise
    return db


def in_memory(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy of an open catalog in memory, and close the original."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with closing(db):
        copy_into(copy, db)
    return copy


def copy_into(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Copy what is in a catalog at this moment. Raises sqlite3.OperationalError if it is locked."""
    # `backup` alone would wait for ever for a process that holds an exclusive lock.
    source.execute("BEGIN")
    source.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    source.backup(target)


def _may_not_write(fault: sqlite3.OperationalError) -> bool:
    return fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + _WAL)
    return log.exists() and log.stat().st_size > 0


def _unchanging(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def _copied(path: Path) -> sqlite3.Connection:
    import shutil
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="feedwright-") as folder:
        copy = Path(folder, path.name)
        for suffix in ("", _WAL):
            shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
        return in_memory(sqlite3.connect(copy, isolation_level=None))
