"""Record in the catalog what was read of one file: an article, a page, or why it cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import datetime, time, timedelta
from typing import Literal

from feedwright.catalog.standing import MAKING, READING
from feedwright.catalog.values import PAGES
from feedwright.days import is_within_day
from feedwright.errors import ArticleError
from feedwright.model import Article, Published
from feedwright.pipeline.copies.messages import Read
from feedwright.pipeline.extra_feeds.reserved import refuse_article
from feedwright.pipeline.reading.deletion_limit import DeletionLimit
from feedwright.pipeline.reading.departures import Departures
from feedwright.pipeline.reading.placements import Placements
from feedwright.pipeline.recovery.orphans import Orphans
from feedwright.pipeline.report import Listing
from feedwright.pipeline.run import Run
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.mistyped import Mistyped

_FIRST_NEWSPAPER = 1605
_FARTHEST_ZONE = timedelta(hours=14)
_FAR = timedelta(days=3653)
"""Nobody schedules an article so long before; a wrong digit does."""

Outcome = Literal["published", "scheduled", "expired", "draft", "withdrawn", "page"]


class Recorder:
    """Records the files of one run. `dirty` are the sections whose feeds change.

    `rejected_before` are the files that the last run rejected, with the reasons; `existing` are the sections
    of content/.
    """

    def __init__(
        self,
        run: Run,
        rejected_before: Mapping[str, str],
        existing: Set[str],
        limit: DeletionLimit,
        departures: Departures,
        orphans: Orphans,
    ) -> None:
        self._run, self._config, self._catalog = run, run.config, run.catalog
        self._rejected_before = rejected_before
        self._limit, self._departures, self._orphans = limit, departures, orphans
        self._placements = Placements(run, existing)
        self._pages = self._catalog.values.get(PAGES) or {}
        self._pages_before = dict(self._pages)
        self._authors_warned: set[str] = set()
        self._keys_warned: set[str] = set()
        self.dirty: set[str] = set()

    def record(self, source: SourceFile, read: Read, known_id: str | None) -> None:
        """Record one file; `known_id` is the id under which readers know its article, if they do."""
        warned_before = len(self._run.report.warnings)
        try:
            if read.error is not None:
                raise read.error
            if read.article is None:
                self._record_page(source)
            else:
                self._record_article(source, read, read.article, known_id)
        except ArticleError as error:
            self.reject(error, source.section or "")
        self._run.standing.settle(READING, source.path, warned_before)

    def forget_page(self, path: str) -> None:
        """Forget a file that is gone, in case it was a page."""
        self._pages.pop(path, None)

    def reject(self, error: ArticleError, section: str) -> None:
        """Report a file that cannot be used, and have the next run try it again."""
        shown = self._run.shown(error)
        self._run.report.rejected.append(shown)
        if self._rejected_before.get(error.path) == str(error):
            self._run.report.known.add(shown.path)
        self._catalog.rejections.record(error.path, section, str(error))
        # What was wrong with its last good version is not what the file says now.
        self._catalog.warnings.delete(MAKING, error.path)

    def remember_pages(self) -> None:
        """Have the catalog know which files are pages."""
        if self._pages != self._pages_before:
            self._catalog.values.put(PAGES, dict(sorted(self._pages.items())))

    def _record_page(self, source: SourceFile) -> None:
        path = source.path
        self._pages[path] = source.section or ""
        self._run.report.pages.append(self._run.source.shown(path))
        self._limit.note_gone(path)
        self.dirty |= self._catalog.remove_article(path)
        self._catalog.waiting.delete(path)
        if self._run.report.listed is not None:
            self._run.report.listed.append(Listing(self._run.source.shown(path), "page"))

    def _record_article(self, source: SourceFile, read: Read, article: Article, known_id: str | None) -> None:
        path = source.path
        self._pages.pop(path, None)
        self._run.report.articles += 1
        if read.warnings:
            self._run.warn(path, *read.warnings)
        self._warn_of_authors(path, read.unknown_authors)
        self._warn_of_keys(path, read.mistyped)
        if article.draft:
            self._catalog.ledger.feeds.record_hidden(article)
            self.dirty |= self._catalog.remove_article(path)
            self._list(path, "draft", article)
        elif article.withdrawn is not None:
            # It keeps its id, in case it comes back.
            own_id = self._identify(source, article, read, known_id).id
            self._departures.withdraw(own_id, article.path, article.withdrawn)
            self._list(path, "withdrawn", article)
        else:
            refuse_article(self._config, path, article.section)
            self._placements.refuse_unknown(article)
            self._publish(source, read, article, known_id)

    def _publish(self, source: SourceFile, read: Read, article: Article, known_id: str | None) -> None:
        """Record an article that feeds show now or later."""
        path, catalog = source.path, self._catalog
        topics = self._placements.topics(article)
        published = self._identify(source, article, read, known_id)
        sections = self._placements.sections(article)
        if topics:
            sections = sections | dict.fromkeys(topics, False)
        self.dirty |= catalog.record_article(article, published, sections)
        outcome = self._outcome(article)
        if outcome == "scheduled":
            self._warn_of_zone(article)
        if outcome == "expired" or not sections:
            catalog.discard_entry(path)
        if topics:
            catalog.spellings.record(path, topics)
        later = self._updated_later(article)
        if later or article.feeds:
            catalog.rereads.record(path, later, article.feeds or ())
        self._list(path, outcome, article, sections, is_new=known_id is None)

    def _identify(self, source: SourceFile, article: Article, read: Read, known_id: str | None) -> Published:
        published = self._catalog.ledger.identify(
            article,
            known_id,
            digest=read.digest,
            fingerprint=read.fingerprint,
            changed=source.mtime_ns // 10**9,
            now=self._run.now,
            authority=self._run.authority,
        )
        self._catalog.ledger.feeds.record_claim(published.id, article, source.mtime_ns // 10**9)
        if published.id in self._orphans:
            self._departures.leave_orphan(published.id)
        first, said = published.published, article.published
        if first != said and not is_within_day(first, said):
            since = f"{published.published:%Y-%m-%dT%H:%M:%SZ}"
            self._run.warn(article.path, f"date: readers know it as published {since}; that stays")
        year = published.published.year
        if year < _FIRST_NEWSPAPER or published.published > self._run.now + _FAR:
            self._run.warn(article.path, f"date: is the year {year} right?")
        return published

    def _updated_later(self, article: Article) -> datetime | None:
        """The article's `updated`, if that is still to come: then it is read again."""
        return article.updated if article.updated is not None and article.updated > self._run.now else None

    def _outcome(self, article: Article) -> Literal["published", "scheduled", "expired"]:
        if article.expires is not None and article.expires <= self._run.now:
            return "expired"
        return "scheduled" if article.published > self._run.now else "published"

    def _list(
        self, path: str, outcome: Outcome, article: Article, feeds: Iterable[str] = (), is_new: bool = False
    ) -> None:
        """Report what became of an article."""

        def listing() -> Listing:
            shown = self._run.source.shown(path)
            date = article.published.astimezone(self._config.site.zone)
            return Listing(shown, outcome, article.title, article.section, date, tuple(feeds))

        if outcome in ("draft", "scheduled"):
            self._catalog.waiting.record(path, article)
        else:
            self._catalog.waiting.delete(path)
        report, word = self._run.report, str(outcome)
        if outcome == "published":
            word = "new" if is_new else "read again" if self._run.is_full else "changed"
        report.count_outcome(word, listing)
        if report.listed is not None:
            report.listed.append(listing())

    def _warn_of_zone(self, article: Article) -> None:
        """Warn if an article may be scheduled only because its local time was taken for UTC."""
        date = article.published
        is_local = self._config.site.timezone is None and not date.utcoffset()
        if is_local and date.time() != time() and date - self._run.now < _FARTHEST_ZONE:
            read_as = f"{date:%Y-%m-%d %H:%M} is read as UTC, which is still to come"
            how = "set `site.timezone` in config.yaml, such as Europe/Lisbon, or write an offset"
            message = f"date: {read_as}; if that is local time, {how}"
            self._run.warn(article.path, message)
            self._run.standing.end(self._run.source.shown(article.path), message, date)

    def _warn_of_authors(self, path: str, keys: tuple[str, ...]) -> None:
        """Warn once about each author key that `people:` does not define."""
        for key in keys:
            message = f"authors: nobody is called {key} (`people:` in config.yaml); shown as it stands"
            self._warn_once(path, message, key, self._authors_warned)

    def _warn_of_keys(self, path: str, mistyped: tuple[Mistyped, ...]) -> None:
        """Warn once about each key of front matter that is probably another one."""
        for key in mistyped:
            self._warn_once(path, str(key), key.name, self._keys_warned)

    def _warn_once(self, path: str, message: str, key: str, warned: set[str]) -> None:
        """Warn of the first article that has a key; of the others, the catalog alone hears."""
        if key in warned:
            self._run.standing.repeat(self._run.source.shown(path), message)
        else:
            warned.add(key)
            self._run.warn(path, message)
