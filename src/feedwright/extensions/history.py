"""Feed Paging and Archiving (RFC 5005): marks archive documents and complete feeds.

The links between documents are `link(rel="prev-archive", …)` of feedgen and, in RSS, of
`feedwright.extensions.atom`.
"""

from __future__ import annotations

from lxml import etree

from feedwright.extensions._base import FeedExtension, insert_after_links

PREFIX = "fh"
NAMESPACE = "http://purl.org/syndication/history/1.0"


class HistoryExtension(FeedExtension):
    """The kind of a document."""

    prefix, namespace = PREFIX, NAMESPACE

    def archive(self) -> None:
        """Mark it as an archive document (section 4)."""
        self._set("archive", None)

    def complete(self) -> None:
        """Mark it as complete: it has all entries of the feed (section 2)."""
        self._set("complete", None)

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Insert it after the links."""
        insert_after_links(feed[0], self._elements)
        return feed
