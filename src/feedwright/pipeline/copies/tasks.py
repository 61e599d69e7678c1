"""What workers are given, and what they make of it: all that goes from process to process."""

from __future__ import annotations

from datetime import datetime

import msgspec

from feedwright.catalog.values import CompressibleValue
from feedwright.config import ContentMode, FeedSettings
from feedwright.errors import ArticleError
from feedwright.indexes import Around
from feedwright.model import Article, Entry, Feed, Published, Section
from feedwright.resolve.shelf import ToPublish
from feedwright.sources.folder import SourceFile

_ENTRY = CompressibleValue[Entry]("entry.body", Entry)
pack_entry = _ENTRY.pack
"""Packs an entry once, by whoever makes it, for its way from process to process and into the catalog."""
unpack_entry = _ENTRY.unpack


class _Told(msgspec.Struct):
    id: str
    url: str


_TOLD = CompressibleValue[_Told]("entry.body", _Told)


def told_by(entry: bytes) -> tuple[str, str]:
    """The id of a packed entry, and the URL under which feeds show it."""
    told = _TOLD.unpack(entry)
    return told.id, told.url


LARGE = 64_000
"""Bytes of a file from which on it is worth a process of its own (5 ms). What the slowest of our parsers does
with a smaller one takes less than a second (tests/attack/growing.py)."""


class Read(msgspec.Struct):
    """What came of one file: an article without its body, a reason why not, or nothing new.

    `digest` is that of its bytes, empty where they could not be read; `seen` the article's fingerprint.
    """

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

    `shared_urls` are those that several entries have, with the entries' titles. A `problem` says why there
    are no files: the old ones are as they were.
    """

    section: str
    files: list[tuple[str, int, int]]
    updated: datetime
    changed: list[str]
    left_out: int
    shared_urls: dict[str, list[str]]
    told: list[Told] = msgspec.field(default_factory=list)
    problem: str | None = None
