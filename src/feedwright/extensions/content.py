"""RSS 1.0's Content module (web.resource.org/rss/1.0/modules/content): the full text of an item.

feedgen's own `content()` writes it only if there is a description. Without one, it writes the text as the
description, which readers then show as the summary. Do not register this as `content`, which is a method of
feedgen.
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
    """The full text of an item."""

    prefix, namespace = PREFIX, NAMESPACE

    def encoded(self, html: str) -> None:
        """Set the text, which is HTML."""
        self._set("encoded", html)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Do nothing: Atom has its own element for it."""
        return feed
