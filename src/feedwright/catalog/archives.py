"""Which entry is in which archive page of a section's feed (RFC 5005), for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from feedwright.catalog.database import Database
from feedwright.catalog.listed import Listed, listed
from feedwright.catalog.values import to_moment, to_seconds
from feedwright.model import Deleted

CORRECTIONS = timedelta(days=30)
"""For so long a feed shows again what was corrected in a page: who has the page may not ask for it again."""

PAGE = 100
"""The entries of a page."""

_NOTHING = msgspec.msgpack.encode([])


class Archives:
    """The archive pages in an open catalog.

    A page is a set of ids that never changes; what it shows of them is what may be shown now.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        (self._any,) = db.execute("SELECT EXISTS (SELECT 1 FROM archive_page)").fetchone()

    # what has to be written anew

    def touch(self, own_id: str) -> None:
        """Something about this entry is different: the pages that have it have to be written anew."""
        if self._any:
            self._db.execute(
                """UPDATE archive_page SET stale = TRUE
                   FROM archived WHERE archived.id = ?
                       AND (archive_page.section, archive_page.page) = (archived.section, archived.page)""",
                (own_id,),
            )

    def touch_article(self, path: str) -> None:
        """As `touch`, by where the article is."""
        if self._any:
            row = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
            if row:
                self.touch(row[0])

    def touch_page(self, section: str, page: int) -> None:
        """A page is not as it was written, or has another neighbour."""
        self._db.execute(
            "UPDATE archive_page SET stale = TRUE WHERE section = ? AND page = ?", (section, page)
        )

    def touch_expired(self, since: datetime, now: datetime) -> None:
        """As `touch`, for what expired between these two moments, whichever is earlier."""
        if self._any:
            earlier, later = sorted((to_seconds(since), to_seconds(now)))
            rows = self._db.execute("SELECT id FROM article WHERE expires BETWEEN ? AND ?", (earlier, later))
            for (own_id,) in rows.fetchall():
                self.touch(own_id)

    def stale(self) -> list[tuple[str, int]]:
        """The pages that have to be written anew, the newest of each section first."""
        rows = self._db.execute(
            "SELECT section, page FROM archive_page WHERE stale ORDER BY section, page DESC"
        )
        return rows.fetchall()

    # corrections

    def note_corrections(self, now: datetime) -> set[str]:
        """Notes which entries of stale pages are newer than the pages had them; returns their sections."""
        rows = self._db.execute(
            """UPDATE archived SET corrected = ?, updated = ledger.updated
               FROM archive_page, ledger
               WHERE stale AND (archived.section, archived.page) = (archive_page.section, archive_page.page)
                   AND archived.id = ledger.id AND archived.updated < ledger.updated
               RETURNING archived.section""",
            (to_seconds(now),),
        ).fetchall()
        return {section for (section,) in rows}

    def corrected(self, section: str, since: datetime, now: datetime) -> list[Listed]:
        """The articles of a section's pages that were corrected after `since`; not those it has no more."""
        rows = self._db.execute(
            """SELECT article.path, article.section, entry.path IS NOT NULL, archived.id, article.published
               FROM archived INDEXED BY archived_corrected
                   JOIN ledger USING (id) JOIN article USING (path)
                   JOIN placement ON placement.section = archived.section
                       AND placement.published = article.published AND placement.article = number
                   LEFT JOIN entry ON entry.path = article.path AND NOT stale
               WHERE corrected > :since AND corrected <= :now AND archived.section = :section
                   AND (article.expires IS NULL OR article.expires > :now)""",
            {"section": section, "since": to_seconds(since), "now": to_seconds(now)},
        )
        return listed(rows)

    def due(self, since: datetime, now: datetime) -> set[str]:
        """The sections with corrections between these two moments, whichever is earlier."""
        earlier, later = sorted((to_seconds(since), to_seconds(now)))
        rows = self._db.execute(
            "SELECT DISTINCT section FROM archived WHERE corrected BETWEEN ? AND ?", (earlier, later)
        )
        return {section for (section,) in rows}

    # pages

    def newest(self, section: str) -> int:
        """The number of a section's newest page; 0 where there is none."""
        (page,) = self._db.execute(
            "SELECT MAX(page) FROM archive_page WHERE section = ?", (section,)
        ).fetchone()
        return page or 0

    def sections_with(self, own_id: str) -> set[str]:
        """The sections that have this entry in a page."""
        rows = self._db.execute("SELECT section FROM archived WHERE id = ?", (own_id,)) if self._any else ()
        return {section for (section,) in rows}

    def unpaged(self, section: str, now: datetime, *, descendants: bool) -> list[Listed]:
        """The articles that the feed of `section` may show at `now` and no page has, oldest first."""
        rows = self._db.execute(
            """SELECT article.path, article.section, entry.path IS NOT NULL,
                   article.id, placement.published
               FROM placement JOIN article ON number = placement.article
                   LEFT JOIN entry ON entry.path = article.path AND NOT stale
               WHERE placement.section = :section AND placement.published <= :now
                   AND (placement.expires IS NULL OR placement.expires > :now)
                   AND (:descendants OR NOT inherited)
                   AND NOT EXISTS (SELECT 1 FROM archived
                       WHERE archived.id = article.id AND archived.section = placement.section)
               ORDER BY placement.published, article.id""",
            {"section": section, "now": to_seconds(now), "descendants": descendants},
        )
        return listed(rows)

    def add(self, section: str, entries: Mapping[str, int | None], shown: Collection[str] = ()) -> None:
        """Makes a page of entries, the section's newest.

        `entries` are ids, with the `updated` that readers have where that is not today's. Those of them that
        are `shown` outside of the page, and have been updated, were corrected.
        """
        self._any = True
        page = self.newest(section) + 1
        self._db.executemany(
            """INSERT OR IGNORE INTO archived
               SELECT ?1, ?2, ?3, ifnull(?4, (SELECT updated FROM ledger WHERE id = ?3)),
                   (SELECT updated FROM ledger WHERE id = ?3 AND updated > published AND ?5)""",
            [(section, page, own_id, updated, own_id in shown) for own_id, updated in entries.items()],
        )
        self._db.execute("INSERT INTO archive_page VALUES (?, ?, ?, TRUE)", (section, page, _NOTHING))
        # It is the newest no longer, and leads to the next.
        self.touch_page(section, page - 1)

    def content(self, section: str, page: int, now: datetime) -> list[Listed]:
        """What a page shows at `now`, newest first: wherever its articles are today, but not in no feed."""
        rows = self._db.execute(
            """SELECT article.path, article.section, entry.path IS NOT NULL, archived.id, article.published
               FROM archived JOIN ledger USING (id) JOIN article USING (path)
                   LEFT JOIN entry ON entry.path = article.path AND NOT stale
               WHERE archived.section = :section AND archived.page = :page
                   AND article.published <= :now AND (article.expires IS NULL OR article.expires > :now)
                   AND placed != :nowhere
               ORDER BY article.published DESC, archived.id""",
            {"section": section, "page": page, "now": to_seconds(now), "nowhere": _NOTHING},
        )
        return listed(rows)

    def deleted(self, section: str, page: int) -> tuple[Deleted, ...]:
        """What has left a page for good, the last first."""
        rows = self._db.execute(
            """SELECT id, gone, reason FROM archived JOIN tombstone USING (section, id)
               WHERE section = ? AND page = ? ORDER BY gone DESC, id""",
            (section, page),
        )
        return tuple(Deleted(own_id, to_moment(gone), reason) for own_id, gone, reason in rows)

    def files(self, section: str, page: int) -> bytes:
        """The files of a page as they were put."""
        (files,) = self._db.execute(
            "SELECT files FROM archive_page WHERE section = ? AND page = ?", (section, page)
        ).fetchone()
        return bytes(files)

    def put_page(self, section: str, page: int, files: bytes) -> None:
        """Remembers the files of a page as they are on disk."""
        self._db.execute(
            "UPDATE archive_page SET files = ?, stale = FALSE WHERE section = ? AND page = ?",
            (files, section, page),
        )

    def pages(self) -> Iterable[tuple[str, int, bytes]]:
        """Every page: its section, its number, and its files as they were written, packed."""
        return self._db.execute("SELECT section, page, files FROM archive_page") if self._any else ()
