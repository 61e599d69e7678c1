"""What a worker does: read articles, make entries, write feeds. It knows nothing of the catalog.

The tasks at the end are how the run has it done (`Workers.map`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from feedwright import formats
from feedwright.catalog import fingerprint
from feedwright.config import Config
from feedwright.copies import Death, timed_items
from feedwright.errors import ArticleError, PublishError
from feedwright.feed_formats import BY_NAME
from feedwright.indexes import Around
from feedwright.model import Article, Entry, Feed
from feedwright.pipeline.copies.articles import ArticleReader, load_plugins, with_additions
from feedwright.pipeline.copies.bodies import FileBodies, ObjectBodies, RenderedArticle, file_bytes, text_of
from feedwright.pipeline.copies.correction import with_correction
from feedwright.pipeline.copies.faults import describe_fault, is_expected, rejection
from feedwright.pipeline.copies.messages import (
    LARGE,
    Made,
    PackedEntry,
    Read,
    ReadArticle,
    ToResolve,
    ToWrite,
    Written,
    can_travel,
    pack_entry,
    unpack_entry,
)
from feedwright.pipeline.copies.presentation import as_shown, without_pictures
from feedwright.pipeline.copies.workers import JSON, MESSAGE_PACK, Guard, Task
from feedwright.publish import ServedFolder
from feedwright.resolve.entry import Resolver
from feedwright.sources.folder import SourceFile

if TYPE_CHECKING:
    from feedwright.pipeline.copies.footer import Footer

ToRead = tuple[SourceFile, bytes | None]
"""A file, and the digest at which it is known to be good (None: read it in any case)."""


class Worker:
    """All that the work of one run needs, made once; copies of the process have it, too."""

    def __init__(
        self, config: Config, served: ServedFolder, now: datetime, *, from_objects: bool = False
    ) -> None:
        self._config = config
        self._content = str(config.content_folder)
        self._plugins = load_plugins(config)
        self._reader = ArticleReader(config, self._plugins, from_objects=from_objects)
        plugins = self._plugins
        self._extend_feed = plugins.extend_feed if plugins is not None and plugins.extends_feeds else None
        self._bodies = (
            ObjectBodies(config, plugins) if from_objects else FileBodies(config, self._reader, now)
        )
        self._resolver = Resolver(config)
        self._served = served
        self._footers: dict[str, Footer] = {}

    # articles

    def read_articles(self, batch: list[ToRead]) -> list[Read]:
        """Read files, without rendering any."""
        return [self._read(source, known, fingerprint) for source, known in timed_items(batch)]

    def read_new_articles(self, batch: list[ToRead]) -> list[Read]:
        """The same for a new catalog, which has no fingerprint to compare with: make none.

        The newest articles of each section, which feeds will show, come with their texts; but Quarto's, for
        which more is read.
        """
        with_bodies: dict[str, tuple[Article, bytes]] = {}
        results = [
            self._read(source, known, lambda _: b"", with_bodies) for source, known in timed_items(batch)
        ]
        if self._plugins is None and "quarto" not in self._reader.rules.systems:
            for path, one in _newest(results, self._config.feeds.entries):
                if path in with_bodies:
                    one.text = text_of(*with_bodies[path])
        return results

    def _read(
        self,
        source: SourceFile,
        known: bytes | None,
        fingerprint_of: Callable[[Article], bytes],
        with_bodies: dict[str, tuple[Article, bytes]] | None = None,
    ) -> Read:
        """Read a file; `with_bodies` gets its article with the body, and the file's bytes."""
        digest = b""
        try:
            data = file_bytes(self._content, source)
            digest = _digest(data)
            if digest == known:
                return Read(unchanged=True)
            reading = self._reader.read(source, data)
            article = reading.article
            if article is None:
                return Read(digest=digest)
            if with_bodies is not None and can_travel(article.extra):
                with_bodies[source.path] = article, data
            return Read(
                article=replace(article, body="", extra={}),
                digest=digest,
                fingerprint=fingerprint_of(article),
                warnings=reading.warnings,
                unknown_authors=reading.unknown_authors,
                mistyped=reading.mistyped,
            )
        except ArticleError as error:
            return Read(error=error, digest=digest)
        except Exception as fault:
            if is_expected(fault):
                raise
            return Read(error=rejection(source.path, fault), digest=digest)

    def needs_copy_to_read(self, item: ToRead) -> bool:
        """Whether a file is so large that what is in it may take long, or plugins may do anything."""
        return item[0].size > LARGE or self._plugins is not None

    def blame_for_reading(self, item: ToRead, death: Death) -> Read:
        """The rejection of a file. Its digest is known all the same, so that its article keeps its id."""
        source, _ = item
        try:
            digest = _digest(file_bytes(self._content, source))
        except ArticleError as error:
            return Read(error=error)
        return Read(error=self._killed_over(source, death), digest=digest)

    # entries

    def make_entries(self, batch: list[ToResolve]) -> list[Made]:
        """Make the entries of articles."""
        # One after the other would take a fifth longer: what reads and what cleans would fight for the cache.
        rendered = [self._render(task.source, task.read) for task in timed_items(batch)]
        return [
            self._make_entry(task, one) if isinstance(one, RenderedArticle) else one
            for task, one in zip(timed_items(batch), rendered, strict=True)
        ]

    def _render(self, source: SourceFile, read: ReadArticle | None) -> RenderedArticle | Made:
        """The article and its body as HTML, or why there is none."""
        try:
            # If it had a date a moment ago and has none now, it is being written; the next run will read it.
            return self._bodies.rendered(source, read) or Made()
        except ArticleError as error:
            return Made(error=error)
        except Exception as fault:
            if is_expected(fault):
                raise
            return Made(error=rejection(source.path, fault))

    def _make_entry(self, task: ToResolve, rendered: RenderedArticle) -> Made:
        try:
            return self._resolve(task, rendered)
        except Exception as fault:
            if is_expected(fault) and not isinstance(fault, ArticleError):
                raise
            # The files that it consulted are not the next entry's.
            self._resolver.media_files.paths.consulted(), self._resolver.media_files.take_used()
            error = fault if isinstance(fault, ArticleError) else rejection(task.source.path, fault)
            return Made(error=error)

    def _resolve(self, task: ToResolve, rendered: RenderedArticle) -> Made:
        links, media_files = rendered.links, self._resolver.media_files
        mark = fingerprint(rendered.article)
        article = links.with_picture(rendered.article)
        if task.settings.markdown:
            from feedwright.sources.markup.remarks import without_remarks

            article = replace(article, body=without_remarks(article.body))
        resolved = self._resolver.entry(
            article,
            rendered.body.html,
            task.published,
            task.section,
            task.settings,
            links.url_of_link,
            rendered.is_markdown,
        )
        language = task.section.language or self._config.site.language
        entry = with_additions(
            with_correction(resolved.entry, language), rendered.article, task.section, self._plugins
        )
        return Made(
            entry=PackedEntry(entry.id, entry.url, pack_entry(entry), mark),
            consulted=media_files.paths.consulted() | links.consulted,
            warnings=tuple(
                dict.fromkeys(
                    (*rendered.body.warnings, *resolved.warnings, *links.warnings, *media_files.warnings())
                )
            ),
            left_out=(*rendered.body.left_out, *resolved.left_out),
            files=media_files.take_used(),
            changes_at=links.changes_at,
        )

    def needs_copy_to_resolve(self, task: ToResolve) -> bool:
        """Pictures that are made smaller are decoded, so that any article may have a large one."""
        return self._plugins is not None or bool(self._config.media.image_sizes) or task.source.size > LARGE

    def blame_for_resolving(self, task: ToResolve, death: Death) -> Made:
        """The rejection of an article."""
        return Made(error=self._killed_over(task.source, death))

    def _killed_over(self, source: SourceFile, death: Death) -> ArticleError:
        if death.is_timeout:
            allowed = self._config.articles.seconds
            return ArticleError(
                source.path,
                found=f"{self._blamed} that takes more than {allowed} s of processor time",
                expected="an article; `articles.seconds` in config.yaml allows more",
            )
        found = f"{self._blamed} over which the process that read it was killed ({death.cause})"
        return ArticleError(source.path, found=found, expected="an article")

    @property
    def _blamed(self) -> str:
        return "text (or a plugin)" if self._plugins is not None else "text"

    # feeds

    def write_feeds(self, batch: list[ToWrite]) -> list[Written]:
        """Write feeds beside those in feeds/; files whose bytes are the same are not touched.

        If one section's cannot be written, the others' are. Raises PublishError if none could be.
        """
        return [self._write(task) for task in timed_items(batch)]

    def _write(self, task: ToWrite) -> Written:
        try:
            written, files = self._files_of(task)
        except Exception as fault:
            if is_expected(fault):
                raise
            return _unwritten(task, self._describe(fault))
        try:
            self._stage(written, files)
        except PublishError as error:
            if not error.is_of_one:
                raise
            return _unwritten(task, str(error))
        return written

    def _stage(self, written: Written, files: dict[str, bytes]) -> None:
        # Pages lead people to feeds, so that a feed is put in its place before its page.
        staged = self._served.stage(files)
        for (name, data), (changed, mtime_ns) in zip(files.items(), staged.files, strict=True):
            written.files.append((name, len(data), mtime_ns))
            if changed:
                written.changed.append(name)
        written.staged += staged.beside

    def needs_copy_to_write(self, task: ToWrite) -> bool:
        """Whether plugins may do anything when a feed is written."""
        return self._extend_feed is not None

    def blame_for_writing(self, task: ToWrite, death: Death) -> Written:
        """A section's feeds that stay as they were."""
        if death.is_timeout:
            allowed = self._config.articles.seconds
            return _unwritten(
                task, f"writing it takes more than {allowed} s of processor time (`articles.seconds`)"
            )
        return _unwritten(task, f"the process that wrote it was killed ({death.cause})")

    def _describe(self, fault: Exception) -> str:
        if self._extend_feed is not None and self._plugins is not None:
            return self._plugins.blamed_for(fault)
        return describe_fault(fault)

    def _files_of(self, task: ToWrite) -> tuple[Written, dict[str, bytes]]:
        """A section's files by their names, and what is known of them before they are written."""
        resolved = tuple(map(unpack_entry, task.entries))
        feed = self._feed_of(task, resolved)
        path, updated = feed.section.path, feed.updated
        rendered = formats.render(feed, task.formats, task.most_bytes, task.needed, self._extend_feed)
        written = Written(
            path, [], updated, [], len(feed.entries) - rendered.entries, _shared_urls(feed.entries)
        )
        page = self._page(replace(feed, entries=resolved), task.around)
        if feed.pages is None or feed.pages.here is None:
            page |= self._under_other_names(rendered.files)
        files = {f"{path}/{name}".lstrip("/"): data for name, data in (rendered.files | page).items()}
        if task.offers:
            from feedwright.pipeline.copies.partner_files import partner_files

            files |= partner_files(task.feed, task.offers, task.fields, written.partner_notes)
        return written, files

    def _feed_of(self, task: ToWrite, resolved: tuple[Entry, ...]) -> Feed:
        """A feed with its entries as it shows them."""
        language = task.feed.section.language or self._config.site.language
        entries = tuple(as_shown(entry, task.content, task.fields, language) for entry in resolved)
        if task.footer:
            footer = self._footer(task.footer)
            entries = tuple(footer.below(entry, task.feed.section.language) for entry in entries)
        if task.feed.section.podcast:
            entries = tuple(map(without_pictures, entries))
        moments = [entry.updated for entry in entries] + [deleted.when for deleted in task.feed.deleted]
        return replace(task.feed, entries=entries, updated=max(moments, default=task.feed.updated))

    def documents(self, task: ToWrite) -> dict[str, bytes]:
        """The documents of a feed by the names of their formats, made in memory; empty if that fails."""
        try:
            feed = self._feed_of(task, tuple(map(unpack_entry, task.entries)))
            files = formats.render(feed, task.formats, None, (), self._extend_feed).files
        except Exception as fault:
            if is_expected(fault):
                raise
            return {}
        return {form: files[BY_NAME[form].filename] for form in task.formats}

    def _under_other_names(self, files: dict[str, bytes]) -> dict[str, bytes]:
        """The files of a feed under the names of `feeds.names`; servers redirect those of folders."""
        named = {name: BY_NAME[form].filename for name, form in self._config.feeds.names.items()}
        return {name: files[own] for name, own in named.items() if own in files and not name.endswith("/")}

    def _footer(self, markdown: str) -> Footer:
        if markdown not in self._footers:
            from feedwright.pipeline.copies.footer import Footer

            self._footers[markdown] = Footer(markdown, self._config)
        return self._footers[markdown]

    def _page(self, feed: Feed, around: Around | None) -> dict[str, bytes]:
        """The section's page by its name. It has summaries, whatever the feed files have."""
        if around is None:
            return {}
        from feedwright.indexes import page

        config = self._config
        return {page.FILENAME: page.write(feed, around, config.site.zone, config.media.url)}


def _newest(results: Sequence[Read], most: int) -> Iterator[tuple[str, Read]]:
    """Yield the newest articles of each section, at most so many (`most`) of each, with their paths."""
    by_section: dict[str, list[tuple[datetime, str, Read]]] = {}
    for one in results:
        if (article := one.article) is not None and not article.draft:
            its = by_section.setdefault(article.section, [])
            its.append((article.published, article.path, one))
    for its in by_section.values():
        for _, path, one in sorted(its, reverse=True, key=itemgetter(0))[:most]:
            yield path, one


def _unwritten(task: ToWrite, problem: str) -> Written:
    """What becomes of a section whose feeds stay as they were."""
    return Written(task.feed.section.path, [], task.feed.updated, [], 0, {}, problem=problem)


def _shared_urls(entries: Sequence[Entry]) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for entry in entries:
        titles.setdefault(entry.url, []).append(f'"{entry.title}"')
    return {url: several for url, several in titles.items() if len(several) > 1}


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()[:16]


_READ_GUARD = Guard[Worker, ToRead, Read](Worker.needs_copy_to_read, Worker.blame_for_reading)
_RESOLVE_GUARD = Guard[Worker, ToResolve, Made](Worker.needs_copy_to_resolve, Worker.blame_for_resolving)
_WRITE_GUARD = Guard[Worker, ToWrite, Written](Worker.needs_copy_to_write, Worker.blame_for_writing)

READ = Task(Worker.read_articles, Read, JSON, batch=250, ahead=200, guard=_READ_GUARD, name="READ")
READ_NEW = Task(
    Worker.read_new_articles, Read, JSON, batch=250, ahead=200, guard=_READ_GUARD, name="READ_NEW"
)
MAKE_ENTRIES = Task(
    Worker.make_entries, Made, MESSAGE_PACK, batch=40, ahead=200, guard=_RESOLVE_GUARD, name="MAKE_ENTRIES"
)
# A feed holds all its entries, so that few are held at once.
WRITE_FEEDS = Task(
    Worker.write_feeds, Written, MESSAGE_PACK, batch=2, ahead=64, guard=_WRITE_GUARD, name="WRITE_FEEDS"
)

TASKS: dict[str, Task[Worker, Any, Any]] = {
    task.name: task for task in (READ, READ_NEW, MAKE_ENTRIES, WRITE_FEEDS)
}
