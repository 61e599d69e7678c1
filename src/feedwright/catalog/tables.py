"""How the catalog's tables are opened, and what happens when they cannot be."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from feedwright.catalog.reading import copy_into, in_memory, open_to_read
from feedwright.catalog.steps import STEPS
from feedwright.errors import BusyError, ConfigError, FeedwrightError, PublishError

_COMPANIONS = ("-wal", "-shm", "-journal")
_KEPT_ASIDE = 5

_PATIENCE = 60
"""Seconds that a run waits for somebody who is looking at its catalog."""


_OTHER_TABLES = ("no such table", "no such column", "already exists", "has no column", "decode to UTF-8")
"""What SQLite says where there are other tables than the catalog's version tells, or text is garbage."""

_NO_VERSION = 10_000
"""No program will ever have come so far."""


class CatalogError(FeedwrightError):
    """The catalog cannot be read: it is damaged."""

    def __init__(self, path: Path, fault: object) -> None:
        super().__init__(f"{path} is damaged: {fault}")
        self.fault = str(fault)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what SQLite raises about the catalog at `path` into errors of ours."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise BusyError(f"{path} is in use, as it is while a first run writes it") from None
        if any(said in str(fault) for said in _OTHER_TABLES):
            raise CatalogError(path, fault) from None
        raise PublishError(f"{path}: cannot be written: {fault}") from None
    except sqlite3.DatabaseError as fault:
        raise CatalogError(path, fault) from None


def open_tables(path: Path, *, reader: bool = False) -> sqlite3.Connection:
    """An open catalog with all its tables; one of an older program gets what it lacks.

    A `reader` waits for nobody and changes nothing: what an older program left it sees brought up to date
    in memory. Raises what SQLite does, ConfigError for one of a newer program, or PublishError for one that
    may not be read.
    """
    if not reader:
        with suppress(OSError):
            # SQLite would make it as the umask says; its log gets the same permissions.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    db = open_to_read(path) if reader else sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version >= _NO_VERSION:
            raise sqlite3.DatabaseError(f"found tables {version:,}")
        if version > len(STEPS):
            newer = f"a catalog of a newer feedwright (tables {version})"
            raise ConfigError(str(path), found=newer, expected=f"tables {len(STEPS)} at most")
        if reader and version < len(STEPS):
            db = in_memory(db)
        elif version and not reader:
            # So that people may look while a run writes. A first one writes all there is, and in a catalog
            # without a log it does so once and not twice.
            db.execute("PRAGMA journal_mode = WAL")
        # A first run inserts articles in no order: with 2 MB, as usual, it would mostly wait for the disk.
        keep_in_memory(db, 64)
        if version < len(STEPS):
            # All or none: each by itself would have the disk waited for.
            steps = "".join(STEPS[version:])
            db.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {len(STEPS)}; COMMIT")
    except BaseException:
        db.close()
        raise
    return db


def keep_in_memory(db: sqlite3.Connection, megabytes: int) -> None:
    """Says how much of a catalog SQLite may hold in memory, changed or not."""
    db.execute(f"PRAGMA cache_size = -{megabytes * 1024}")


def damage_in(path: Path) -> CatalogError | None:
    """What is wrong with a catalog, whatever can be read of it; None where all is well, or none is there."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as db:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if found == "ok":
                found = _nul_in(db) or found
    except sqlite3.DatabaseError as fault:
        found = fault
    return None if found == "ok" else CatalogError(path, found)


_NAMES = ("path", "section", "file", "name", "owner")
"""The columns that have names of files and folders."""


def _nul_in(db: sqlite3.Connection) -> str | None:
    """Which column has the name of a file with a NUL in it, as none can have; None where all are well."""
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


def copy_of(path: Path, copy: Path) -> None:
    """Copies a catalog, as it is between two runs, while others may go on using it.

    Raises BusyError where a first run keeps it to itself, ConfigError for one of a newer program, or
    CatalogError.
    """
    with (
        explained(path),
        closing(open_tables(path, reader=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        copy_into(target, source)


def set_aside(path: Path, now: datetime) -> Path:
    """Renames a catalog that cannot be read, so that nothing in it is lost; returns its new name."""
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
    _thin_out(path)
    return aside


def _thin_out(path: Path) -> None:
    """Of the catalogs that were set aside keeps the first, which has most to tell, and the newest.

    A disk that is failing would otherwise be filled with them.
    """
    aside = sorted(path.parent.glob(f"{path.name}.damaged-*[0-9]"))
    for one in aside[1 : 1 - _KEPT_ASIDE]:
        for suffix in ("", *_COMPANIONS):
            one.with_name(one.name + suffix).unlink(missing_ok=True)
