"""What workers are given, and what they return: all that goes from process to process.

An entry has one form on its way: the worker that makes it packs it, these bytes travel and are kept in the
catalog, and the worker that writes a feed unpacks them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from feedwright.catalog.values import ENTRY
from feedwright.config import ContentMode, FeedSettings
from feedwright.errors import ArticleError
from feedwright.indexes import Around
from feedwright.left_out import LeftOut
from feedwright.model import Article, Feed, Published, Section
from feedwright.resolve.media_files import FileToPublish
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.mistyped import Mistyped

pack_entry, unpack_entry = ENTRY.pack, ENTRY.unpack

LARGE = 64_000
"""Bytes of a file from which on it is worth a process of its own (5 ms). What the slowest of our parsers does
with a smaller one takes less than a second (tests/attack/growing.py)."""


class Text(msgspec.Struct, frozen=True):
    """The text of an article, how many lines of its file are above it, and its `extra`."""

    body: str
    lines_above: int
    extra: dict[str, Any] = {}


def can_travel(value: object) -> bool:
    """Whether a value of front matter is the same after a journey: dates, for one, are not."""
    if isinstance(value, list):
        return all(map(can_travel, value))
    if isinstance(value, dict):
        return all(type(key) is str and can_travel(one) for key, one in value.items())
    return value is None or type(value) in (str, bool, float) or (type(value) is int and abs(value) < 2**63)


class Read(msgspec.Struct):
    """What was found in one file: an article, an error, neither (a page), or nothing new.

    The article is without its body and `extra`. If feeds will probably show it, its `text` comes along, so
    that its file need not be read again. `digest` is that of the file's bytes, empty if they could not
    be read; `fingerprint` is the article's; `unknown_authors` are author keys that `people:` does not define,
    `mistyped` keys of the front matter that are probably another key.
    """

    article: Article | None = None
    digest: bytes = b""
    fingerprint: bytes = b""
    warnings: tuple[str, ...] = ()
    unknown_authors: tuple[str, ...] = ()
    mistyped: tuple[Mistyped, ...] = ()
    error: ArticleError | None = None
    unchanged: bool = False
    text: Text | None = None


class ReadArticle(msgspec.Struct, frozen=True):
    """An article without its body, and its text, as they were read from its file."""

    article: Article
    text: Text


class ToResolve(msgspec.Struct):
    """An article whose entry is to be made; what this run has `read` of it, if that is known."""

    source: SourceFile
    published: Published
    section: Section
    settings: FeedSettings
    read: ReadArticle | None = None


class PackedEntry(msgspec.Struct):
    """An entry, packed; beside it what is asked of it often, and the fingerprint of its article."""

    id: str
    url: str
    body: bytes
    fingerprint: bytes


class Made(msgspec.Struct):
    """An entry, or an error, or neither: an article that has no date any more.

    `consulted` are the files that the entry was made with, with their states; `files` are those to publish;
    `left_out` is what of the article's text the entry does not have; `changes_at` is when it will be another
    one although no file changes.
    """

    entry: PackedEntry | None = None
    error: ArticleError | None = None
    consulted: dict[str, bytes] = msgspec.field(default_factory=dict)
    files: list[FileToPublish] = msgspec.field(default_factory=list)
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    changes_at: datetime | None = None


class Offers(msgspec.Struct):
    """What a section's feeds for `partners` are made of: its newest entries, packed, at the run's clock."""

    partners: tuple[str, ...]
    entries: list[bytes]
    feeds_url: str
    now: datetime


class PartnerNote(msgspec.Struct):
    """What a partner's feed leaves out of the article with that `id`, or (None) as a whole.

    `this_feed_only` says that other sections' feeds may have it.
    """

    partner: str
    id: str | None
    message: str
    this_feed_only: bool = False


class ToWrite(msgspec.Struct):
    """A feed to be written, its entries packed, and what its page shows around it (None: no page).

    The entries with the ids `needed` are in it, whatever `most_bytes` says. The `footer` is Markdown.
    """

    feed: Feed
    entries: list[bytes]
    formats: tuple[str, ...]
    content: ContentMode
    fields: dict[str, str]
    most_bytes: int | None
    around: Around | None = None
    needed: frozenset[str] = frozenset()
    offers: Offers | None = None
    footer: str | None = None


class Written(msgspec.Struct):
    """A feed's files (name, length, mtime in ns), those that changed, how many entries were left out.

    Changed files are still beside those that they will replace (`ServedFolder.put_in_place`, for `staged`).
    `shared_urls` are those that several entries have, with the entries' titles. A `problem` says why there
    are no files: the old ones are as they were.
    """

    section: str
    files: list[tuple[str, int, int]]
    updated: datetime
    changed: list[str]
    left_out: int
    shared_urls: dict[str, list[str]]
    partner_notes: list[PartnerNote] = msgspec.field(default_factory=list)
    staged: list[str] = msgspec.field(default_factory=list)
    problem: str | None = None
