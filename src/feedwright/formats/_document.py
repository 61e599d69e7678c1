"""What RSS and Atom share on their way through feedgen: the generator, extensions, and single entries.

A feed is written without its entries, and these are put into it as bytes: an entry looks the same in every
feed that shows it, so that it is written once, and not once a feed.
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

from feedwright.formats._mends import Moment, Said
from feedwright.model import Entry, Feed
from feedwright.text import legal

_Extension = TypeVar("_Extension", bound=BaseExtension)
_Key = TypeVar("_Key", bound=Hashable)


def generator(feed: Feed) -> FeedGenerator:
    """A generator that knows what both formats say of a feed."""
    made = FeedGenerator()
    made.id(Said(feed.id))
    made.title(Said(feed.title))
    made.updated(Moment.of(feed.updated))
    made.generator("feedwright")
    made.language(feed.section.language)
    made.rights(feed.rights)
    return made


def entry_of(entry: Entry) -> FeedEntry:
    """An entry that knows what both formats say of it."""
    made = FeedEntry()
    made.id(Said(entry.id))
    made.title(Said(entry.title))
    made.updated(Moment.of(entry.updated))
    made.published(Moment.of(entry.published))
    made.category([{"term": name} for name in dict.fromkeys((entry.section, *entry.tags))])
    return made


def extended(made: FeedGenerator | FeedEntry, name: str, extension: type[_Extension]) -> _Extension:
    """Registers an extension; returns it, to be told what to write."""
    made.register_extension(name, extension)
    registered: _Extension = getattr(made, name)
    return registered


def written(entries: Sequence[etree._Element], inside: etree._Element) -> list[bytes]:
    """The bytes of each entry as it stands `inside` an element whose root declares what their document does.

    All are written at once, and cut at the tags that begin them: in a text, `<` is `&lt;`.
    """
    if not entries:
        return []
    inside.extend(entries)
    document = etree.tostring(inside.getroottree(), encoding="UTF-8", pretty_print=True)
    last = document.rindex(b"\n", 0, document.rindex(b"</" + str(inside.tag).encode()))
    start = b"\n" + b"  " * (len(list(inside.iterancestors())) + 1) + b"<" + str(entries[0].tag).encode()
    return [start[1:] + rest + b"\n" for rest in document[:last].split(start)[1:]]


class Kept(Generic[_Key]):
    """The entries that were written last, by all that their bytes depend on."""

    def __init__(self, most_bytes: int = 4_000_000) -> None:
        """A thousand of the usual length are kept; with long ones, a process must not grow for it."""
        self._most_bytes = most_bytes
        self._written: dict[_Key, bytes] = {}

    def of(self, keys: Sequence[_Key], write: Callable[[Sequence[_Key]], Sequence[bytes]]) -> list[bytes]:
        """The entries of these keys; those that are not kept are written, all together."""
        found = {key: data for key in keys if (data := self._written.get(key)) is not None}
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        found |= zip(missing, write(missing), strict=True)
        self._written |= found
        self._forget()
        return [found[key] for key in keys]

    def _forget(self) -> None:
        """Drops the oldest that are too many."""
        kept = list(self._written.items())
        size = sum(len(data) for _, data in kept)
        for key, data in kept:
            if size <= self._most_bytes:
                return
            self._written.pop(key, None)
            size -= len(data)


def put_together(document: bytes, tag: bytes, entries: Iterable[bytes], stylesheet: str | None) -> bytes:
    """The document with entries at the end of its last element of that tag, and a pointer to its stylesheet.

    To CSS and not XSLT, which browsers are about to remove.
    """
    root = document.index(b"\n") + 1
    end = document.rindex(b"\n", 0, document.rindex(b"</" + tag)) + 1
    pointer = b""
    if stylesheet is not None:
        pointer = f'<?xml-stylesheet type="text/css" href="{escape(stylesheet)}"?>\n'.encode()
    return b"".join((document[:root], pointer, document[root:end], *entries, document[end:]))


def legally(write: Callable[[Feed], bytes], feed: Feed) -> bytes:
    """The feed as `write` writes it, without characters that XML cannot carry (XML 1.0, section 2.2).

    `text.legal` has taken them out long before. Should one slip through, lxml refuses the text; it must not
    keep the rest of the feed from its readers.
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
