"""The catalog's tables (SQLite), and the questions that a build asks them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType

import msgspec

from feedwright.catalog.ledger import Ledger, to_moment, to_seconds
from feedwright.model import Article, SectionData

VERSION = 1
"""Of the tables below; kept in SQLite's user_version."""

_TABLES = """
CREATE TABLE ledger (
    id TEXT PRIMARY KEY,
    path TEXT UNIQUE,           -- relative to content/, NULL once the article is gone
    slug TEXT NOT NULL,
    day TEXT NOT NULL,          -- of publication, in the publication's zone
    digest BLOB NOT NULL,       -- SHA-256 of the file
    fingerprint BLOB NOT NULL,  -- of what readers see
    published INTEGER,          -- seconds since 1970, at first publication, NULL before
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_digest ON ledger (digest) WHERE path IS NULL;
CREATE INDEX ledger_slug ON ledger (slug, day) WHERE path IS NULL;
CREATE TABLE article (
    path TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    expires INTEGER,
    body BLOB NOT NULL          -- the Article as it last was good (MessagePack)
) STRICT;
CREATE TABLE placement (        -- which sections' feeds carry an article
    path TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
    section TEXT NOT NULL,
    exact INTEGER NOT NULL,     -- whether ancestors' feeds are left out
    PRIMARY KEY (path, section)
) STRICT, WITHOUT ROWID;
CREATE INDEX placement_section ON placement (section);
CREATE TABLE rejection (path TEXT PRIMARY KEY, section TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE feed (section TEXT PRIMARY KEY) STRICT;   -- sections that readers may have subscribed to
CREATE TABLE section_file (path TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
"""


class Record(msgspec.Struct, frozen=True):
    """An article with its identity: `published` as at first publication."""

    article: Article
    id: str
    published: datetime
    updated: datetime


class SectionSummary(msgspec.Struct, frozen=True):
    """A section and its descendants: articles that can be shown, the newest, files rejected."""

    section: str
    articles: int
    newest: datetime | None
    rejected: int


class Catalog:
    """An open catalog; used as a context manager, it commits on success and only then."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT")
        self._db.execute("BEGIN IMMEDIATE")
        self._ledger = Ledger(self._db)

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")
        self._db.close()

    def keep_only(self, paths: Iterable[str]) -> None:
        """Forgets articles and section files whose file is gone; the ledger remembers their ids."""
        self._db.execute("CREATE TEMP TABLE seen (path TEXT PRIMARY KEY)")
        self._db.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((path,) for path in paths))
        for table in ("article", "section_file"):
            self._db.execute(f"DELETE FROM {table} WHERE path NOT IN seen")
        self._ledger.let_go()

    def last_good(self, path: str) -> Article | None:
        """The article in this file as it last was good."""
        row = self._db.execute("SELECT body FROM article WHERE path = ?", (path,)).fetchone()
        return msgspec.msgpack.decode(row[0], type=Article) if row else None

    def put(
        self, article: Article, *, digest: bytes, changed: datetime, now: datetime, authority: str
    ) -> str | None:
        """Remembers an article, under the id it has had or a new one.

        `changed` is when its file changed last; `authority` is the host name that new tag URIs
        are made with. Returns what the author should know, if anything. Raises ArticleError where
        another article has the same id.
        """
        identity = self._ledger.identify(
            article, digest=digest, changed=changed, now=now, authority=authority
        )
        self.drop(article.path)
        self._db.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)",
            (
                article.path,
                identity.id,
                article.section,
                to_seconds(identity.published),
                None if article.expires is None else to_seconds(article.expires),
                msgspec.msgpack.encode(article),
            ),
        )
        placed = [article.section] if article.feeds is None else article.feeds
        exact = article.feeds is not None
        self._db.executemany(
            "INSERT OR IGNORE INTO placement VALUES (?, ?, ?)",
            ((article.path, section, exact) for section in placed),
        )
        return identity.warning

    def drop(self, path: str) -> None:
        """Takes an article out of every feed (it became a draft, say); its id stays known."""
        self._db.execute("DELETE FROM article WHERE path = ?", (path,))

    def newest(
        self,
        section: str,
        now: datetime,
        *,
        descendants: bool,
        limit: int,
        after: datetime | None = None,
    ) -> list[Record]:
        """The newest articles that the feed of `section` shows at `now`, newest first.

        Order: `published` descending, then `id`, so that equal dates keep one order (RFC 4287
        leaves it open). `after` leaves out what was published earlier.
        """
        rows = self._db.execute(
            f"""SELECT article.body, ledger.id, article.published, ledger.updated
                FROM article JOIN ledger USING (id)
                WHERE {_SHOWN} AND article.published >= :after
                ORDER BY article.published DESC, ledger.id LIMIT :limit""",
            _where(section, now, descendants)
            | {"limit": limit, "after": -(2**62) if after is None else to_seconds(after)},
        )
        return [
            Record(
                msgspec.msgpack.decode(body, type=Article),
                id,
                to_moment(published),
                to_moment(updated),
            )
            for body, id, published, updated in rows
        ]

    def last_change(self, section: str, now: datetime, *, descendants: bool) -> datetime:
        """When a feed that shows nothing got empty: its last expiry; 1970 where it never had any."""
        row = self._db.execute(
            f"""SELECT MAX(expires) FROM article
                WHERE {_PLACED} AND expires <= :now""",
            _where(section, now, descendants),
        ).fetchone()
        return to_moment(row[0] or 0)

    def last_good_section(self, path: str) -> SectionData | None:
        """What this `_section.yaml` said when it last was good."""
        row = self._db.execute("SELECT body FROM section_file WHERE path = ?", (path,)).fetchone()
        return msgspec.msgpack.decode(row[0], type=SectionData) if row else None

    def put_section(self, path: str, data: SectionData) -> None:
        """Remembers a good `_section.yaml`."""
        body = msgspec.msgpack.encode(data)
        self._db.execute("INSERT OR REPLACE INTO section_file VALUES (?, ?)", (path, body))

    def put_feeds(self, sections: Iterable[str]) -> set[str]:
        """Remembers that these sections have feeds; returns all that ever had."""
        rows = ((section,) for section in sections)
        self._db.executemany("INSERT OR IGNORE INTO feed VALUES (?)", rows)
        return {section for (section,) in self._db.execute("SELECT section FROM feed")}

    def put_rejections(self, rejections: Iterable[tuple[str, str, str]]) -> None:
        """Remembers which files (path, section, reason) the last run could not use."""
        self._db.execute("DELETE FROM rejection")
        self._db.executemany("INSERT OR REPLACE INTO rejection VALUES (?, ?, ?)", rejections)

    def breadcrumbs(self) -> dict[str, tuple[str, ...]]:
        """The labels of sections that articles name in a breadcrumb, whether or not a folder stands."""
        rows = self._db.execute("SELECT section, body FROM article WHERE path LIKE '\\_inbox/%' ESCAPE '\\'")
        return {section: msgspec.msgpack.decode(body, type=Article).breadcrumb for section, body in rows}

    def summary(self, now: datetime) -> list[SectionSummary]:
        """What each section's own feed has to show, for people who look after it."""
        sections = [row[0] for row in self._db.execute("SELECT section FROM feed ORDER BY section")]
        return [self._summary(section, now) for section in sections]

    def _summary(self, section: str, now: datetime) -> SectionSummary:
        where = _where(section, now, descendants=True)
        count, newest = self._db.execute(
            f"SELECT COUNT(*), MAX(published) FROM article WHERE {_SHOWN}", where
        ).fetchone()
        (rejected,) = self._db.execute(
            """SELECT COUNT(*) FROM rejection
               WHERE section = :section OR (section >= :below AND section < :above)""",
            where,
        ).fetchone()
        return SectionSummary(section, count, newest and to_moment(newest), rejected)


_PLACED = """path IN (
    SELECT path FROM placement WHERE section = :section
    UNION SELECT path FROM placement
        WHERE :descendants AND NOT exact AND section >= :below AND section < :above)"""
_SHOWN = f"article.published <= :now AND (expires IS NULL OR expires > :now) AND article.{_PLACED}"


def _where(section: str, now: datetime, descendants: bool) -> dict[str, str | int]:
    # "0" is the character after "/": between them lie all the paths below a section.
    below, above = (f"{section}/", f"{section}0") if section else ("", "\U0010ffff")
    return {
        "section": section,
        "below": below,
        "above": above,
        "descendants": descendants,
        "now": to_seconds(now),
    }
