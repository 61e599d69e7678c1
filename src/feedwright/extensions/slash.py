"""RSS 1.0's Slash module (web.resource.org/rss/1.0/modules/slash): the number of comments."""

from __future__ import annotations

from feedwright.extensions._base import EntryExtension, FeedExtension

PREFIX = "slash"
NAMESPACE = "http://purl.org/rss/1.0/modules/slash/"


class SlashExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class SlashEntryExtension(EntryExtension):
    """The comments of an item."""

    prefix, namespace = PREFIX, NAMESPACE

    def comments(self, count: int) -> None:
        """Set the number of comments."""
        self._set("comments", count)
