"""RSS 1.0's Content module (web.resource.org/rss/1.0/modules/content): the whole text of an item.

feedgen's own `content()` writes it only beside a description. Of an item without one, it makes the text the
description, and readers then take it for a summary. Register it under another name than `content`, which is
that method's.
"""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import EntryExtension, FeedExtension

PREFIX = "content"
NAMESPACE = "http://purl.org/rss/1.0/modules/content/"


class ContentExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class ContentEntryExtension(EntryExtension):
    """The whole text of an item."""

    prefix, namespace = PREFIX, NAMESPACE

    def encoded(self, html: str) -> None:
        """Sets the text."""
        self._set("encoded", html)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Nothing: Atom has its own element for it."""
        return feed
