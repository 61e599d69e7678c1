"""Second half of a run: what the catalog knows -> Entry -> Feed -> feeds/, for sections that changed."""

from __future__ import annotations

from collections.abc import Collection, Set
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import msgspec
from msgspec.structs import replace

from feedwright.catalog import Catalog, Listed
from feedwright.config import Config, FeedSettings
from feedwright.model import Deleted, Feed, Look, MediaReference, Pace, Pages, Translation
from feedwright.pipeline.archives import Archiver
from feedwright.pipeline.partners import Partners
from feedwright.pipeline.report import Notice, Progress, Report
from feedwright.pipeline.served import folder_of, pack_files, unpack_files
from feedwright.pipeline.tasks import Made, ToResolve, ToWrite, Written
from feedwright.pipeline.topics import grow_topics, is_topic
from feedwright.pipeline.whole import Whole
from feedwright.pipeline.worker import Worker
from feedwright.pipeline.workers import Workers
from feedwright.resolve.entry import default_authors
from feedwright.resolve.section import SectionResolver
from feedwright.resolve.shelf import MediaError, Shelf, ToPublish
from feedwright.resolve.urls import to_uri
from feedwright.sources.dialects import article_suffixes
from feedwright.sources.folder import SourceFile, articles_in
from feedwright.sources.tree import SECTION_FILE, Tree, has, parents

# How many a process takes at once, and how many of these are held at once: a feed holds all its entries.
_ENTRIES_AT_ONCE = 40, 500
_FEEDS_AT_ONCE = 4, 32
_MOST_TOMBSTONES = 100


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
        from feedwright.pipeline.judge import warn_of_refusals

        warn_of_refusals(config, now, catalog, publisher.made, report)
    return renewed


def _clear(images: Path) -> None:
    """Takes away pictures in other sizes, which are in feeds/media/ by now."""
    if images.exists():
        import shutil

        shutil.rmtree(images, ignore_errors=True)


class _Publisher:
    """Writes the feeds of sections; what it needs of articles it takes from the catalog.

    `made` are the paths of the articles whose entries this run made.
    """

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
        self.made: set[str] = set()
        self.shared_urls: set[str] = set()

    def publish(self, dirty: set[str], tree: Tree, progress: Progress) -> list[str]:
        """Writes the feeds of the `dirty` sections, and of those that have none yet.

        Media first, then feeds: no reader follows a link to nothing.
        """
        known = self.catalog.feeds()
        data = self.catalog.section_files()
        folders: dict[str, str] = {}
        for folder in tree.folders:
            if folder.section is not None and not folder.is_bundle:
                # A `_posts` within is the same section.
                folders.setdefault(folder.section, folder.path)
        names = {path: folder.rpartition("/")[2] for path, folder in folders.items() if path}
        topics = grow_topics(self.config, self.now, self.catalog, dirty, known)
        labels = names | self.catalog.labels()
        sections = SectionResolver(self.config, self.shelf, data, labels, folders, topics)
        # Other generators have an `_index.md` in folders without articles, too.
        meant = {folder.section for folder in tree.folders if folder.section and has(folder, SECTION_FILE)}
        inhabited = (
            {""} | meant | {path for path in self.catalog.sections() if not is_topic(self.config, path)}
        )
        inhabited |= {parent for path in inhabited for parent in parents(path)}
        self.partners.refuse_sections(inhabited)
        self._warn_of_settings(inhabited | set(topics))
        self.whole.put_stylesheet()
        dirty = dirty | self.whole.grow(sections, inhabited, topics)
        translations = {path: sections.in_other_languages(path, inhabited) for path in inhabited}
        dirty |= self.whole.translate(translations)
        dirty |= self.archiver.changed()
        feeds = [
            _Planned(
                path,
                self._newest(path, sections),
                self.partners.newest(path, sections.settings(path)),
                self.archiver.pending(path, sections.settings(path)),
            )
            for path in sorted(inhabited | set(topics) | set(known))
            if path in dirty or path not in known
        ]
        self._make_entries(feeds, tree, sections, progress)
        for planned in feeds:
            self._complete(planned, sections)
            planned.feed = self._feed(planned.path, sections, translations.get(planned.path, ()))
            planned.media = self.shelf.consulted()
            files = self.shelf.take_all()
            planned.published = _lengths(files)
            self._publish_media(files)
        self._write_pages({planned.path: planned.feed for planned in feeds}, sections)
        tasks = (self._to_write(planned, sections) for planned in feeds)
        renewed: list[str] = []
        written = self.workers.map(Worker.write_feeds, tasks, *_FEEDS_AT_ONCE)
        for done, (planned, result) in enumerate(zip(feeds, written, strict=True), 1):
            before = unpack_files(known[planned.path]) if planned.path in known else []
            self._remove({name for name, *_ in before} - {name for name, *_ in result.files})
            renewed += [file[0] for file in result.files if file not in before]
            self._note(planned, result, sections)
            progress("publishing", done, len(feeds))
        return renewed

    # archives

    def _complete(self, planned: _Planned, sections: SectionResolver) -> None:
        """Has the feed show what no archive page has, however old, so that nobody misses it."""
        path = planned.path
        if not sections.settings(path).archive:
            return
        ready = (one for one in planned.pending if one.has_entry or one.path in self.made)
        needed = self.archiver.fill(path, ready)
        shown = {one.id: one for one in (*planned.shown, *needed)}
        planned.shown = sorted(shown.values(), key=lambda one: (-one.published, one.id))
        planned.needed = frozenset(one.id for one in needed)
        planned.pages = self.archiver.pages_of(path)

    def _write_pages(self, feeds: dict[str, Feed | None], sections: SectionResolver) -> None:
        """Writes archive pages, before the feeds that lead to them."""
        pages = self.archiver.stale()
        tasks = (
            self.archiver.to_write(section, page, feed, sections.settings(section))
            for section, page in pages
            if (feed := feeds[section]) is not None
        )
        written = self.workers.map(Worker.write_feeds, tasks, *_FEEDS_AT_ONCE)
        for (section, page), result in zip(pages, written, strict=True):
            self.report.changed += result.changed
            self._remove(self.archiver.note(section, page, result))

    # entries

    def _newest(self, path: str, sections: SectionResolver) -> list[Listed]:
        settings = sections.settings(path)
        return self.catalog.newest(
            path,
            self.now,
            descendants=settings.descendants,
            limit=settings.entries,
            after=None if settings.age is None else self.now - timedelta(days=settings.age),
        )

    def _make_entries(
        self, feeds: list[_Planned], tree: Tree, sections: SectionResolver, progress: Progress
    ) -> None:
        """Makes the entries that feeds show and the catalog has not."""
        rejected = {error.path.removeprefix(f"{self.config.folder}/") for error in self.report.rejected}
        missing = {
            one.path: one
            for one in chain(
                *(chain(planned.shown, planned.offered, planned.pending) for planned in feeds),
                self.archiver.shown(),
                self.whole.recent(),
            )
            # What is rejected has its last good version, which is to stay.
            if not one.has_entry and one.path not in rejected
        }
        sources = _sources(missing, tree, self.config)
        around = {
            path: (sections.section(path)[0], sections.settings(path))
            for path in {listed.section for listed in missing.values()}
        }
        tasks = (
            ToResolve(sources[path], self.catalog.ledger.published(path), *around[listed.section])
            for path, listed in missing.items()
            if path in sources
        )
        made = self.workers.map(Worker.make_entries, tasks, *_ENTRIES_AT_ONCE)
        for done, result in enumerate(made, 1):
            self._take(result)
            progress("rendering", done, len(missing))

    def _take(self, made: Made) -> None:
        path = made.source.path
        self.report.warn(f"{self.config.folder}/{path}", *made.warnings)
        self._publish_media(made.files)
        if made.entry is not None:
            self.made.add(path)
            self.catalog.put_entry(path, made.entry, made.consulted, _lengths(made.files))
            self.catalog.ledger.show(path, made.seen)
        if made.error is not None:
            self.report.rejected.append(made.error.under(self.config.folder))
            self.catalog.put_rejection(path, made.source.section or "", str(made.error))

    def _publish_media(self, files: list[ToPublish]) -> None:
        for file in files:
            self.served.copy(f"media/{file.name}", file.source, file.length)

    # feeds

    def _feed(self, path: str, sections: SectionResolver, translations: tuple[Translation, ...]) -> Feed:
        """The feed without its entries."""
        site = self.config.site
        section, warning = sections.section(path)
        if warning:
            self.report.warn(f"{self.config.folder}/{path}/{SECTION_FILE}", warning)
        url, settings = sections.feed_url(path), sections.settings(path)
        return Feed(
            id=url,
            url=url,
            title=sections.feed_title(path),
            section=section,
            updated=self.catalog.emptied(path, self.now),
            entries=(),
            authors=default_authors(self.config),
            publisher=site.publisher,
            rights=site.rights,
            icon=self._site_picture(site.icon),
            logo=self._site_picture(site.logo),
            ttl=settings.ttl,
            hubs=self.config.hubs,
            cloud=self.config.rsscloud.register if self.config.rsscloud else None,
            stylesheet=self.whole.stylesheet,
            deleted=self._deleted(path, sections.settings(path)),
            pace=Pace(settings.update_period, settings.update_frequency) if settings.update_period else None,
            look=self._look(),
            license=self.config.license and to_uri(self.config.license),
            rsl=self.config.rsl and to_uri(self.config.rsl),
            translations=translations,
        )

    def _deleted(self, path: str, settings: FeedSettings) -> tuple[Deleted, ...]:
        since = self.now - timedelta(days=settings.tombstones)
        return self.catalog.tombstones.of(path, since, self.now, _MOST_TOMBSTONES)

    def _look(self) -> Look | None:
        site = self.config.site
        if not (site.cover or site.accent_color):
            return None
        return Look(self._site_picture(site.cover), site.accent_color)

    def _site_picture(self, src: str | None) -> str | None:
        """The URL of the icon or logo. Asked for every feed, so that each knows which files it needs."""
        try:
            return src and self.shelf.media(MediaReference(src), "", "image").url
        except MediaError:
            return None

    def _warn_of_settings(self, known: set[str]) -> None:
        """What config.yaml names and is not there."""
        site = self.config.site
        for key, src in (("icon", site.icon), ("logo", site.logo), ("cover", site.cover)):
            try:
                _ = src and self.shelf.media(MediaReference(src), "", "image")
            except MediaError as problem:
                self.report.warn(self.config.file, f"site.{key}: {problem}; left out")
        for path in sorted(self.config.overrides.keys() - known):
            self.report.warn(self.config.file, f"sections: there is no section {path}")

    def _to_write(self, planned: _Planned, sections: SectionResolver) -> ToWrite:
        settings = sections.settings(planned.path)
        assert planned.feed is not None
        feed = replace(planned.feed, pages=planned.pages)
        entries = self.catalog.packed_entries(one.path for one in planned.shown)
        around = self.whole.around(planned.path, sections)
        return ToWrite(
            feed,
            entries,
            settings.formats,
            settings.content,
            settings.bytes,
            around,
            planned.needed,
            self.partners.offers(planned.offered, settings),
        )

    def _note(self, planned: _Planned, result: Written, sections: SectionResolver) -> None:
        path = planned.path
        self.report.changed += result.changed
        self.partners.tell(path, result, planned.offered, self.made)
        for url, titles in result.shared_urls.items():
            if url not in self.shared_urls:
                self.shared_urls.add(url)
                said = f"{' and '.join(titles)} have one URL, {url}; give one another `slug` or `link`"
                self.report.warn(f"feeds/{path}".rstrip("/"), said)
        self._note_cut(path, len(planned.shown), result.left_out, sections.settings(path))
        self.catalog.put_feed(
            path, pack_files(result.files), result.updated, planned.media, planned.published
        )

    def _remove(self, names: Set[str]) -> None:
        """Takes away what config.yaml no longer asks for: it would never change again."""
        self.report.changed += (name for name in sorted(names) if self.served.remove(name))

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


class _Planned(msgspec.Struct):
    """A feed that will be written: what it shows, and the media files that it has itself.

    `offered` is what its partners' feeds are made of. `pending` is in no archive page yet; what is `needed`
    is shown in any case.
    """

    path: str
    shown: list[Listed]
    offered: list[Listed]
    pending: list[Listed] = msgspec.field(default_factory=list)
    needed: frozenset[str] = frozenset()
    pages: Pages | None = None
    feed: Feed | None = None
    media: dict[str, bytes] = msgspec.field(default_factory=dict)
    published: dict[str, int] = msgspec.field(default_factory=dict)


def _lengths(files: list[ToPublish]) -> dict[str, int]:
    return {file.name: file.length for file in files}


def _sources(paths: Collection[str], tree: Tree, config: Config) -> dict[str, SourceFile]:
    """The files of these articles, as the tree has them."""
    wanted: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        wanted.setdefault(folder, set()).add(name)
    suffixes = article_suffixes()
    return {
        source.path: source
        for folder in tree.folders
        if folder.path in wanted
        for source in articles_in(
            folder.with_only(wanted[folder.path]), suffixes, config.wants, config.languages
        ).articles
        if source.path in paths
    }
