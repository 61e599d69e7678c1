"""What RSS and Atom share on their way through feedgen: the generator, extensions, and single entries.

A feed is written without its entries, and these are put into it as bytes: an entry looks the same in every
feed that shows it, so that it is written once, and not once a feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape
from typing import TypeVar

import msgspec
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.formats._mends import Moment, Said
from feedwright.model import Entry, Feed
from feedwright.text import legal

KEPT = 1000
"""How many written entries a process keeps in each format: some megabytes."""

_Extension = TypeVar("_Extension", bound=BaseExtension)


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


def written(one: etree._Element, inside: etree._Element) -> bytes:
    """An entry's bytes as it stands alone `inside` an element, whose root declares what the document does."""
    inside.append(one)
    document = etree.tostring(inside.getroottree(), encoding="UTF-8", pretty_print=True)
    tag = str(inside.tag).encode()
    start = document.index(b">\n", document.index(b"<" + tag)) + 2
    return document[start : _end(document, tag)]


def put_together(document: bytes, tag: bytes, entries: Iterable[bytes], stylesheet: str | None) -> bytes:
    """The document with entries at the end of its last element of that tag, and a pointer to its stylesheet.

    To CSS and not XSLT, which browsers are about to remove.
    """
    root, end = document.index(b"\n") + 1, _end(document, tag)
    pointer = b""
    if stylesheet is not None:
        pointer = f'<?xml-stylesheet type="text/css" href="{escape(stylesheet)}"?>\n'.encode()
    return b"".join((document[:root], pointer, document[root:end], *entries, document[end:]))


def _end(document: bytes, tag: bytes) -> int:
    """Where the line begins that closes the last element of that tag."""
    return document.rindex(b"\n", 0, document.rindex(b"</" + tag)) + 1


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
