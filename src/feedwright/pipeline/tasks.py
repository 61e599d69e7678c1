"""What workers do: read articles, make entries, write feeds. No task knows of the catalog."""

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
from feedwright.config import Config, ContentMode, FeedSettings
from feedwright.errors import ArticleError
from feedwright.indexes import Around
from feedwright.model import Article, Entry, Feed, Published, Section
from feedwright.pipeline.entries import pack_entry, unpack_entry
from feedwright.pipeline.links import Links, LinksOf
from feedwright.pipeline.served import folder_of
from feedwright.publish import Folder
from feedwright.resolve.entry import Resolver
from feedwright.resolve.shelf import ToPublish
from feedwright.sources.decode import refuse_large
from feedwright.sources.folder import SourceFile
from feedwright.sources.folder_data import read_folder_data
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.people import read_people
from feedwright.sources.read import read_article, render
from feedwright.sources.surroundings import look_around


class Read(msgspec.Struct):
    """What came of one file: an article without its body, a reason why not, or nothing new."""

    article: Article | None = None
    digest: bytes = b""
    seen: bytes = b""
    warnings: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    error: ArticleError | None = None
    unchanged: bool = False


class ToResolve(msgspec.Struct):
    """An article whose entry has to be made."""

    source: SourceFile
    published: Published
    section: Section
    settings: FeedSettings


class Made(msgspec.Struct):
    """An entry, packed, with the media files it was made with (and their states) and those to publish.

    `seen` is the fingerprint of what readers see of it.
    """

    source: SourceFile
    entry: bytes | None = None
    seen: bytes = b""
    error: ArticleError | None = None
    consulted: dict[str, bytes] = msgspec.field(default_factory=dict)
    files: list[ToPublish] = msgspec.field(default_factory=list)
    warnings: tuple[str, ...] = ()


class Offers(msgspec.Struct):
    """What a section's feeds for `partners` are made of: its newest entries, packed, at the run's clock."""

    partners: tuple[str, ...]
    entries: list[bytes]
    feeds_url: str
    now: datetime


class Told(msgspec.Struct):
    """What a partner's feed is without: of the article with that `id`, or (None) as a whole.

    `here` says that other sections' feeds may have it.
    """

    partner: str
    id: str | None
    message: str
    here: bool = False


class ToWrite(msgspec.Struct):
    """A feed to be written, its entries packed, and what its page shows around it (None: no page).

    The entries with the ids `needed` are in it, whatever `most_bytes` says.
    """

    feed: Feed
    entries: list[bytes]
    formats: tuple[str, ...]
    content: ContentMode
    most_bytes: int | None
    around: Around | None = None
    needed: frozenset[str] = frozenset()
    offers: Offers | None = None


class Written(msgspec.Struct):
    """A feed's files (name, length, mtime in ns), those that changed, entries left out for size.

    `shared_urls` are those that several entries have, with the entries' titles.
    """

    section: str
    files: list[tuple[str, int, int]]
    updated: datetime
    changed: list[str]
    left_out: int
    shared_urls: dict[str, list[str]]
    told: list[Told] = msgspec.field(default_factory=list)


class _Process:
    """What every task of a run needs, once in each process."""

    content: str
    config: Config
    rules: Rules
    links: Links
    resolver: Resolver
    folder: Folder


def set_up(config: Config, now: datetime) -> None:
    """Prepares this process for the tasks of one run."""
    _Process.config = config
    _Process.content = str(config.content)
    _Process.rules = rules_of(config)
    _Process.links = Links(config, _Process.rules)
    _Process.resolver = Resolver(config)
    _Process.folder = folder_of(config, now)


def rules_of(config: Config) -> Rules:
    """How the publication's articles are meant, by config.yaml and by what lies beside it."""
    around = look_around(config.root, config.content)
    people, _ = read_people(around)
    folder_data, _ = read_folder_data(around, config.content)
    undated = config.articles.undated or ("skip" if around.systems else "reject")
    return Rules(
        zone=config.site.timezone,
        day_first=config.articles.day_first,
        site_url=config.site.url,
        people=people | config.people,
        section_by=config.articles.section,
        undated_is_page=undated == "skip",
        systems=around.systems,
        folder_data=folder_data,
    )


def problems_around(config: Config) -> list[tuple[str, str]]:
    """What is wrong with files that lie beside the articles: their paths, and what to mend."""
    around = look_around(config.root, config.content)
    _, of_people = read_people(around)
    _, of_folders = read_folder_data(around, config.content)
    said = (problem.partition(": ") for problem in (*of_people, *of_folders))
    return [(os.path.relpath(place, config.root), problem) for place, _, problem in said]


def read_heads(batch: list[tuple[SourceFile, bytes | None]]) -> list[Read]:
    """Reads files; each comes with the digest at which it is known to be good, if any."""
    return [_read_head(source, known, fingerprint) for source, known in batch]


def read_new_heads(batch: list[tuple[SourceFile, bytes | None]]) -> list[Read]:
    """The same of articles that nobody has seen: there is nothing to compare them with."""
    return [_read_head(source, known, lambda _: b"") for source, known in batch]


def _read_head(source: SourceFile, known: bytes | None, look: Callable[[Article], bytes]) -> Read:
    try:
        data = file_bytes(source)
        digest = sha256(data).digest()
        if digest == known:
            return Read(unchanged=True)
        reading = read_article(source, data, _Process.rules)
    except ArticleError as error:
        return Read(error=error)
    article = reading.article
    if article is None:
        return Read()
    return Read(
        article=replace(article, body=""),
        digest=digest,
        seen=look(article),
        warnings=reading.warnings,
        strangers=reading.strangers,
    )


def make_entries(batch: list[ToResolve]) -> list[Made]:
    """Makes the entries of articles."""
    # One after the other would take a fifth longer: what reads and what cleans would fight for the cache.
    rendered = [_render(task.source) for task in batch]
    return [
        _make_entry(task, one) if isinstance(one, _Rendered) else one
        for task, one in zip(batch, rendered, strict=True)
    ]


class _Rendered(msgspec.Struct):
    article: Article
    html: str
    links: LinksOf


def _render(source: SourceFile) -> _Rendered | Made:
    """The article and its body as HTML; else why there is none."""
    rules, links = _Process.rules, _Process.links.of(source.path)
    try:
        article = read_article(source, file_bytes(source), rules).article
        # Without a date, though it had one a moment ago: it is being written, and the next run will see it.
        return _Rendered(article, render(article, rules, links.named), links) if article else Made(source)
    except ArticleError as error:
        return Made(source, error=error)


def _make_entry(task: ToResolve, rendered: _Rendered) -> Made:
    resolver, links = _Process.resolver, rendered.links
    seen = fingerprint(rendered.article)
    article = links.with_picture(rendered.article)
    resolved = resolver.entry(
        article, rendered.html, task.published, task.section, task.settings, links.written
    )
    shelf = resolver.shelf
    consulted = shelf.consulted() | links.consulted
    warnings = (*resolved.warnings, *links.warnings)
    return Made(task.source, pack_entry(resolved.entry), seen, None, consulted, shelf.take_all(), warnings)


def write_feeds(batch: list[ToWrite]) -> list[Written]:
    """Writes feeds where they are served from; files whose bytes are the same are not touched."""
    written, files = zip(*map(_files_of, batch), strict=True)
    # People are led to feeds that are there: a feed is put in place before its page.
    put = iter(_Process.folder.put_all({name: data for one in files for name, data in one.items()}))
    for section, own in zip(written, files, strict=True):
        for name, data in own.items():
            changed, mtime_ns = next(put)
            section.files.append((name, len(data), mtime_ns))
            if changed:
                section.changed.append(name)
    return list(written)


def _files_of(task: ToWrite) -> tuple[Written, dict[str, bytes]]:
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
    page = _page(replace(feed, entries=resolved), task.around)
    files = {f"{path}/{name}".lstrip("/"): data for name, data in (rendered.files | page).items()}
    if task.offers:
        from feedwright.pipeline.partners import offered_files

        files |= offered_files(task.feed, task.offers, written.told)
    return written, files


def _shared_urls(entries: Sequence[Entry]) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for entry in entries:
        titles.setdefault(entry.url, []).append(f'"{entry.title}"')
    return {url: several for url, several in titles.items() if len(several) > 1}


def _page(feed: Feed, around: Around | None) -> dict[str, bytes]:
    """The section's page by its name; it has summaries, whatever the feed files have."""
    if around is None:
        return {}
    from feedwright.indexes import page

    config = _Process.config
    return {page.FILENAME: page.write(feed, around, config.site.timezone, config.media_url)}


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


def file_bytes(source: SourceFile) -> bytes:
    """The bytes of an article's file. Raises ArticleError."""
    refuse_large(source.size, source.path)
    try:
        path = f"{_Process.content}/{source.path}"
        # A third of what `Path.read_bytes` costs, for every article of an archive.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            data = os.read(handle, source.size + 1)
        finally:
            os.close(handle)
        return data if len(data) == source.size else Path(path).read_bytes()
    except OSError as fault:
        raise ArticleError(source.path, found=fault.strerror, expected="a readable file") from None
