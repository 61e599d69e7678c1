"""What RSS and Atom share in using feedgen: the generator, extensions, and single entries.

A feed is written without entries, which are then inserted as bytes. An entry has the same bytes in every feed
that shows it, so it is written once, not once for each feed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Generic, TypeVar

import msgspec
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.formats._mends import FeedDate, TruthyText
from feedwright.model import Entry, Feed, Link, Section
from feedwright.text import legal

ExtendFeed = Callable[[FeedGenerator, Section], None]
"""Changes a feed before it is written."""

_Extension = TypeVar("_Extension", bound=BaseExtension)
_Key = TypeVar("_Key", bound=Hashable)


def generator(feed: Feed) -> FeedGenerator:
    """Create a generator with the elements that both formats have."""
    fg = FeedGenerator()
    fg.id(TruthyText(feed.id))
    fg.title(TruthyText(feed.title))
    fg.updated(FeedDate.of(feed.updated))
    fg.generator("feedwright")
    fg.language(feed.section.language)
    fg.rights(feed.rights)
    return fg


def feed_entry(entry: Entry) -> FeedEntry:
    """Create an entry of feedgen with the elements that both formats have."""
    fe = FeedEntry()
    fe.id(TruthyText(entry.id))
    fe.title(TruthyText(entry.title))
    fe.updated(FeedDate.of(entry.updated))
    fe.published(FeedDate.of(entry.published))
    fe.category([{"term": name} for name in entry.categories])
    return fe


def addresses(entry: Entry, links_elsewhere: bool) -> tuple[str, tuple[Link, ...]]:
    """Return where the title of an entry leads, and its related pages.

    Of a link post, one is its own page and the other what it is about.
    """
    about = entry.external_url
    if about is None:
        return entry.url, entry.related
    first, second = (about, entry.url) if links_elsewhere else (entry.url, about)
    return first, (Link(second), *(link for link in entry.related if link.url not in (first, second)))


def add_extension(target: FeedGenerator | FeedEntry, name: str, extension: type[_Extension]) -> _Extension:
    """Register an extension; return it, so that the caller can add elements.

    Names of ours begin with `_`, so that plugins can register or load extensions under the usual ones.
    """
    target.register_extension(f"_{name}", extension)
    registered: _Extension = getattr(target, f"_{name}")
    return registered


def serialize_entries(entries: Sequence[etree._Element], inside: etree._Element) -> list[bytes]:
    """Serialize each entry as a child of `inside`, whose root declares the namespaces of the document.

    Serializes all at once, then splits at their start tags: in texts, `<` is `&lt;`.
    """
    if not entries:
        return []
    inside.extend(entries)
    document = etree.tostring(inside.getroottree(), encoding="UTF-8", pretty_print=True)
    last = document.rindex(b"\n", 0, document.rindex(b"</" + str(inside.tag).encode()))
    start = b"\n" + b"  " * (len(list(inside.iterancestors())) + 1) + b"<" + str(entries[0].tag).encode()
    return [start[1:] + rest + b"\n" for rest in document[:last].split(start)[1:]]


class EntryCache(Generic[_Key]):
    """A cache of serialized entries, by keys that contain all that their bytes depend on."""

    def __init__(self, most_bytes: int = 4_000_000) -> None:
        """Hold at most `most_bytes`: about a thousand entries of usual length."""
        self._most_bytes = most_bytes
        self._size = 0
        self._written: dict[_Key, bytes] = {}

    def get(self, keys: Sequence[_Key], write: Callable[[Sequence[_Key]], Sequence[bytes]]) -> list[bytes]:
        """Return the entries of the keys. Those that are not in the cache are written, in one call."""
        found = {key: data for key in keys if (data := self._written.get(key)) is not None}
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        new = dict(zip(missing, write(missing), strict=True))
        self._written |= new
        self._size += sum(map(len, new.values()))
        found |= new
        if self._size > self._most_bytes:
            self._evict()
        return [found[key] for key in keys]

    def _evict(self) -> None:
        """Remove the oldest entries, a quarter, so that this is seldom done. Other threads may do so, too."""
        cached = list(self._written.items())
        self._size = sum(len(data) for _, data in cached)
        for key, data in cached:
            if self._size <= self._most_bytes * 3 // 4:
                return
            self._written.pop(key, None)
            self._size -= len(data)


def insert_entries(document: bytes, tag: bytes, entries: Iterable[bytes], stylesheet: str | None) -> bytes:
    """Insert entries at the end of the last element of that tag, and a link to the stylesheet at the top.

    The stylesheet is CSS: browsers are removing XSLT.
    """
    root = document.index(b"\n") + 1
    end = document.rindex(b"\n", 0, document.rindex(b"</" + tag)) + 1
    pointer = b""
    if stylesheet is not None:
        pointer = f'<?xml-stylesheet type="text/css" href="{escape(stylesheet)}"?>\n'.encode()
    return b"".join((document[:root], pointer, document[root:end], *entries, document[end:]))


def without_illegal_characters(write: Callable[[Feed], bytes], feed: Feed) -> bytes:
    """Return `write(feed)`. If it fails, remove characters that XML does not allow, and try again.

    `text.legal` is applied to all texts earlier. If a character is missed nevertheless, lxml raises
    ValueError; this must not stop the whole feed.
    """
    try:
        return write(feed)
    except ValueError:
        plain = msgspec.to_builtins(feed, builtin_types=(datetime,))
        return write(msgspec.convert(_legal(plain), Feed))


def _legal(plain: object) -> object:
    if isinstance(plain, str):
        return legal(plain)
    if isinstance(plain, dict):
        return {name: _legal(value) for name, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_legal(value) for value in plain]
    return plain
