"""Atom Threading (RFC 4685): where the discussion of an entry is, and how large it is."""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import EntryExtension, FeedExtension, element, write

PREFIX = "thr"
NAMESPACE = "http://purl.org/syndication/thread/1.0"


class ThreadingExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class ThreadingEntryExtension(EntryExtension):
    """The discussion of an entry. `replies` is for Atom, as RSS has `comments`."""

    prefix, namespace = PREFIX, NAMESPACE

    def __init__(self) -> None:
        super().__init__()
        self._replies: str | None = None

    def replies(self, url: str) -> None:
        """Sets the page with the discussion (section 4)."""
        self._replies = url

    def total(self, count: int) -> None:
        """Sets how many replies there are (section 5)."""
        self._set("total", count)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Appends the link to the page, then the number."""
        if self._replies is not None:
            write(feed, [element("link", rel="replies", type="text/html", href=self._replies)])
        return super().extend_atom(feed)
