"""What feedgen 1.0.0 does wrong or not at all, mended where its extensions allow.

Atom (`mend_atom`): entry links lose rel, type and length (upstream issues 135 and 143: a shadowed
loop variable), dates carry offsets. Both: dates are formatted under a changed locale, which is not
thread-safe; every date that is not set is the time of the build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from feedwright.formats._dates import rfc822, rfc3339
from feedwright.model import Entry, Feed

# feedgen's own formatRFC2822 calls setlocale for the whole process.
feedgen.feed.formatRFC2822 = feedgen.entry.formatRFC2822 = rfc822


class FeedExtension(BaseExtension):  # type: ignore[misc]
    """Base of a format's feed extension: knows the feed that is written."""

    feed: Feed


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]
    """Base of a format's entry extension: knows the entry that is written."""

    entry: Entry
    feed: Feed


def generator(
    feed: Feed,
    feed_extension: type[FeedExtension],
    entry_extension: type[EntryExtension],
    kind: str,
) -> feedgen.feed.FeedGenerator:
    """A feedgen generator with our extensions and what RSS and Atom have in common."""
    made = feedgen.feed.FeedGenerator()
    made.register_extension(
        "feedwright", feed_extension, entry_extension, atom=kind == "atom", rss=kind == "rss"
    )
    made.feedwright.feed = feed
    made.id(feed.id)
    made.title(feed.title)
    made.generator("feedwright")
    made.updated(feed.updated)
    made.lastBuildDate(feed.updated)
    if feed.section.language:
        made.language(feed.section.language)
    if feed.rights:
        made.rights(feed.rights)
    return made


def add_entry(made: feedgen.feed.FeedGenerator, entry: Entry, feed: Feed) -> feedgen.entry.FeedEntry:
    """A new entry behind those that are there, with what RSS and Atom have in common."""
    added = made.add_entry(order="append")
    added.feedwright.entry, added.feedwright.feed = entry, feed
    added.id(entry.id)
    added.title(entry.title)
    added.updated(entry.updated)
    added.published(entry.published)
    return added


def styled(document: bytes, stylesheet: str | None) -> bytes:
    """The document with a pointer to the CSS that browsers show it with, before its root element.

    CSS and not XSLT, which browsers are about to remove.
    """
    if stylesheet is None:
        return document
    declaration, end, rest = document.partition(b"?>\n")
    pointer = f'<?xml-stylesheet type="text/css" href="{escape(stylesheet)}"?>\n'
    return declaration + end + pointer.encode() + rest


def mend_atom(element: etree._Element, links: Sequence[Mapping[str, str]], **dates: object) -> None:
    """Gives the links of a feed or entry their attributes back, and its dates RFC 4287's best form."""
    for found, meant in zip(element.iterchildren("link"), links, strict=True):
        for name, value in meant.items():
            found.set(name, value)
    for name, moment in dates.items():
        found_date = element.find(name)
        if found_date is not None:
            found_date.text = rfc3339(moment)  # type: ignore[arg-type]
