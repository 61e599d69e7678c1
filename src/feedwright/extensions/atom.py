"""Atom's words (RFC 4287) in RSS: links of any relation, and when an item was corrected.

In RSS, feedgen writes the feed's link to itself and drops all others that it was given: hubs (WebSub),
archive pages (RFC 5005), other languages.
"""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import ATOM, EntryExtension, FeedExtension, behind_links

PREFIX = "atom"
NAMESPACE = ATOM


class AtomExtension(FeedExtension):
    """Links of a channel, behind the one to itself. Atom feeds have feedgen's `link` for them."""

    prefix, namespace = PREFIX, NAMESPACE

    def link(self, **attributes: str) -> None:
        """Adds a link."""
        self._add("link", **attributes)

    def extend_ns(self) -> dict[str, str]:
        """Nothing: feedgen declares it in RSS."""
        return {}

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Puts the links behind those that stand there."""
        behind_links(feed[0], self._elements)
        return feed

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Nothing."""
        return feed


class AtomEntryExtension(EntryExtension):
    """Words of an item. Atom entries have them anyway."""

    prefix, namespace = PREFIX, NAMESPACE

    def updated(self, moment: str) -> None:
        """Sets when the item was changed last (RFC 3339): nothing else tells readers of RSS."""
        self._set("updated", moment)

    def link(self, **attributes: str | None) -> None:
        """Adds a link."""
        self._add("link", **attributes)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Nothing."""
        return feed
