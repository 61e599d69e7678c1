"""The catalog's tables (SQLite), how they are opened, and what happens when they cannot be."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from feedwright.catalog.reading import copy_into, in_memory, open_to_read
from feedwright.errors import BusyError, ConfigError, FeedwrightError, PublishError

_FIRST = """
CREATE TABLE ledger (
    id TEXT PRIMARY KEY,
    path TEXT UNIQUE,           -- relative to content/, NULL once the article is gone
    slug TEXT NOT NULL,
    day TEXT NOT NULL,          -- of publication, as the article says it
    digest BLOB NOT NULL,       -- SHA-256 of the file
    fingerprint BLOB NOT NULL,  -- of what readers see
    published INTEGER,          -- seconds since 1970, at first publication, NULL before
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_digest ON ledger (digest) WHERE path IS NULL;
CREATE INDEX ledger_slug ON ledger (slug, day) WHERE path IS NULL;
CREATE TABLE folder (           -- content/ as it was looked at last
    path TEXT PRIMARY KEY,
    listing BLOB NOT NULL       -- its files with their stats (MessagePack)
) STRICT, WITHOUT ROWID;
CREATE TABLE article (          -- what is good and no draft
    path TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    expires INTEGER,
    placed BLOB NOT NULL        -- the sections of its placements (MessagePack)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_published ON article (published);
CREATE INDEX article_expires ON article (expires) WHERE expires IS NOT NULL;
CREATE TABLE placement (        -- which sections' feeds may show an article, in their order
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    id TEXT NOT NULL,
    path TEXT NOT NULL,
    inherited INTEGER NOT NULL, -- whether the article is a descendant's
    expires INTEGER,
    PRIMARY KEY (section, published DESC, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE label (section TEXT PRIMARY KEY, label TEXT NOT NULL) STRICT;  -- from breadcrumbs
CREATE TABLE entry (            -- entries as published
    path TEXT PRIMARY KEY,
    body BLOB NOT NULL,         -- Entry (MessagePack)
    stale INTEGER NOT NULL      -- whether it has to be made anew
) STRICT;
CREATE TABLE medium (           -- the media files that an entry or a feed was made with
    owner TEXT NOT NULL,        -- the path of the article, or `feed:` and the section
    file TEXT NOT NULL,         -- relative to content/
    state BLOB NOT NULL,        -- as it was, empty where it was missing
    PRIMARY KEY (owner, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE published_medium (  -- the files under feeds/media/ that an entry or a feed refers to
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE section_file (path TEXT PRIMARY KEY, section TEXT NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE rejection (path TEXT PRIMARY KEY, section TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE feed (             -- what readers may have subscribed to, and its files as written
    section TEXT PRIMARY KEY,
    files BLOB NOT NULL,
    updated INTEGER NOT NULL    -- as the feed says it
) STRICT;
CREATE TABLE last_run (of INTEGER PRIMARY KEY, settings BLOB NOT NULL, clock INTEGER NOT NULL) STRICT;
"""


# A run asks every time which scheduled articles have come; of a million articles few are scheduled.
_SCHEDULED = "CREATE INDEX ledger_scheduled ON ledger (path) WHERE published IS NULL;"

_QUEUE = """
CREATE TABLE announcement (     -- what hubs are still to be told
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,        -- the URL of a feed that changed
    since INTEGER NOT NULL,     -- when it was to be told first
    tries INTEGER NOT NULL,
    next_try INTEGER NOT NULL,
    is_down INTEGER NOT NULL,   -- whether the hub as a whole did not answer
    PRIMARY KEY (hub, topic)
) STRICT, WITHOUT ROWID;
"""

_WHOLE = """
CREATE TABLE whole (            -- what is the publication's as a whole, packed by whoever put it
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
"""

# A feed that shows nothing is dated by what expired last; few articles ever expire.
_EXPIRED = "CREATE INDEX placement_expires ON placement (section, expires) WHERE expires IS NOT NULL;"

_TOPICS = """
CREATE TABLE spelling (         -- what articles call their tags and authors
    topic TEXT NOT NULL,        -- the section of its feed, such as tags/climate
    label TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (topic, label, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX spelling_path ON spelling (path);
"""

_TOMBSTONES = """
CREATE TABLE tombstone (        -- what has left a section's feeds for good
    section TEXT NOT NULL,
    id TEXT NOT NULL,
    gone INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (section, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_id ON tombstone (id);
CREATE INDEX tombstone_gone ON tombstone (gone);
"""

_ARCHIVES = """
CREATE TABLE archived (         -- which archive page of a section's feed an entry is in
    section TEXT NOT NULL,
    page INTEGER NOT NULL,
    id TEXT NOT NULL,
    updated INTEGER NOT NULL,   -- as the page has it
    corrected INTEGER,          -- when it was found to be newer than the page had it
    PRIMARY KEY (section, page, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX archived_id ON archived (id, section);
CREATE INDEX archived_corrected ON archived (corrected) WHERE corrected IS NOT NULL;
CREATE TABLE archive_page (
    section TEXT NOT NULL,
    page INTEGER NOT NULL,      -- from 1, the oldest
    files BLOB NOT NULL,        -- as written
    stale INTEGER NOT NULL,     -- whether it has to be written anew
    PRIMARY KEY (section, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_page_stale ON archive_page (section, page) WHERE stale;
"""

# Some aggregators delete only what a feed still names.
_EPITAPHS = "ALTER TABLE tombstone ADD COLUMN title TEXT; ALTER TABLE tombstone ADD COLUMN url TEXT;"

# What was known before what, whatever dates say; a row keeps its number through all changes.
_SEQUENCE = """
ALTER TABLE ledger RENAME TO unnumbered;
CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,  -- the order in which articles were first seen, as far as it is known
    id TEXT NOT NULL UNIQUE,
    path TEXT UNIQUE,              -- relative to content/, NULL once the article is gone
    slug TEXT NOT NULL,
    day TEXT NOT NULL,             -- of publication, as the article says it
    digest BLOB NOT NULL,          -- SHA-256 of the file
    fingerprint BLOB NOT NULL,     -- of what readers see, empty until they do
    published INTEGER,             -- seconds since 1970, at first publication, NULL before
    updated INTEGER NOT NULL
) STRICT;
INSERT INTO ledger SELECT rowid, * FROM unnumbered;
DROP TABLE unnumbered;
CREATE INDEX ledger_digest ON ledger (digest) WHERE path IS NULL;
CREATE INDEX ledger_slug ON ledger (slug, day) WHERE path IS NULL;
CREATE INDEX ledger_scheduled ON ledger (path) WHERE published IS NULL;
"""

_AGAIN = """
CREATE TABLE moment (           -- when an article's `updated` comes, which is not so before
    path TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX moment_at ON moment (at);
CREATE TABLE named (            -- the sections that articles name themselves, whether they are there or not
    section TEXT NOT NULL,
    path TEXT NOT NULL,
    PRIMARY KEY (section, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_path ON named (path);
"""

_UNSHOWN = """
CREATE TABLE unshown_medium (   -- the files under feeds/media/ that nothing shows any more
    name TEXT NOT NULL,
    id TEXT NOT NULL,           -- of the article that showed it, or `feed:` and the section; empty: unknown
    length INTEGER NOT NULL,
    since INTEGER,              -- until when it was shown, NULL during the run that found it unshown
    at_once INTEGER NOT NULL,   -- whether it goes whatever `media.keep` says
    PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unshown_medium_id ON unshown_medium (id);
CREATE INDEX unshown_medium_since ON unshown_medium (since);
CREATE INDEX unshown_medium_at_once ON unshown_medium (name) WHERE at_once;
CREATE INDEX published_medium_name ON published_medium (name);
"""

# Feeds and catalog may be restored from copies of different ages: what of the feeds is news to the ledger?
_TOLD = """
CREATE TABLE told (             -- what feeds ever showed: an id under a URL
    pair INTEGER PRIMARY KEY    -- a digest of both
) STRICT;
"""

STEPS = (
    _FIRST, _SCHEDULED, _QUEUE, _WHOLE, _EXPIRED, _TOPICS, _TOMBSTONES, _ARCHIVES, _EPITAPHS, _SEQUENCE,
    _AGAIN, _UNSHOWN, _TOLD,
)  # fmt: skip
"""What makes a catalog of each version from one of the version before, the first from nothing.

SQLite's user_version says which it has. A step, once released, is never changed.
"""


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
