"""The pages of articles that a sitemap lists, and the files that it has, by section and month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database

Group = tuple[str, int]
"""What has files of its own: the first part of sections' paths, and a month (12 a year)."""


class SitePage(Struct, frozen=True):
    """The page of an article; `updated` is in seconds since 1970."""

    path: str
    section: str
    url: str
    updated: int


class SitemapFile(Struct, frozen=True):
    """A file under feeds/ as it was written; `updated` is the newest date in it."""

    name: str
    section: str
    month: int
    length: int
    mtime: int
    updated: int


_PAGES = """
    SELECT article.path, article.section, url, ifnull(ledger.updated, article.published)
    FROM article JOIN sitemap_page ON sitemap_page.article = article.number
        LEFT JOIN ledger ON ledger.path = article.path
    WHERE article.published >= :since AND article.published < :until AND article.published <= :now
        AND (article.expires IS NULL OR article.expires > :now)
        AND (:any OR article.section = :section
            OR (article.section >= :section || '/' AND article.section < :section || '0'))
    ORDER BY article.published, article.id"""

_CHANGED = """
    SELECT section, published FROM article WHERE published BETWEEN :earlier AND :later
    UNION ALL
    SELECT section, published FROM article WHERE expires BETWEEN :earlier AND :later"""


class SitePages:
    """The pages in an open catalog.

    `are_kept` says whether the publication has a sitemap. `touched` are the groups whose files may have to be
    written in this run.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self.are_kept = False
        self.touched: set[Group] = set()

    # articles

    def record(self, number: int, section: str, published: datetime, url: str | None) -> None:
        """Record the page of an article, None if search engines are not to list it."""
        if url is None:
            self._db.write_later("INSERT INTO unindexed VALUES (?)", [(number,)])
        elif self.are_kept:
            self._db.write_later("INSERT INTO sitemap_page VALUES (?, ?)", [(number, url)])
            self.touched.add((top_of(section), month_of(published)))

    def delete(self, number: int, section: str, published: int) -> None:
        """Delete the page of an article."""
        self._db.execute("DELETE FROM unindexed WHERE article = ?", (number,))
        if self.are_kept:
            self._db.execute("DELETE FROM sitemap_page WHERE article = ?", (number,))
            self.touched.add((top_of(section), month_of(to_moment(published))))

    def touch(self, path: str) -> None:
        """Have the file written that has the article at `path`, because its media are different."""
        if self.are_kept:
            rows = self._db.execute("SELECT section, published FROM article WHERE path = ?", (path,))
            self._touch(rows.fetchall())

    def touch_between(self, one: datetime, other: datetime) -> None:
        """Have the files written whose articles are published, or expire, between two moments."""
        earlier, later = sorted((to_seconds(one), to_seconds(other)))
        self._touch(self._db.execute(_CHANGED, {"earlier": earlier, "later": later}).fetchall())

    def _touch(self, rows: list[tuple[str, int]]) -> None:
        self.touched |= {(top_of(section), month_of(to_moment(published))) for section, published in rows}

    def in_month(self, month: int, now: datetime, section: str | None = None) -> Iterator[SitePage]:
        """Yield the pages of a month, of one top section or (None) of all, in the order of publication."""
        since, until = _bounds(month)
        values = {"since": since, "until": until, "now": to_seconds(now)}
        # A group without a section has only articles that have none.
        alone = {"section": section or "", "any": section is None}
        for row in self._db.execute(_PAGES, values | alone).fetchall():
            if section != "" or not row[1]:
                yield SitePage(*row)

    def clear(self) -> None:
        """Delete all pages and files: the publication has no sitemap any more."""
        self._db.execute("DELETE FROM sitemap_page")
        self._db.execute("DELETE FROM sitemap_file")

    # files

    def files(self) -> list[SitemapFile]:
        """Return all files, by name."""
        return [SitemapFile(*row) for row in self._db.execute("SELECT * FROM sitemap_file ORDER BY name")]

    def count(self) -> int:
        """Return the number of files."""
        return int(self._db.execute("SELECT COUNT(*) FROM sitemap_file").fetchone()[0])

    def record_files(self, group: Group, files: list[SitemapFile]) -> list[str]:
        """Record the files of a group; return the names of those that it no longer has."""
        section, month = group
        known = self._db.execute(
            "SELECT name FROM sitemap_file WHERE month = ? AND section = ?", (month, section)
        ).fetchall()
        self._db.execute("DELETE FROM sitemap_file WHERE month = ? AND section = ?", (month, section))
        self._db.executemany(
            "INSERT INTO sitemap_file VALUES (?, ?, ?, ?, ?, ?)",
            [(one.name, section, month, one.length, one.mtime, one.updated) for one in files],
        )
        return sorted({name for (name,) in known} - {one.name for one in files})


def month_of(moment: datetime) -> int:
    """Return the month of a moment, in UTC: 12 for each year, from 0 in January."""
    day = moment.astimezone(UTC)
    return day.year * 12 + day.month - 1


def _bounds(month: int) -> tuple[int, int]:
    """Return the first second of a month, and that of the next, since 1970."""
    first, last = divmod(month, 12), divmod(month + 1, 12)
    since, until = (
        to_seconds(datetime(year, number + 1, 1, tzinfo=UTC)) if year < 10_000 else 2**62
        for year, number in (first, last)
    )
    return since, until


def top_of(section: str) -> str:
    """Return the first part of a section's path."""
    return section.partition("/")[0]
