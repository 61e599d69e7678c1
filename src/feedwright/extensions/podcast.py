"""Podcasting 2.0 (github.com/Podcastindex-org/podcast-namespace, docs/tags)."""

from __future__ import annotations

from uuid import UUID, uuid5

from feedwright.extensions._base import EntryExtension, FeedExtension

PREFIX = "podcast"
NAMESPACE = "https://podcastindex.org/namespace/1.0"

_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast GUIDs (docs/tags/guid.md)."""


def podcast_guid(url: str) -> str:
    """A podcast's GUID: made of the feed's URL without its scheme and closing slashes."""
    return str(uuid5(_GUIDS, url.partition("://")[2].rstrip("/")))


class PodcastExtension(FeedExtension):
    """The podcast as a whole."""

    prefix, namespace = PREFIX, NAMESPACE

    def guid(self, guid: str) -> None:
        """Sets what it is known by wherever its feed moves."""
        self._set("guid", guid)

    def locked(self, locked: bool, owner: str | None = None) -> None:
        """Sets whether other hosts may import it; `owner` is whom they may ask."""
        self._set("locked", "yes" if locked else "no", owner=owner)

    def medium(self, medium: str) -> None:
        """Sets what kind of thing it is."""
        self._set("medium", medium)

    def funding(self, url: str, title: str | None = None) -> None:
        """Adds where to support it."""
        self._add("funding", title, url=url)

    def license(self, license: str) -> None:
        """Sets its licence, by its SPDX name."""
        self._set("license", license)

    def person(self, name: str, **attributes: str | None) -> None:
        """Adds somebody to be heard: role, group, href."""
        self._add("person", name, **attributes)


class PodcastEntryExtension(EntryExtension):
    """One episode."""

    prefix, namespace = PREFIX, NAMESPACE

    def transcript(self, url: str, type: str) -> None:
        """Adds its text."""
        self._add("transcript", url=url, type=type)

    def chapters(self, url: str, type: str = "application/json+chapters") -> None:
        """Sets its chapters."""
        self._set("chapters", None, url=url, type=type)

    def person(self, name: str, **attributes: str | None) -> None:
        """Adds somebody to be heard: role, group, href."""
        self._add("person", name, **attributes)
