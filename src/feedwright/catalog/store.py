"""An open catalog: what a run remembers, and the questions that it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType

import msgspec

from feedwright.catalog.again import Again
from feedwright.catalog.archives import Archives
from feedwright.catalog.census import Census
from feedwright.catalog.database import Database
from feedwright.catalog.folders import Folders
from feedwright.catalog.ledger import Ledger
from feedwright.catalog.listed import Listed, listed
from feedwright.catalog.media import OF_A_FEED, Media
from feedwright.catalog.queue import Queue
from feedwright.catalog.summary import SectionSummary, summaries
from feedwright.catalog.tables import explained
from feedwright.catalog.tombstones import Tombstones
from feedwright.catalog.topics import Topics
from feedwright.catalog.values import LARGE, Value, compressed, to_moment, to_seconds
from feedwright.catalog.whole import Whole
from feedwright.model import Article, Published, SectionData

_SECTION = Value[SectionData]("section_file.body", SectionData)
_PLACED = Value[list[str]]("article.placed", list[str])


class Run(msgspec.Struct, frozen=True):
    """A complete run: a digest of all the settings it had, and its clock."""

    settings: bytes
    clock: datetime


class Catalog:
    """An open catalog; used as a context manager, it commits on success and only then.

    `recover` tells what published feeds say of articles, by id or URL, for a catalog that was lost;
    `url_of` is where an article is read. A `reader` changes nothing and waits for nobody. Opening
    and leaving it raise CatalogError where it is damaged, PublishError where it cannot be written,
    BusyError where a first run keeps it to itself.
    """

    def __init__(
        self,
        path: Path,
        recover: Callable[[], Mapping[str, Published]] = dict,
        url_of: Callable[[Article], str] = lambda article: article.link or "",
        *,
        reader: bool = False,
    ) -> None:
        self._path = path
        with explained(path):
            self._db = Database(path, reader=reader)
            try:
                self._db.execute("BEGIN" if reader else "BEGIN IMMEDIATE")
                self.ledger = Ledger(self._db, recover, url_of)
                self.queue = Queue(self._db)
                self.whole = Whole(self._db)
                self.topics = Topics(self._db)
                self.tombstones = Tombstones(self._db)
                self.archives = Archives(self._db)
                self.again = Again(self._db)
                self.media = Media(self._db)
                self.census = Census(self._db)
                self.folders = Folders(self._db)
                self._is_first = self.last_run() is None
                last = "SELECT ifnull(MAX(number), 0) FROM article"
                (self._last_number,) = self._db.execute(last).fetchone()
            except BaseException:
                self._db.close()
                raise

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with explained(self._path):
                if error is not None:
                    raise error
                self._db.commit()
        finally:
            # What is not committed is rolled back.
            self._db.close()

    # runs

    def last_run(self) -> Run | None:
        """The run before; None before the first."""
        row = self._db.execute("SELECT settings, clock FROM last_run").fetchone()
        return row and Run(bytes(row[0]), to_moment(row[1]))

    def put_run(self, settings: bytes, now: datetime) -> None:
        """Remembers a run that is about to be complete."""
        self._db.execute("INSERT OR REPLACE INTO last_run VALUES (1, ?, ?)", (settings, to_seconds(now)))

    # content/

    def expect_many(self) -> None:
        """Articles are about to be put. Where they are the first, indexes can wait until all are there."""
        if self._is_first and self.ledger.is_new:
            self._db.index_later()

    def put(self, article: Article, published: Published, sections: Mapping[str, bool]) -> set[str]:
        """Remembers a good article as of now; its entry has to be made anew.

        `sections` are those whose feeds may show it, and whether each has it from a descendant.
        Returns the sections whose feeds this changes.
        """
        changed = set(sections) | self.tombstones.rise(published.id)
        if not self.ledger.is_new:
            changed |= self._displace(article.path)
            self._make_anew(article.path)
            self.archives.touch(published.id)
        since = to_seconds(published.published)
        expires = None if article.expires is None else to_seconds(article.expires)
        number = self._last_number = self._last_number + 1
        placed = _PLACED.pack(list(sections))
        self._db.put(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, article.path, published.id, article.section, since, expires, placed)],
        )
        self._db.put(
            "INSERT INTO placement VALUES (?, ?, ?, ?, ?)",
            [(section, since, number, inherited, expires) for section, inherited in sections.items()],
        )
        if article.breadcrumb:
            labels = _labels(article.section, article.breadcrumb)
            self._db.put("INSERT OR REPLACE INTO label VALUES (?, ?)", labels)
        return changed

    def all_are_put(self) -> None:
        """No more articles will be: entries, which follow, lie one after the other, and need no memory."""
        self._db.hold_little()

    def shown(self, path: str, now: datetime) -> set[str]:
        """The sections whose feeds may show the article at `path` now; it may be too old for them."""
        row = self._db.execute(
            """SELECT placed, id FROM article
               WHERE path = ? AND published <= ? AND (expires IS NULL OR expires > ?)""",
            (path, to_seconds(now), to_seconds(now)),
        ).fetchone()
        return {*_PLACED.unpack(row[0]), *self.archives.sections_with(row[1])} if row else set()

    def drop(self, path: str) -> set[str]:
        """Takes an article out of every feed, and its media away; its id stays known.

        Returns the sections it was in.
        """
        self._db.execute("DELETE FROM entry WHERE path = ?", (path,))
        self.media.take_down(path)
        return self._displace(path)

    def hide(self, path: str) -> None:
        """An article that is still there has left every feed: should it come back, its entry is made anew."""
        self._db.execute("DELETE FROM entry WHERE path = ?", (path,))
        self.media.hide(path)

    def hide_expired(self, since: datetime, now: datetime) -> None:
        """As `hide`, for what expired after `since`, until `now`."""
        rows = self._db.execute(
            "SELECT path FROM article WHERE expires > ? AND expires <= ?",
            (to_seconds(since), to_seconds(now)),
        )
        for (path,) in rows.fetchall():
            self.hide(path)

    def _displace(self, path: str) -> set[str]:
        row = self._db.execute(
            "SELECT number, published, placed, id FROM article WHERE path = ?", (path,)
        ).fetchone()
        if row is None:
            return set()
        number, published, placed, own_id = row
        sections = _PLACED.unpack(placed)
        self._db.executemany(
            "DELETE FROM placement WHERE section = ? AND published = ? AND article = ?",
            [(section, published, number) for section in sections],
        )
        self._db.execute("DELETE FROM article WHERE number = ?", (number,))
        self.topics.forget(path)
        self.again.forget(path)
        self.archives.touch(own_id)
        return set(sections)

    def due(self, since: datetime, now: datetime) -> set[str]:
        """The sections whose feeds change because time has passed (or the clock was set back)."""
        earlier, later = sorted((to_seconds(since), to_seconds(now)))
        rows = self._db.execute(
            """SELECT placed FROM article WHERE published BETWEEN :earlier AND :later
               UNION ALL
               SELECT placed FROM article WHERE expires BETWEEN :earlier AND :later""",
            {"earlier": earlier, "later": later},
        )
        return {section for (placed,) in rows for section in _PLACED.unpack(placed)}

    def put_rejection(self, path: str, section: str, reason: str) -> None:
        """Remembers that a file cannot be used."""
        self._db.put("INSERT OR REPLACE INTO rejection VALUES (?, ?, ?)", [(path, section, reason)])

    def take_rejections(self) -> dict[str, str]:
        """The files that could not be used and why, to be tried again."""
        taken = dict(self._db.execute("SELECT path, reason FROM rejection"))
        if taken:
            # Of an empty table, too, SQLite would write the page anew, and wait for the disk.
            self._db.execute("DELETE FROM rejection")
        return taken

    # sections

    def section_files(self) -> dict[str, SectionData]:
        """What `_section.yaml` files say, or said when they last were good, by section."""
        rows = self._db.execute("SELECT section, body FROM section_file")
        return {section: _SECTION.unpack(body) for section, body in rows}

    def put_section(self, path: str, section: str, data: SectionData) -> bool:
        """Remembers a good `_section.yaml`; False where it says what it said before."""
        body = _SECTION.pack(data)
        row = self._db.execute("SELECT body FROM section_file WHERE path = ?", (path,)).fetchone()
        if row and bytes(row[0]) == body:
            return False
        self._db.execute("INSERT OR REPLACE INTO section_file VALUES (?, ?, ?)", (path, section, body))
        return True

    def drop_section(self, path: str) -> bool:
        """Forgets a `_section.yaml` that is gone; False where there was none."""
        return self._db.execute("DELETE FROM section_file WHERE path = ?", (path,)).rowcount > 0

    def labels(self) -> dict[str, str]:
        """What breadcrumbs call the sections on their way."""
        return dict(self._db.execute("SELECT section, label FROM label"))

    def sections(self) -> set[str]:
        """The sections that articles are in."""
        # DISTINCT would look at every placement; this asks for the next section after each.
        rows = self._db.execute(
            """WITH RECURSIVE known (section) AS (
                   SELECT MIN(section) FROM placement
                   UNION ALL
                   SELECT (SELECT MIN(section) FROM placement WHERE section > known.section)
                   FROM known WHERE section IS NOT NULL
               ) SELECT section FROM known WHERE section IS NOT NULL"""
        )
        return {section for (section,) in rows}

    # feeds

    def newest(
        self,
        section: str,
        now: datetime,
        *,
        descendants: bool,
        limit: int,
        after: datetime | None = None,
    ) -> list[Listed]:
        """The newest articles that the feed of `section` shows at `now`, newest first.

        Order: `published` descending, then `id`, so that equal dates keep one order (RFC 4287
        leaves it open). `after` leaves out what was published earlier.
        """
        rows = self._db.execute(
            """SELECT article.path, article.section, entry.path IS NOT NULL,
                   article.id, placement.published
               FROM placement JOIN article ON number = placement.article
                   LEFT JOIN entry ON entry.path = article.path AND NOT stale
               WHERE placement.section = :section AND placement.published <= :now
                   AND (placement.expires IS NULL OR placement.expires > :now)
                   AND (:descendants OR NOT inherited) AND placement.published >= :after
               ORDER BY placement.published DESC, article.id LIMIT :limit""",
            {
                "section": section,
                "now": to_seconds(now),
                "descendants": descendants,
                "after": -(2**62) if after is None else to_seconds(after),
                "limit": limit,
            },
        )
        return listed(rows)

    def count(self, section: str, now: datetime, *, descendants: bool) -> int:
        """How many articles the feed of `section` could show at `now`, without any limit."""
        (count,) = self._db.execute(
            """SELECT COUNT(*) FROM placement
               WHERE section = ? AND published <= ? AND (expires IS NULL OR expires > ?)
                   AND (? OR NOT inherited)""",
            (section, to_seconds(now), to_seconds(now), descendants),
        ).fetchone()
        return int(count)

    def packed_entries(self, paths: Iterable[str]) -> list[bytes]:
        """The entries of these articles as they were put, packed, in that order."""
        found = (
            self._db.execute("SELECT body FROM entry WHERE path = ?", (path,)).fetchone() for path in paths
        )
        return [row[0] for row in found if row]

    def emptied(self, section: str, now: datetime) -> datetime:
        """The date of a feed that shows nothing: its last expiry, else the date that it had before.

        1970 where there never was anything to show.
        """
        (expired,) = self._db.execute(
            "SELECT MAX(expires) FROM placement WHERE section = ? AND expires <= ?",
            (section, to_seconds(now)),
        ).fetchone()
        before = self._db.execute("SELECT updated FROM feed WHERE section = ?", (section,)).fetchone()
        return to_moment(max(expired or 0, before[0] if before else 0))

    def put_entry(
        self, path: str, entry: bytes, media: Mapping[str, bytes], published: Mapping[str, int]
    ) -> None:
        """Remembers a (packed) entry as published, and the media files it was made with, with their states.

        `published` are the files under media/ that it refers to, and their lengths in bytes.
        """
        body = compressed(entry) if self._last_number > LARGE else entry
        self._db.put("INSERT OR REPLACE INTO entry VALUES (?, ?, FALSE)", [(path, body)])
        self.media.put(path, media, published, is_first=self._is_first)

    def _make_anew(self, path: str) -> None:
        """An entry has to be made anew; should that fail, this one is its last good version."""
        self._db.execute("UPDATE entry SET stale = TRUE WHERE path = ?", (path,))
        self.archives.touch_article(path)

    def make_entries_anew(self, section: str) -> set[str]:
        """Has the entries of a section and its descendants made anew; returns the sections they are in."""
        below, above = (f"{section}/", f"{section}0") if section else ("", "\U0010ffff")
        rows = self._db.execute(
            """SELECT path, placed FROM article JOIN entry USING (path)
               WHERE section = ? OR (section >= ? AND section < ?)""",
            (section, below, above),
        ).fetchall()
        for path, _ in rows:
            self._make_anew(path)
        return {name for _, placed in rows for name in _PLACED.unpack(placed)}

    def media_changed(self, state: Callable[[str], bytes], length: Callable[[str], int]) -> set[str]:
        """The sections whose feeds show media files that are no longer what they were.

        `state` tells how a file under content/ is now, `length` how long one under media/ is;
        entries made with others have to be made anew.
        """
        owners = self.media.changed(state, length)
        sections: set[str] = set()
        for owner in owners:
            if owner.startswith(OF_A_FEED):
                sections.add(owner.removeprefix(OF_A_FEED))
            else:
                sections |= self._placed(owner)
                self._make_anew(owner)
        return sections

    def _placed(self, path: str) -> set[str]:
        rows = self._db.execute("SELECT placed FROM article WHERE path = ?", (path,))
        return {section for (placed,) in rows for section in _PLACED.unpack(placed)}

    def feeds(self) -> dict[str, bytes]:
        """The sections that ever had a feed, and the files of each as they were written, packed."""
        return dict(self._db.execute("SELECT section, files FROM feed"))

    def put_feed(
        self,
        section: str,
        files: bytes,
        updated: datetime,
        media: Mapping[str, bytes],
        published: Mapping[str, int],
    ) -> None:
        """Remembers the files of a section's feed as they are on disk, and its own media files."""
        self._db.execute(
            "INSERT OR REPLACE INTO feed VALUES (?, ?, ?)", (section, files, to_seconds(updated))
        )
        self.media.put(OF_A_FEED + section, media, published, is_first=self._is_first)

    def make_feed_due(self, section: str, files: bytes) -> None:
        """Notes that a section's feed could not be written: `files` are such as no disk has."""
        self._db.execute(
            "INSERT INTO feed VALUES (?, ?, 0) ON CONFLICT (section) DO UPDATE SET files = excluded.files",
            (section, files),
        )

    def summary(self, now: datetime) -> list[SectionSummary]:
        """What each section's own feed has to show, for people who look after it."""
        pages = self.whole.pages().values()
        return summaries(self._db, self.feeds(), self.section_files(), list(pages), now)


def _labels(section: str, breadcrumb: tuple[str, ...]) -> list[tuple[str, str]]:
    """`News > U.S.` names news and news/us."""
    parts = section.split("/")
    return [("/".join(parts[:depth]), label) for depth, label in enumerate(breadcrumb[: len(parts)], 1)]
