"""Open the catalog's tables, and handle a catalog that cannot be opened."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import cache
from pathlib import Path

from feedwright.catalog.reading import copy_into, in_memory, open_to_read
from feedwright.catalog.steps import STEPS
from feedwright.errors import BusyError, ConfigError, FeedwrightError, PublishError

_COMPANIONS = ("-wal", "-shm", "-journal")
"""Suffixes of the files that SQLite keeps beside a database."""

_MOST_SET_ASIDE = 5
"""The number of damaged catalogs that are kept."""

_LOCK_TIMEOUT = 60
"""Seconds that a run waits for somebody who is reading its catalog."""

_SCHEMA_FAULTS = ("no such table", "no such column", "already exists", "has no column", "decode to UTF-8")
"""What SQLite says if the tables are not those of the catalog's version, or text is garbage."""

_LEAST_ROOM = 64 * 1024
"""Bytes without which SQLite cannot even read a catalog that has a log."""

_NO_VERSION = 10_000
"""No program will ever have so many steps: a higher version is garbage."""


class CatalogError(FeedwrightError):
    """The catalog is damaged. `fault` says how."""

    def __init__(self, path: Path, fault: object) -> None:
        super().__init__(f"{path} is damaged: {fault}")
        self.fault = str(fault)


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Raise the errors of SQLite about the catalog at `path` as errors of feedwright."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise BusyError(f"{path} is in use, as it is while a first run writes it") from None
        if any(words in str(fault) for words in _SCHEMA_FAULTS):
            raise CatalogError(path, fault) from None
        raise PublishError(f"{path}: cannot be written: {_reason(path, fault)}") from None
    except sqlite3.DatabaseError as fault:
        raise CatalogError(path, fault) from None


def _reason(path: Path, fault: sqlite3.OperationalError) -> str:
    """Say why SQLite cannot write: of a full disk, it often says `disk I/O error`."""
    with suppress(OSError):
        disk = os.statvfs(path.parent)
        if "disk I/O" in str(fault) and disk.f_bavail * disk.f_frsize < _LEAST_ROOM:
            return "No space left on device"
    return str(fault)


def open_tables(path: Path, *, reader: bool = False) -> sqlite3.Connection:
    """Open a catalog, or create it, and bring its tables up to this version.

    If that changes anything, it has begun a transaction, which the caller commits with changes of its own.

    Args:
        path: The file.
        reader: Whether to wait for nobody and change nothing. A catalog of an older version is then brought
            up to date in memory.

    Raises:
        sqlite3.Error: Whatever SQLite raises.
        ConfigError: The catalog is of a newer version.
        PublishError: The file may not be read.
    """
    if not reader:
        with suppress(OSError):
            # SQLite would create it with the umask's permissions; its log gets the same ones.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    db = open_to_read(path) if reader else sqlite3.connect(path, isolation_level=None, timeout=_LOCK_TIMEOUT)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version >= _NO_VERSION:
            raise sqlite3.DatabaseError(f"found tables {version:,}")
        if version > len(STEPS):
            newer = f"a catalog of a newer feedwright (tables {version})"
            expected = (
                f"tables {len(STEPS)} at most: run that version, or rename the file, and it is made anew "
                "from content/ and feeds/"
            )
            raise ConfigError(str(path), found=newer, expected=expected)
        if reader and version < len(STEPS):
            db = in_memory(db)
        elif version and not reader:
            # With a log, people can read while a run writes. A first run writes everything, and without a
            # log it does so once and not twice.
            db.execute("PRAGMA journal_mode = WAL")
        # A first run inserts articles in no order: with 2 MB, the default, it would mostly wait for the disk.
        keep_in_memory(db, 64)
        if version < len(STEPS):
            # Committed by itself, it would wait for the disk: 10 ms of a first run.
            steps = "".join(STEPS[version:]) if version else _all_tables()
            db.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {len(STEPS)};")
            if reader:
                db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    return db


@cache
def _all_tables() -> str:
    """Return the statements that make all tables as the steps leave them.

    The steps one by one take six times as long (10 ms), which counts in a process that makes many catalogs.
    """
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript("".join(STEPS))
        # Tables of SQLite's own come by themselves.
        made = db.execute(
            "SELECT sql FROM sqlite_schema WHERE sql NOTNULL AND name NOT GLOB 'sqlite_*' ORDER BY rowid"
        )
        return "".join(f"{sql};" for (sql,) in made)


def keep_in_memory(db: sqlite3.Connection, megabytes: int) -> None:
    """Limit how much of a catalog SQLite keeps in memory, changed or not."""
    db.execute(f"PRAGMA cache_size = -{megabytes * 1024}")


def find_damage(path: Path) -> CatalogError | None:
    """Check all of a catalog for damage; return the first that is found, None if there is none or no file."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path, timeout=_LOCK_TIMEOUT)) as db:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if found == "ok":
                found = _find_nul(db) or found
    except sqlite3.DatabaseError as fault:
        found = fault
    return None if found == "ok" else CatalogError(path, found)


_NAMES = ("path", "section", "file", "name", "owner")
"""The columns that hold names of files and folders."""


def _find_nul(db: sqlite3.Connection) -> str | None:
    """Return which column holds a file name with a NUL in it, which no file can have; None if none does."""
    columns = db.execute(
        f"""SELECT tables.name, columns.name
            FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND columns.name IN {_NAMES}"""
    ).fetchall()
    for table, column in columns:
        found = db.execute(f"SELECT 1 FROM {table} WHERE instr({column}, char(0)) LIMIT 1").fetchone()
        if found is not None:
            return f"{table}.{column} has a NUL"
    return None


def copy_catalog(path: Path, copy: Path) -> None:
    """Copy a catalog as it is between two runs, while others may go on using it.

    Raises:
        BusyError: A first run is writing it.
        ConfigError: It is of a newer version.
        CatalogError: It is damaged.
    """
    with (
        translated_errors(path),
        closing(open_tables(path, reader=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        copy_into(target, source)


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged catalog, so that nothing in it is lost; return its new name."""
    name = f"{path.name}.damaged-{now:%Y%m%dT%H%M%S}"
    aside, number = path.with_name(name), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{name}-{number}")
    path.rename(aside)
    for suffix in _COMPANIONS:
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + suffix))
    _delete_most(path)
    return aside


def _delete_most(path: Path) -> None:
    """Delete all damaged catalogs but the first, which knows most, and the newest.

    A failing disk would otherwise be filled with them.
    """
    aside = sorted(path.parent.glob(f"{path.name}.damaged-*[0-9]"))
    for one in aside[1 : 1 - _MOST_SET_ASIDE]:
        for suffix in ("", *_COMPANIONS):
            one.with_name(one.name + suffix).unlink(missing_ok=True)
