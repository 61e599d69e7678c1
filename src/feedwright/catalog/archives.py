"""The archive pages (RFC 5005) of sections' feeds: which entry is in which page, for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from feedwright.catalog.codec import to_seconds
from feedwright.catalog.database import Database
from feedwright.catalog.values import FEED_FILES, FileStat

CORRECTIONS = timedelta(days=30)
"""How long a feed shows a correction of an archived entry: a client may never ask for the page again."""

PAGE = 100
"""The number of entries of a page."""

_NO_FILES = FEED_FILES.pack([])


class Archives:
    """The archive pages in an open catalog.

    A page is a set of ids that never changes; what it shows of them is what may be shown now. A page is
    stale while its files are not what they should be.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        (self._any,) = db.execute("SELECT EXISTS (SELECT 1 FROM archive_page)").fetchone()

    # which pages have to be written

    def mark_stale(self, own_id: str) -> None:
        """Mark the pages as stale that have the entry with this id, because it is different now."""
        if self._any:
            self._db.execute(
                """UPDATE archive_page SET stale = TRUE
                   FROM archived WHERE archived.id = ?
                       AND (archive_page.section, archive_page.page) = (archived.section, archived.page)""",
                (own_id,),
            )

    def mark_article_stale(self, path: str) -> None:
        """Mark the pages as stale that have the entry of the article at `path`."""
        if self._any:
            row = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
            if row:
                self.mark_stale(row[0])

    def mark_page_stale(self, section: str, page: int) -> None:
        """Mark one page as stale: it is not as it was written, or has another neighbour."""
        self._db.execute(
            "UPDATE archive_page SET stale = TRUE WHERE section = ? AND page = ?", (section, page)
        )

    def mark_expired_stale(self, one: datetime, other: datetime) -> None:
        """Mark the pages as stale that have articles which expired between two moments, in either order."""
        if self._any:
            earlier, later = sorted((to_seconds(one), to_seconds(other)))
            rows = self._db.execute("SELECT id FROM article WHERE expires BETWEEN ? AND ?", (earlier, later))
            for (own_id,) in rows.fetchall():
                self.mark_stale(own_id)

    def stale_pages(self) -> list[tuple[str, int]]:
        """Return the section and number of each stale page, the newest of each section first."""
        rows = self._db.execute(
            "SELECT section, page FROM archive_page WHERE stale ORDER BY section, page DESC"
        )
        return rows.fetchall()

    # corrections

    def record_corrections(self, now: datetime) -> set[str]:
        """Record which entries of stale pages are newer than the pages had them; return their sections."""
        rows = self._db.execute(
            """UPDATE archived SET corrected = ?, updated = ledger.updated
               FROM archive_page, ledger
               WHERE stale AND (archived.section, archived.page) = (archive_page.section, archive_page.page)
                   AND archived.id = ledger.id AND archived.updated < ledger.updated
               RETURNING archived.section""",
            (to_seconds(now),),
        ).fetchall()
        return {section for (section,) in rows}

    def sections_corrected_between(self, one: datetime, other: datetime) -> set[str]:
        """Return the sections with corrections made between two moments, in either order."""
        earlier, later = sorted((to_seconds(one), to_seconds(other)))
        rows = self._db.execute(
            "SELECT DISTINCT section FROM archived WHERE corrected BETWEEN ? AND ?", (earlier, later)
        )
        return {section for (section,) in rows}

    # pages

    def newest_page(self, section: str) -> int:
        """Return the number of a section's newest page, 0 if it has none. The oldest is page 1."""
        (page,) = self._db.execute(
            "SELECT MAX(page) FROM archive_page WHERE section = ?", (section,)
        ).fetchone()
        return page or 0

    def sections_with(self, own_id: str) -> set[str]:
        """Return the sections that have the entry with this id in a page."""
        rows = self._db.execute("SELECT section FROM archived WHERE id = ?", (own_id,)) if self._any else ()
        return {section for (section,) in rows}

    def add_page(self, section: str, entries: Mapping[str, int | None], shown: Collection[str] = ()) -> None:
        """Make a page of entries, the section's newest.

        Args:
            section: The section.
            entries: Their ids, each with the `updated` that readers have if that is not the ledger's.
            shown: The ids that feeds show outside of the page. Those of them that were updated after their
                first publication are recorded as corrected.
        """
        self._any = True
        page = self.newest_page(section) + 1
        self._db.executemany(
            """INSERT OR IGNORE INTO archived
               SELECT ?1, ?2, ?3, ifnull(?4, (SELECT updated FROM ledger WHERE id = ?3)),
                   (SELECT updated FROM ledger WHERE id = ?3 AND updated > published AND ?5)""",
            [(section, page, own_id, updated, own_id in shown) for own_id, updated in entries.items()],
        )
        self._db.execute("INSERT INTO archive_page VALUES (?, ?, ?, TRUE)", (section, page, _NO_FILES))
        # The page before has a link to the next one now.
        self.mark_page_stale(section, page - 1)

    def page_files(self, section: str, page: int) -> list[FileStat]:
        """Return the files of a page as they were recorded."""
        (files,) = self._db.execute(
            "SELECT files FROM archive_page WHERE section = ? AND page = ?", (section, page)
        ).fetchone()
        return FEED_FILES.unpack(files)

    def record_page(self, section: str, page: int, files: list[FileStat]) -> None:
        """Record the files of a page as they are on disk; it is no longer stale."""
        self._db.execute(
            "UPDATE archive_page SET files = ?, stale = FALSE WHERE section = ? AND page = ?",
            (FEED_FILES.pack(files), section, page),
        )

    def pages(self) -> Iterator[tuple[str, int, list[FileStat]]]:
        """Yield the section, number and files of every page."""
        rows = self._db.execute("SELECT section, page, files FROM archive_page") if self._any else ()
        return ((section, page, FEED_FILES.unpack(files)) for section, page, files in rows)
