"""Tombstones in Atom (RFC 6721): deleted entries."""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import FeedExtension, element

PREFIX = "at"
NAMESPACE = "http://purl.org/atompub/tombstones/1.0"


class TombstonesExtension(FeedExtension):
    """The deleted entries of a feed. RSS has no element for them."""

    prefix, namespace = PREFIX, NAMESPACE

    def deleted_entry(self, ref: str, when: str, comment: str | None = None) -> None:
        """Add a deleted entry: its id, the date of its deletion (RFC 3339), and the reason."""
        inside = [element(self._tag("comment"), comment)] if comment else []
        self._add("deleted-entry", None, *inside, ref=ref, when=when)

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Do nothing."""
        return feed
