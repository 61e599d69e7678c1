"""Workarounds for what feedgen 1.0.0 does wrong or does not support.

Numbers are issues and pull requests of github.com/lkiesow/python-feedgen. Each workaround has a test in
tests/test_mends.py that fails when it is no longer needed.

| feedgen | workaround |
|---|---|
| Atom: entry links have nothing but `href`: a shadowed variable (135, 143) | `LinksEntryExtension` |
| an entry's links have one of five relations (138) | `extensions.licenses`, `extensions.threading` |
| RSS: the channel's link is the last link of the feed, whatever its relation (122) | `channel_link` |
| RSS: all links of a feed but `self` are dropped (122) | `extensions.atom` |
| RSS: the text of an item without a summary becomes its description (21) | `extensions.content` |
| Atom: a source has neither id nor date, and its link no relation (80) | `SourceEntryExtension` |
| RSS: formatting a date changes the locale of the whole process (that is how 26 was fixed) | `FeedDate` |
| Atom: a date in UTC is written with an offset, and fractions of seconds (no issue) | `FeedDate` |
| a date that is not set is the time of the build (no issue) | both formats set all dates |
| `sy:UpdatePeriod`, which no reader supports (no issue; came with 29) | `extensions.syndication` |
| an extension imported before lxml.etree fails (no issue) | `extensions.dublin_core` imports it |
| an element with an empty text is left out, and a title refused (no issue) | `TruthyText` |
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.extensions._base import Element, element, write
from feedwright.internet_dates import rfc822


class FeedDate(datetime):
    """A date in UTC that feedgen writes in whole seconds, independent of the locale."""

    @classmethod
    def of(cls, moment: datetime) -> FeedDate:
        """Convert a date."""
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, tzinfo=UTC)

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """`2022-03-18T14:30:00Z`."""
        return super().isoformat()[:19] + "Z"


def _format_date(date: datetime) -> str:
    """Format a date for RSS. feedgen's own function changes the locale, which affects all threads."""
    if isinstance(date, FeedDate):
        return rfc822(date)
    from email.utils import format_datetime

    return format_datetime(date)


feedgen.feed.formatRFC2822 = feedgen.entry.formatRFC2822 = _format_date


class TruthyText(str):
    """A text that is always true, because feedgen leaves out empty ones."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def channel_link(fg: FeedGenerator, url: str) -> None:
    """Set the link of an RSS channel. Call it after all other links have been set."""
    fg.link(href=TruthyText(url), rel="alternate")


class LinksEntryExtension(BaseEntryExtension):
    """Restores the attributes of an Atom entry's links, of which feedgen writes only `href`."""

    def __init__(self) -> None:
        self._links: Callable[[], Sequence[dict[str, str]] | None] = tuple

    def take_from(self, links: Callable[[], Sequence[dict[str, str]] | None]) -> None:
        """Set what returns the links of the entry with all attributes, in their order."""
        self._links = links

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Sets their attributes."""
        for written, link in zip(feed.iterchildren("link"), self._links() or (), strict=True):
            for name, value in link.items():
                written.set(name, value)
        return feed


class SourceEntryExtension(BaseEntryExtension):
    """The feed from which an Atom entry was copied (RFC 4287, section 4.2.11)."""

    def __init__(self) -> None:
        self._elements: list[Element] = []

    def source(self, feed: str, title: str, updated: str) -> None:
        """Set the source. The URL of the feed is also used as its id."""
        inside = (
            element("id", feed),
            element("title", title),
            element("updated", updated),
            element("link", rel="self", href=feed),
        )
        self._elements = [element("source", None, *inside)]

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Append it."""
        write(feed, self._elements)
        return feed
