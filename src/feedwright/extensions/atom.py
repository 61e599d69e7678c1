"""Atom's elements (RFC 4287) in RSS: links of any relation, and the date of an item's last change.

In RSS, feedgen writes only the link with the relation `self`, and drops those to hubs (WebSub), archive pages
(RFC 5005) and other languages.
"""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import ATOM, EntryExtension, FeedExtension, insert_after_links

PREFIX = "atom"
NAMESPACE = ATOM


class AtomExtension(FeedExtension):
    """Links of a channel, after the one to itself. For Atom feeds, use feedgen's `link`."""

    prefix, namespace = PREFIX, NAMESPACE

    def link(self, **attributes: str) -> None:
        """Add a link."""
        self._add("link", **attributes)

    def extend_ns(self) -> dict[str, str]:
        """Return nothing: feedgen declares the namespace in RSS."""
        return {}

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Insert the links after those of feedgen."""
        insert_after_links(feed[0], self._elements)
        return feed

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Do nothing."""
        return feed


class AtomEntryExtension(EntryExtension):
    """Atom's elements in an item. Atom entries have them from feedgen."""

    prefix, namespace = PREFIX, NAMESPACE

    def updated(self, moment: str) -> None:
        """Set the date of the last change (RFC 3339), for which RSS has no element."""
        self._set("updated", moment)

    def link(self, **attributes: str | None) -> None:
        """Add a link."""
        self._add("link", **attributes)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Do nothing."""
        return feed
