"""Atom Threading (RFC 4685): the URL of the discussion of an entry, and the number of replies."""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import EntryExtension, FeedExtension, element, write

PREFIX = "thr"
NAMESPACE = "http://purl.org/syndication/thread/1.0"


class ThreadingExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class ThreadingEntryExtension(EntryExtension):
    """The discussion of an entry. `replies` is for Atom only; RSS has `comments`."""

    prefix, namespace = PREFIX, NAMESPACE

    def __init__(self) -> None:
        super().__init__()
        self._replies: str | None = None

    def replies(self, url: str) -> None:
        """Set the URL of the discussion (section 4)."""
        self._replies = url

    def total(self, count: int) -> None:
        """Set the number of replies (section 5)."""
        self._set("total", count)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Append the link, then the number."""
        if self._replies is not None:
            write(feed, [element("link", rel="replies", type="text/html", href=self._replies)])
        return super().extend_atom(feed)
