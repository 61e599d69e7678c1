"""What a worker does: reads articles, makes entries, writes feeds. It knows nothing of the catalog."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec.structs import replace

from feedwright import formats
from feedwright.catalog import fingerprint
from feedwright.config import Config, ContentMode
from feedwright.copies import watched
from feedwright.errors import ArticleError, PublishError
from feedwright.indexes import Around
from feedwright.model import Article, Entry, Feed
from feedwright.pipeline.copies.faults import described, error_of, is_foreseen
from feedwright.pipeline.copies.links import Links, LinksOf
from feedwright.pipeline.copies.tasks import (
    Made,
    Read,
    ToResolve,
    ToWrite,
    Written,
    pack_entry,
    unpack_entry,
)
from feedwright.pipeline.rules import rules_of
from feedwright.pipeline.served import folder_of
from feedwright.resolve.entry import Resolver
from feedwright.sources.decode import refuse_large
from feedwright.sources.folder import SourceFile
from feedwright.sources.read import read_article, render


class _Rendered(msgspec.Struct):
    article: Article
    html: str
    links: LinksOf


class Worker:
    """All that the work of one run takes, made once; copies of the process have it, too (`Workers`).

    Each public method takes a batch, and its results are in the same order.
    """

    def __init__(self, config: Config, now: datetime) -> None:
        self._config = config
        self._content = str(config.content_folder)
        self._rules = rules_of(config)
        self._links = Links(config, self._rules)
        self._resolver = Resolver(config)
        self._folder = folder_of(config, now)

    # reading

    def read_heads(self, batch: list[tuple[SourceFile, bytes | None]]) -> list[Read]:
        """Reads files; each comes with the digest at which it is known to be good, if any."""
        return [self._read_head(source, known, fingerprint) for source, known in watched(batch)]

    def read_new_heads(self, batch: list[tuple[SourceFile, bytes | None]]) -> list[Read]:
        """The same of articles that nobody has seen: there is nothing to compare them with."""
        return [self._read_head(source, known, lambda _: b"") for source, known in watched(batch)]

    def _read_head(self, source: SourceFile, known: bytes | None, look: Callable[[Article], bytes]) -> Read:
        digest = b""
        try:
            data = file_bytes(self._content, source)
            digest = sha256(data).digest()[:16]
            if digest == known:
                return Read(unchanged=True)
            reading = read_article(source, data, self._rules)
            article = reading.article
            if article is None:
                return Read(digest=digest)
            return Read(
                article=replace(article, body=""),
                digest=digest,
                seen=look(article),
                warnings=reading.warnings,
                strangers=reading.strangers,
            )
        except ArticleError as error:
            return Read(error=error, digest=digest)
        except Exception as fault:
            if is_foreseen(fault):
                raise
            return Read(error=error_of(source.path, fault), digest=digest)

    # entries

    def make_entries(self, batch: list[ToResolve]) -> list[Made]:
        """Makes the entries of articles."""
        # One after the other would take a fifth longer: what reads and what cleans would fight for the cache.
        rendered = [self._render(task.source) for task in watched(batch)]
        return [
            self._make_entry(task, one) if isinstance(one, _Rendered) else one
            for task, one in zip(watched(batch), rendered, strict=True)
        ]

    def _render(self, source: SourceFile) -> _Rendered | Made:
        """The article and its body as HTML; else why there is none."""
        try:
            links = self._links.of(source.path)
            article = read_article(source, file_bytes(self._content, source), self._rules).article
            if article is None:
                # Without a date, though it had one a moment ago: it is being written, and the next run will
                # see it.
                return Made(source)
            return _Rendered(article, render(article, self._rules, links.named), links)
        except ArticleError as error:
            return Made(source, error=error)
        except Exception as fault:
            if is_foreseen(fault):
                raise
            return Made(source, error=error_of(source.path, fault))

    def _make_entry(self, task: ToResolve, rendered: _Rendered) -> Made:
        try:
            return self._resolved(task, rendered)
        except Exception as fault:
            if is_foreseen(fault):
                raise
            # What it had taken is not the next one's.
            self._resolver.shelf.consulted(), self._resolver.shelf.take_all()
            return Made(task.source, error=error_of(task.source.path, fault))

    def _resolved(self, task: ToResolve, rendered: _Rendered) -> Made:
        links, shelf = rendered.links, self._resolver.shelf
        seen = fingerprint(rendered.article)
        article = links.with_picture(rendered.article)
        resolved = self._resolver.entry(
            article, rendered.html, task.published, task.section, task.settings, links.written
        )
        consulted = shelf.consulted() | links.consulted
        warnings = (*resolved.warnings, *links.warnings, *shelf.warnings())
        return Made(
            task.source, pack_entry(resolved.entry), seen, None, consulted, shelf.take_all(), warnings
        )

    # feeds

    def write_feeds(self, batch: list[ToWrite]) -> list[Written]:
        """Writes feeds where they are served from; files whose bytes are the same are not touched.

        Where one section's cannot be written, the others' are. Raises PublishError where none could be.
        """
        ready = [self._files_or_why_not(task) for task in batch]
        try:
            self._put(ready)
        except PublishError as error:
            if not error.is_of_one:
                raise
            # Together they wait for the disk once; by themselves, only those wait in vain that must.
            for one in ready:
                self._put_one(one)
        return [written for written, _ in ready]

    def _put(self, ready: Sequence[tuple[Written, dict[str, bytes]]]) -> None:
        # People are led to feeds that are there: a feed is put in place before its page.
        put = iter(self._folder.put_all({name: data for _, files in ready for name, data in files.items()}))
        for written, files in ready:
            for name, data in files.items():
                changed, mtime_ns = next(put)
                written.files.append((name, len(data), mtime_ns))
                if changed:
                    written.changed.append(name)

    def _put_one(self, ready: tuple[Written, dict[str, bytes]]) -> None:
        try:
            self._put([ready])
        except PublishError as error:
            if not error.is_of_one:
                raise
            ready[0].problem = str(error)

    def _files_or_why_not(self, task: ToWrite) -> tuple[Written, dict[str, bytes]]:
        try:
            return self._files_of(task)
        except Exception as fault:
            if is_foreseen(fault):
                raise
            written = Written(task.feed.section.path, [], task.feed.updated, [], 0, {})
            written.problem = described(fault)
            return written, {}

    def _files_of(self, task: ToWrite) -> tuple[Written, dict[str, bytes]]:
        """A section's files by their names, and what there is to say of them before they are written."""
        resolved = tuple(map(unpack_entry, task.entries))
        entries = tuple(_with_content(entry, task.content) for entry in resolved)
        if task.feed.section.podcast:
            entries = tuple(map(_without_pictures, entries))
        path = task.feed.section.path
        moments = [entry.updated for entry in entries] + [deleted.when for deleted in task.feed.deleted]
        updated = max(moments, default=task.feed.updated)
        feed = replace(task.feed, entries=entries, updated=updated)
        rendered = formats.render(feed, task.formats, task.most_bytes, task.needed)
        written = Written(path, [], updated, [], len(entries) - rendered.entries, _shared_urls(entries))
        page = self._page(replace(feed, entries=resolved), task.around)
        files = {f"{path}/{name}".lstrip("/"): data for name, data in (rendered.files | page).items()}
        if task.offers:
            from feedwright.pipeline.publishing.partners import offered_files

            files |= offered_files(task.feed, task.offers, written.told)
        return written, files

    def _page(self, feed: Feed, around: Around | None) -> dict[str, bytes]:
        """The section's page by its name; it has summaries, whatever the feed files have."""
        if around is None:
            return {}
        from feedwright.indexes import page

        config = self._config
        return {page.FILENAME: page.write(feed, around, config.site.timezone, config.media.url)}


def _shared_urls(entries: Sequence[Entry]) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for entry in entries:
        titles.setdefault(entry.url, []).append(f'"{entry.title}"')
    return {url: several for url, several in titles.items() if len(several) > 1}


def _with_content(entry: Entry, mode: ContentMode) -> Entry:
    """The entry with full text, summary or both, as the section's feed is meant to have it."""
    if mode == "summary":
        return replace(entry, content=None)
    if mode == "full" and entry.content:
        return replace(entry, summary="")
    return entry


def _without_pictures(entry: Entry) -> Entry:
    """As a podcast has it: apps list what is enclosed as an episode, and Apple none with a file it knows."""
    return replace(entry, media=tuple(one for one in entry.media if one.medium != "image"))


def file_bytes(content: str, source: SourceFile) -> bytes:
    """The bytes of an article's file under `content`. Raises ArticleError."""
    refuse_large(source.size, source.path)
    try:
        path = f"{content}/{source.path}"
        # A third of what `Path.read_bytes` costs, for every article of an archive.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            data = os.read(handle, source.size + 1)
        finally:
            os.close(handle)
        return data if len(data) == source.size else Path(path).read_bytes()
    except OSError as fault:
        raise ArticleError(source.path, found=fault.strerror, expected="a readable file") from None
