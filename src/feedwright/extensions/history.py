"""Feed Paging and Archiving (RFC 5005): marks a document that never changes any more, or has everything.

How such documents lead to each other is said by links, which feedgen knows (`link(rel="prev-archive", …)`)
and, in RSS, `feedwright.extensions.atom`.
"""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import FeedExtension, behind_links

PREFIX = "fh"
NAMESPACE = "http://purl.org/syndication/history/1.0"


class HistoryExtension(FeedExtension):
    """What kind of document this is."""

    prefix, namespace = PREFIX, NAMESPACE

    def archive(self) -> None:
        """Says that it is an archive page (section 4)."""
        self._set("archive", None)

    def complete(self) -> None:
        """Says that nothing is in the feed but what this document has (section 2)."""
        self._set("complete", None)

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Puts it behind the links."""
        behind_links(feed[0], self._elements)
        return feed
