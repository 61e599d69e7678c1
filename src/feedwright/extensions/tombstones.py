"""Tombstones in Atom (RFC 6721): entries that are gone."""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import FeedExtension, element

PREFIX = "at"
NAMESPACE = "http://purl.org/atompub/tombstones/1.0"


class TombstonesExtension(FeedExtension):
    """What has left a feed. RSS has no word for it."""

    prefix, namespace = PREFIX, NAMESPACE

    def deleted_entry(self, ref: str, when: str, comment: str | None = None) -> None:
        """Adds an entry that is gone: its id, since when (RFC 3339), and why."""
        inside = [element(self._tag("comment"), comment)] if comment else []
        self._add("deleted-entry", None, *inside, ref=ref, when=when)

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Nothing."""
        return feed
