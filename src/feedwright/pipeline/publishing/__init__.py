"""Second half of a run: what the catalog knows -> Entry -> Feed -> feeds/, for sections that changed."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import msgspec

from feedwright.catalog import Catalog, Listed
from feedwright.catalog.shown import section_in
from feedwright.config import Config, FeedSettings
from feedwright.model import Feed, Translation
from feedwright.pipeline.copies.tasks import ToWrite, Written
from feedwright.pipeline.copies.worker import Worker
from feedwright.pipeline.copies.workers import Workers
from feedwright.pipeline.orphans import is_kept, section_titles, untouched
from feedwright.pipeline.publishing.archives import Archiver
from feedwright.pipeline.publishing.complete import FeedMaker
from feedwright.pipeline.publishing.entries import EntryMaker, lengths, publish_media
from feedwright.pipeline.publishing.partners import Partners
from feedwright.pipeline.publishing.whole import Whole
from feedwright.pipeline.report import Notice, Progress, Report
from feedwright.pipeline.reserved import taken_by
from feedwright.pipeline.served import folder_of, pack_files, unpack_files
from feedwright.pipeline.topics import grow_topics
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.shelf import Shelf
from feedwright.resolve.urls import to_uri
from feedwright.sources.tree import SECTION_FILE, Tree, has, parents

# How many a process takes at once, and how many of these are held at once: a feed holds all its entries.
_AT_ONCE = 4, 32


def publish(
    config: Config,
    now: datetime,
    catalog: Catalog,
    workers: Workers[Worker],
    report: Report,
    dirty: set[str],
    tree: Tree,
    progress: Progress,
) -> list[str]:
    """Writes the feeds of the `dirty` sections, then the files that all sections share.

    Returns the feed files that are not as the catalog had them, be it that a killed run wrote them.
    Raises PublishError.
    """
    publisher = _Publisher(config, now, catalog, workers, report)
    renewed = publisher.publish(dirty, tree, progress) if dirty or not catalog.feeds() else []
    publisher.whole.write()
    _clear(config.memory / "images")
    if config.profiles and config.rehearsed_in is None:
        from feedwright.pipeline.publishing.profiles import warn_of_refusals

        warn_of_refusals(config, now, catalog, publisher.entries.made, report)
    return renewed


def _clear(images: Path) -> None:
    """Takes away pictures in other sizes, which are in feeds/media/ by now."""
    if images.exists():
        import shutil

        shutil.rmtree(images, ignore_errors=True)


class _Planned(msgspec.Struct, frozen=True):
    """A feed that will be written: what it shows, and what its partners' feeds are made of (`offered`).

    `pending` is in no archive page yet.
    """

    path: str
    shown: list[Listed]
    offered: list[Listed]
    pending: list[Listed]


class _Ready(msgspec.Struct, frozen=True):
    """A feed whose entries are made. What is `needed` is shown in any case.

    `media` are the files that the feed itself shows, with their states, and `published` the lengths of
    those under media/.
    """

    path: str
    shown: list[Listed]
    offered: list[Listed]
    needed: frozenset[str]
    feed: Feed
    media: dict[str, bytes]
    published: dict[str, int]


class _Publisher:
    """Writes the feeds of sections; what it needs of articles it takes from the catalog."""

    def __init__(
        self, config: Config, now: datetime, catalog: Catalog, workers: Workers[Worker], report: Report
    ) -> None:
        self.config, self.now, self.catalog = config, now, catalog
        self.workers, self.report = workers, report
        self.served = folder_of(config, now)
        self.shelf = Shelf(config)
        self.whole = Whole(config, now, catalog, self.served, report)
        self.archiver = Archiver(config, now, catalog)
        self.partners = Partners(config, now, catalog, report)
        self.entries = EntryMaker(config, catalog, workers, report, self.served)
        self.feeds = FeedMaker(config, now, catalog, report, self.shelf, self.whole.stylesheet)
        self.shared_urls: set[str] = set()
        self.held_back: set[str] = set()
        self.known: dict[str, bytes] = {}

    def publish(self, dirty: set[str], tree: Tree, progress: Progress) -> list[str]:
        """Writes the feeds of the `dirty` sections, and of those that have none yet.

        Media first, then feeds: no reader follows a link to nothing.
        """
        known = self.known = self.catalog.feeds()
        topics = grow_topics(self.config, self.now, self.catalog, dirty, known)
        stay = untouched(self.config, self.catalog, tree, known)
        sections, inhabited = self._resolver(tree, topics, stay), self._inhabited(tree)
        self.feeds.warn_of_settings(inhabited | set(topics))
        self.whole.put_stylesheet()
        dirty = dirty | self.whole.grow(sections, inhabited, topics)
        translations = {path: sections.in_other_languages(path, inhabited) for path in inhabited}
        dirty |= self.whole.translate(translations)
        dirty |= self.archiver.changed()
        planned = [
            self._plan(path, sections)
            for path in sorted((inhabited | set(topics) | set(known)) - stay)
            if path in dirty or path not in known
        ]
        wanted = chain(
            *(chain(one.shown, one.offered, one.pending) for one in planned),
            self.archiver.shown(),
            self.whole.recent(),
        )
        self.entries.make(wanted, tree, sections, progress)
        ready = [self._complete(one, sections, translations.get(one.path, ())) for one in planned]
        self._write_pages({one.path: one.feed for one in ready}, sections)
        return self._write(ready, known, sections, progress)

    # sections

    def _resolver(self, tree: Tree, topics: dict[str, str], stay: Set[str]) -> SectionResolver:
        """What tells the names of sections, by what their owners, breadcrumbs and folders call them.

        Of those whose feeds `stay` as they are, these tell.
        """
        folders: dict[str, str] = {}
        for folder in tree.folders:
            if folder.section is not None and not folder.is_bundle:
                # A `_posts` within is the same section.
                folders.setdefault(folder.section, folder.path)
        names = {path: folder.rpartition("/")[2] for path, folder in folders.items() if path}
        labels = section_titles(self.catalog) | names | self.catalog.labels()
        data = {path: section_in(self.config.output / path) for path in stay} | self.catalog.section_files()
        return SectionResolver(self.config, self.shelf, data, labels, folders, topics)

    def _inhabited(self, tree: Tree) -> set[str]:
        """The sections that have articles, or an owner, or are on the way to one that has."""
        # Other generators have an `_index.md` in folders without articles, too.
        meant = {folder.section for folder in tree.folders if folder.section and has(folder, SECTION_FILE)}
        lived_in = {path for path in meant | self.catalog.sections() if not taken_by(self.config, path)}
        inhabited = {""} | lived_in
        return inhabited | {parent for path in inhabited for parent in parents(path)}

    def _plan(self, path: str, sections: SectionResolver) -> _Planned:
        settings = sections.settings(path)
        newest = self.catalog.newest(
            path,
            self.now,
            descendants=settings.descendants,
            limit=settings.entries,
            after=None if settings.age is None else self.now - timedelta(days=settings.age),
        )
        offered = self.partners.newest(path, settings)
        return _Planned(path, newest, offered, self.archiver.pending(path, settings))

    def _complete(
        self, planned: _Planned, sections: SectionResolver, translations: tuple[Translation, ...]
    ) -> _Ready:
        """The feed, and what no archive page has, however old, so that nobody misses it."""
        path, shown = planned.path, planned.shown
        needed: list[Listed] = []
        pages = None
        if sections.settings(path).archive:
            made = (one for one in planned.pending if one.has_entry or one.path in self.entries.made)
            needed = self.archiver.fill(path, made)
            needed += (one for one in planned.pending if is_kept(one.path))
            all_of_it = {one.id: one for one in (*shown, *needed)}
            shown = sorted(all_of_it.values(), key=lambda one: (-one.published, one.id))
            pages = self.archiver.pages_of(path)
        feed = self.feeds.feed(path, sections, translations, pages)
        self.feeds.warn_of_media(f"feeds/{path}".rstrip("/"), "image: ")
        media, files = self.shelf.consulted(), self.shelf.take_all()
        publish_media(files, self.served)
        ids = frozenset(one.id for one in needed)
        return _Ready(path, shown, planned.offered, ids, feed, media, lengths(files))

    # files

    def _write_pages(self, feeds: dict[str, Feed], sections: SectionResolver) -> None:
        """Writes archive pages, before the feeds that lead to them."""
        pages = self.archiver.stale()
        tasks = (
            self.archiver.to_write(section, page, feeds[section], sections.settings(section))
            for section, page in pages
        )
        written = self.workers.map(Worker.write_feeds, tasks, *_AT_ONCE)
        for (section, page), result in zip(pages, written, strict=True):
            if result.problem is not None:
                self._hold_back(section, result.problem)
                continue
            self.report.changed += result.changed
            self._remove(self.archiver.note(section, page, result))

    def _write(
        self, feeds: Sequence[_Ready], known: dict[str, bytes], sections: SectionResolver, progress: Progress
    ) -> list[str]:
        """Writes feeds; returns the files that are not as the catalog `known` had them."""
        renewed: list[str] = []
        # A feed that leads to a page must not come without it.
        feeds = [one for one in feeds if one.path not in self.held_back]
        tasks = (self._to_write(one, sections) for one in feeds)
        written = self.workers.map(Worker.write_feeds, tasks, *_AT_ONCE)
        for done, (one, result) in enumerate(zip(feeds, written, strict=True), 1):
            if result.problem is not None:
                self._hold_back(one.path, result.problem)
                continue
            before = unpack_files(known[one.path]) if one.path in known else []
            self._remove({name for name, *_ in before} - {name for name, *_ in result.files})
            renewed += [file[0] for file in result.files if file not in before]
            self._note(one, result, sections)
            progress("publishing", done, len(feeds))
        return renewed

    def _hold_back(self, path: str, problem: str) -> None:
        """Says why a section's files are as they were; the next run finds them due, whatever they are."""
        self.report.unwritten.append(Notice(f"feeds/{path}".rstrip("/"), problem))
        if path not in self.held_back:
            self.held_back.add(path)
            files = unpack_files(self.known[path]) if path in self.known else []
            names = [name for name, *_ in files] or [f"{path}/rss.xml".lstrip("/")]
            self.catalog.make_feed_due(path, pack_files([(name, -1, 0) for name in names]))

    def _to_write(self, ready: _Ready, sections: SectionResolver) -> ToWrite:
        settings = sections.settings(ready.path)
        return ToWrite(
            ready.feed,
            self.catalog.packed_entries(one.path for one in ready.shown),
            settings.formats,
            settings.content,
            settings.bytes,
            self.whole.around(ready.path, sections),
            ready.needed,
            self.partners.offers(ready.offered, settings),
        )

    def _note(self, ready: _Ready, result: Written, sections: SectionResolver) -> None:
        path = ready.path
        self.report.changed += result.changed
        self.partners.tell(path, result, ready.offered, self.entries.made)
        for url, titles in result.shared_urls.items():
            if url not in self.shared_urls:
                self.shared_urls.add(url)
                said = f"{' and '.join(titles)} have one URL, {url}; give one another `slug` or `link`"
                self.report.warn(f"feeds/{path}".rstrip("/"), said)
        self._note_cut(path, len(ready.shown), result.left_out, sections.settings(path))
        self.catalog.put_feed(path, pack_files(result.files), result.updated, ready.media, ready.published)

    def _remove(self, names: Set[str]) -> None:
        """Takes away what config.yaml no longer asks for: it would never change again."""
        removed = [name for name in sorted(names) if self.served.remove(name)]
        self.report.changed += removed
        self.report.gone += (to_uri(self.config.feeds.url + name) for name in removed)

    def _note_cut(self, path: str, shown: int, left_out: int, settings: FeedSettings) -> None:
        """What the limits left out; the one that the feed met first is named."""
        if settings.archive:
            return
        there = self.catalog.count(path, self.now, descendants=settings.descendants)
        if left_out:
            limit = f"{settings.bytes} bytes"
        elif shown == settings.entries:
            limit = f"{settings.entries} entries"
        else:
            limit = f"{settings.age} days"
        cut = there - shown + left_out
        if cut:
            notice = Notice(
                f"feeds/{path}".rstrip("/"), f"{cut} of {there} entries left out to stay within {limit}"
            )
            # A count or an age is meant to cut; a size is met by accident.
            (self.report.warnings if left_out else self.report.cut).append(notice)
