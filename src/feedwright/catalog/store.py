"""An open catalog: what a run remembers, in parts by subject, and the operations that concern several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType

import msgspec
from msgspec.structs import replace

from feedwright.catalog.announcements import Announcements
from feedwright.catalog.archives import Archives
from feedwright.catalog.articles import Articles
from feedwright.catalog.codec import LARGE, compressed, to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.catalog.feeds import Feeds
from feedwright.catalog.folders import Folders
from feedwright.catalog.ledger import Ledger
from feedwright.catalog.media import OF_A_FEED, Media
from feedwright.catalog.placements import PlacementCounts, unpack_placed
from feedwright.catalog.rereads import Rereads
from feedwright.catalog.sections import Rejections, Sections
from feedwright.catalog.selection import Selection
from feedwright.catalog.site_pages import SitePages
from feedwright.catalog.spellings import Spellings
from feedwright.catalog.standing import MAKING, READING, StandingWarnings
from feedwright.catalog.summary import SectionSummary, summaries
from feedwright.catalog.tables import translated_errors
from feedwright.catalog.tombstones import Tombstones
from feedwright.catalog.values import ENTRY, LEFT_OUT, LISTS, PAGES, FileStat, NamedValues
from feedwright.catalog.waiting import WaitingArticles
from feedwright.model import Article, Published


class _Title(msgspec.Struct):
    title: str


_TITLE = ENTRY.part(_Title)


class LastRun(msgspec.Struct, frozen=True):
    """A complete run: a digest of all settings that it had, and its clock."""

    settings: bytes
    clock: datetime


class Catalog:
    """An open catalog. As a context manager it commits on success, and only then.

    Opening and leaving it raise CatalogError if it is damaged, PublishError if it cannot be written, and
    BusyError while a first run writes it.

    Args:
        path: The file.
        recover: Returns what published feeds say of articles, by id and URL. Called if the catalog is new.
        url_of: Returns where an article is read.
        reader: Whether to change nothing, and to wait for nobody.
    """

    def __init__(
        self,
        path: Path,
        recover: Callable[[], Mapping[str, Published]] = dict,
        url_of: Callable[[Article], str] = lambda article: article.link or "",
        *,
        reader: bool = False,
    ) -> None:
        self._path, self._url_of = path, url_of
        with translated_errors(path):
            self._db = Database(path, reader=reader)
            try:
                self._db.begin()
                self._make_parts(recover, url_of)
            except BaseException:
                self._db.close()
                raise

    def _make_parts(
        self, recover: Callable[[], Mapping[str, Published]], url_of: Callable[[Article], str]
    ) -> None:
        db = self._db
        self._counts = PlacementCounts(db)
        self.values = NamedValues(db)
        self.ledger = Ledger(db, self.values, recover, url_of)
        self.articles = Articles(db, self._counts)
        self.selection = Selection(db, self._counts)
        self.sections = Sections(db)
        self.rejections = Rejections(db)
        self.spellings = Spellings(db)
        self.rereads = Rereads(db, self.values)
        self.folders = Folders(db)
        self.site_pages = SitePages(db)
        self.feeds = Feeds(db)
        self.archives = Archives(db)
        self.tombstones = Tombstones(db)
        self.media = Media(db)
        self.announcements = Announcements(db)
        self._is_first = self.last_run() is None
        self.warnings = StandingWarnings(db, is_first=self._is_first)
        self.waiting = WaitingArticles(db, is_first=self._is_first)

    def __enter__(self) -> Catalog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with translated_errors(self._path):
                if error is not None:
                    raise error
                self._counts.flush()
                self._db.commit()
        finally:
            # What is not committed is rolled back.
            self._db.close()

    # runs

    def last_run(self) -> LastRun | None:
        """Return the run before, None if there is none."""
        row = self._db.execute("SELECT settings, clock FROM last_run").fetchone()
        return row and LastRun(bytes(row[0]), to_moment(row[1]))

    def record_run(self, settings: bytes, now: datetime) -> None:
        """Record this run, which is about to be complete, as the last one."""
        self._db.execute("INSERT OR REPLACE INTO last_run VALUES (1, ?, ?)", (settings, to_seconds(now)))

    def summary(self, now: datetime) -> list[SectionSummary]:
        """Return what each section's own feed has to show at `now`, for people who look after it."""
        pages, left_out = self.values.get(PAGES) or {}, self.values.get(LEFT_OUT) or {}
        sections, lists = self.feeds.sections(), self.values.get(LISTS) or {}
        found = summaries(self._db, sections, self.sections.data(), list(pages.values()), left_out, now)
        shown = {one.curated.name: one.shown for one in lists.values() if one.curated is not None}
        # No article is placed in a curated list.
        return [
            replace(row, articles=len(ids), newest=self.articles.newest_of(ids))
            if (ids := shown.get(row.section))
            else row
            for row in found
        ]

    def published_between(self, since: datetime, now: datetime) -> list[tuple[str, str, str, datetime]]:
        """Return the articles that appeared between two moments, the newest first.

        Each comes as path, section, title (of its entry; else its slug) and date.
        """
        rows = self._db.execute(
            """SELECT article.path, section, slug, article.published, body
               FROM article JOIN ledger USING (id) LEFT JOIN entry ON entry.path = article.path
               WHERE article.published BETWEEN ? AND ? AND (expires IS NULL OR expires > ?)
               ORDER BY article.published DESC, article.path""",
            (to_seconds(since), to_seconds(now), to_seconds(now)),
        )
        return [
            (path, section, slug if body is None else _TITLE.unpack(body).title, to_moment(published))
            for path, section, slug, published, body in rows
        ]

    def newest_slugs(self, limit: int) -> list[tuple[str, str, str]]:
        """Return path, section and slug of the newest articles in the publication's own feed."""
        return self._db.execute(
            """SELECT article.path, article.section, ledger.slug FROM placement
               JOIN article ON article.number = placement.article JOIN ledger USING (id)
               WHERE placement.section = '' ORDER BY placement.published DESC LIMIT ?""",
            (limit,),
        ).fetchall()

    # articles

    def begin_recording(self) -> None:
        """Prepare for recording articles. If they are the first, indexes are made when all are there."""
        if self._is_first and self.ledger.is_new:
            self._db.defer_indexes()

    def record_article(
        self, article: Article, published: Published, sections: Mapping[str, bool]
    ) -> set[str]:
        """Record a good article in place of the one at its path, and mark its entry as stale.

        Args:
            article: The article; its body is not needed.
            published: What readers hold on to: its id, first publication and `updated`.
            sections: The sections whose feeds may show it, and whether each inherits it from a descendant.

        Returns:
            The sections whose feeds this changes.
        """
        changed = set(sections) | self.tombstones.delete(published.id)
        if not self.ledger.is_new:
            changed |= self._delete_article(article.path)
            self._mark_entry_stale(article.path)
            self.warnings.doubt(MAKING, article.path)
            self.archives.mark_stale(published.id)
        self.articles.insert(article, published, sections)
        if article.noindex or (self.site_pages.are_kept and sections):
            url = None if article.noindex else self._url_of(article)
            number = self.articles.last_number
            self.site_pages.record(number, article.section, published.published, url)
        if article.breadcrumb:
            self.sections.record_labels(article.section, article.breadcrumb)
        return changed

    def end_recording(self) -> None:
        """Free memory after the last article: entries, which follow, are written one after the other."""
        self._db.shrink_cache()

    def remove_article(self, path: str) -> set[str]:
        """Remove an article from every feed, and have its media removed at once; its id stays known.

        Returns the sections that it was in.
        """
        self._db.execute("DELETE FROM entry WHERE path = ?", (path,))
        self.media.unreference_at_once(path)
        self.warnings.delete(MAKING, path)
        return self._delete_article(path)

    def forget_file(self, path: str) -> None:
        """Forget what was to be mended in a file that is gone, or that holds another article now."""
        self.warnings.delete(READING, path)
        self.warnings.delete(MAKING, path)
        self.waiting.delete(path)

    def _delete_article(self, path: str) -> set[str]:
        deleted = self.articles.delete(path)
        if deleted is None:
            return set()
        self.site_pages.delete(deleted.number, deleted.section, deleted.published)
        self.spellings.delete(path)
        self.rereads.delete(path)
        self.archives.mark_stale(deleted.id)
        return set(deleted.sections)

    def sections_showing(self, path: str, now: datetime) -> set[str]:
        """Return the sections whose feeds or archive pages may show the article at `path` at `now`.

        It may be too old for some of these feeds.
        """
        found = self.articles.visible(path, now)
        return {*found.sections, *self.archives.sections_with(found.id)} if found else set()

    # entries

    def packed_entries(self, paths: Iterable[str]) -> list[bytes]:
        """Return the entries of these articles in their order, packed; an article without one is skipped."""
        return [body for _, body in self._db.select_by_key("SELECT path, body FROM entry WHERE path", paths)]

    def with_entry(self, paths: Iterable[str]) -> list[str]:
        """Return those of the paths whose articles have an entry."""
        return [path for (path,) in self._db.select_by_key("SELECT path FROM entry WHERE path", paths)]

    def record_entry(
        self, path: str, entry: bytes, media: Mapping[str, bytes], published: Mapping[str, int]
    ) -> None:
        """Record the entry of the article at `path`, and its media.

        Args:
            path: The path of the article.
            entry: The entry, packed.
            media: The change tokens of the files under content/ that it was made with, by path.
            published: The lengths in bytes of the files that it refers to, by name under feeds/media/.
        """
        body = compressed(entry) if self.articles.last_number > LARGE else entry
        self._db.write_later("INSERT OR REPLACE INTO entry VALUES (?, ?, FALSE)", [(path, body)])
        self.media.record(path, media, published, is_first=self._is_first)
        self.site_pages.touch(path)

    def move_updated(self, own_id: str, path: str, updated: datetime) -> None:
        """Record that the article at `path` was edited, in the ledger and in its entry."""
        self.ledger.move_updated(own_id, updated)
        [(body, stale)] = self._db.execute("SELECT body, stale FROM entry WHERE path = ?", (path,)).fetchall()
        entry = ENTRY.pack(replace(ENTRY.unpack(body), updated=updated))
        body = compressed(entry) if self.articles.last_number > LARGE else entry
        self._db.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", (path, body, stale))

    def _mark_entry_stale(self, path: str) -> None:
        """Have an entry made anew; if that fails, the stale one is its last good version."""
        self._db.execute("UPDATE entry SET stale = TRUE WHERE path = ?", (path,))
        self.archives.mark_article_stale(path)

    def mark_entries_stale(self, section: str) -> set[str]:
        """Have all entries of a section and its descendants made anew; return the sections they are in."""
        below, above = (f"{section}/", f"{section}0") if section else ("", "\U0010ffff")
        rows = self._db.execute(
            """SELECT path, section, placed FROM article JOIN entry USING (path)
               WHERE section = ? OR (section >= ? AND section < ?)""",
            (section, below, above),
        ).fetchall()
        for path, _, _ in rows:
            self._mark_entry_stale(path)
        return {name for _, own, placed in rows for name in unpack_placed(own, placed)}

    def mark_changed_media(self, token: Callable[[str], bytes], length: Callable[[str], int]) -> set[str]:
        """Have entries made anew whose media files are no longer what they were.

        Args:
            token: Returns the change token of a file under content/ as it is now.
            length: Returns the length in bytes of a file under feeds/media/ as it is now.

        Returns:
            The sections whose feeds show these entries, or have changed media of their own.
        """
        sections: set[str] = set()
        for owner in self.media.owners_of_changed(token, length):
            if owner.startswith(OF_A_FEED):
                sections.add(owner.removeprefix(OF_A_FEED))
            else:
                sections.update(self.articles.sections_of(owner))
                self._mark_entry_stale(owner)
        return sections

    def discard_entry(self, path: str) -> None:
        """Delete the entry of an article that is there but in no feed; its media stay for some days."""
        self._db.execute("DELETE FROM entry WHERE path = ?", (path,))
        self.warnings.delete(MAKING, path)
        self.media.unreference(path)

    def discard_expired_entries(self, since: datetime, now: datetime) -> None:
        """Delete the entries of articles that expired after `since`, and not after `now`."""
        for path in self.articles.expired_between(since, now):
            self.discard_entry(path)

    # feeds

    def record_feed(
        self,
        section: str,
        files: list[FileStat],
        updated: datetime,
        media: Mapping[str, bytes],
        published: Mapping[str, int],
    ) -> None:
        """Record the files of a section's feed as they are on disk, and its own media.

        Args:
            section: The section.
            files: The files: name under feeds/, length in bytes, mtime in ns.
            updated: The date that the feed has.
            media: The change tokens of the files under content/ that it was made with, by path.
            published: The lengths in bytes of the media that it refers to, by name under feeds/media/.
        """
        self.feeds.record(section, files, updated)
        self.media.record(OF_A_FEED + section, media, published, is_first=self._is_first)
