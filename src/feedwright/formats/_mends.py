"""What feedgen 1.0.0 does wrong or not at all, and what stands here or in an extension until it is mended.

Numbers are issues and pull requests of github.com/lkiesow/python-feedgen; each mend has a test in
tests/test_mends.py that fails on the day it is no longer needed.

| feedgen | mended by |
|---|---|
| Atom: entry links have nothing but `href`: a shadowed variable (135, 143) | `LinksEntryExtension` |
| an entry's links have one of five relations (138) | `extensions.licenses`, `extensions.threading` |
| RSS: the channel's link is that of the last link, whatever it is (122) | `channel_link` |
| RSS: all links of a feed but `self` are dropped (122) | `extensions.atom` |
| RSS: the text of an item without a summary becomes its description (21) | `extensions.content` |
| Atom: a source has neither id nor date, and its link no relation (80) | `SourceEntryExtension` |
| RSS: a date is formatted under another locale of the whole process (26 was mended that way) | `Moment` |
| Atom: a date in UTC is written with an offset, and fractions of seconds (no issue) | `Moment` |
| a date that nobody sets is the time of the build (no issue) | both formats set all dates |
| `sy:UpdatePeriod`, which no reader knows (no issue; came with 29) | `extensions.syndication` |
| an extension imported before lxml.etree fails (no issue) | `extensions.dublin_core` imports it |
| an element with an empty text is left out, and a title refused (no issue) | `Said` |
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.extensions._base import Element, element, write
from feedwright.internet_dates import rfc822


class Moment(datetime):
    """A moment in UTC as both formats write it: in whole seconds, in the words of no locale."""

    @classmethod
    def of(cls, moment: datetime) -> Moment:
        """The same moment."""
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, tzinfo=UTC)

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """`2022-03-18T14:30:00Z`."""
        return super().isoformat()[:19] + "Z"


def _format_date(date: datetime) -> str:
    """What feedgen's own function gives, without a change of locale, which is every thread's."""
    if isinstance(date, Moment):
        return rfc822(date)
    from email.utils import format_datetime

    return format_datetime(date)


feedgen.feed.formatRFC2822 = feedgen.entry.formatRFC2822 = _format_date


class Said(str):
    """A text that is written also when it is empty."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True


def channel_link(made: FeedGenerator, url: str) -> None:
    """Sets the link of an RSS channel, after all other links of the feed."""
    made.link(href=Said(url), rel="alternate")


class LinksEntryExtension(BaseEntryExtension):
    """Gives the links of an Atom entry back what they were given."""

    def __init__(self) -> None:
        self._links: Sequence[dict[str, str]] = ()

    def meant(self, links: Sequence[dict[str, str]]) -> None:
        """Sets the links that feedgen was told, in their order."""
        self._links = links

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Sets their attributes."""
        for found, meant in zip(feed.iterchildren("link"), self._links, strict=True):
            for name, value in meant.items():
                found.set(name, value)
        return feed


class SourceEntryExtension(BaseEntryExtension):
    """What an Atom entry was copied from (RFC 4287, section 4.2.11)."""

    def __init__(self) -> None:
        self._elements: list[Element] = []

    def source(self, feed: str, title: str, updated: str) -> None:
        """Sets it, by the URL of the other feed, which stands for its id."""
        inside = (
            element("id", feed),
            element("title", title),
            element("updated", updated),
            element("link", rel="self", href=feed),
        )
        self._elements = [element("source", None, *inside)]

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Appends it."""
        write(feed, self._elements)
        return feed
