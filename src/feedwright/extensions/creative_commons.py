"""Userland's Creative Commons module for RSS (backend.userland.com/creativeCommonsRssModule)."""

from __future__ import annotations

from feedwright.extensions._base import EntryExtension, FeedExtension

PREFIX = "creativeCommons"
NAMESPACE = "http://backend.userland.com/creativeCommonsRssModule"


class CreativeCommonsExtension(FeedExtension):
    """The licence of a feed."""

    prefix, namespace = PREFIX, NAMESPACE

    def license(self, url: str) -> None:
        """Set its URL."""
        self._set("license", url)


class CreativeCommonsEntryExtension(EntryExtension):
    """The licence of an item."""

    prefix, namespace = PREFIX, NAMESPACE

    def license(self, url: str) -> None:
        """Set its URL."""
        self._set("license", url)
