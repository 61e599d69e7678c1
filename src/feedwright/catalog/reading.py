"""A catalog opened only to be read, also where nothing beside it may be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from feedwright.errors import PublishError

_WAL = "-wal"


def open_to_read(path: Path) -> sqlite3.Connection:
    """An open connection to the catalog at `path`, which waits for nobody.

    To read a database that has a log (WAL), SQLite wants to write beside it (sqlite.org/wal.html, section 5).
    Where it may not, the database is opened as one that nobody changes, and a log that a killed run has
    left is read in a temporary copy.

    Raises PublishError where the file may not be read, sqlite3.Error for whatever else is wrong with it.
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
    """A copy of an open catalog in memory; the original is closed."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with closing(db):
        copy_into(copy, db)
    return copy


def copy_into(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Copies what is in a catalog at this moment; raises sqlite3.OperationalError where it is locked."""
    # `backup` alone would wait without end for somebody who keeps all others out.
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
