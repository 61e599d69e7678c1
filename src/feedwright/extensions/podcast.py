"""Podcasting 2.0 (github.com/Podcastindex-org/podcast-namespace, docs/tags)."""

from __future__ import annotations

from uuid import UUID, uuid5

from feedwright.extensions._base import EntryExtension, FeedExtension

PREFIX = "podcast"
NAMESPACE = "https://podcastindex.org/namespace/1.0"

_GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast GUIDs (docs/tags/guid.md)."""


def podcast_guid(url: str) -> str:
    """Return the GUID of a podcast, made from the URL of its feed without scheme and trailing slashes."""
    return str(uuid5(_GUIDS, url.partition("://")[2].rstrip("/")))


class PodcastExtension(FeedExtension):
    """The podcast as a whole."""

    prefix, namespace = PREFIX, NAMESPACE

    def guid(self, guid: str) -> None:
        """Set the GUID, which stays when the feed moves."""
        self._set("guid", guid)

    def locked(self, locked: bool, owner: str | None = None) -> None:
        """Set whether other hosts may import the podcast. `owner` is the e-mail address to ask."""
        self._set("locked", "yes" if locked else "no", owner=owner)

    def medium(self, medium: str) -> None:
        """Set the medium, such as podcast or audiobook."""
        self._set("medium", medium)

    def funding(self, url: str, title: str | None = None) -> None:
        """Add a page where listeners can support the podcast."""
        self._add("funding", title, url=url)

    def license(self, license: str) -> None:
        """Set the licence by its SPDX identifier."""
        self._set("license", license)

    def person(self, name: str, **attributes: str | None) -> None:
        """Add a participant, with role, group and href."""
        self._add("person", name, **attributes)


class PodcastEntryExtension(EntryExtension):
    """One episode."""

    prefix, namespace = PREFIX, NAMESPACE

    def transcript(self, url: str, type: str) -> None:
        """Add a transcript."""
        self._add("transcript", url=url, type=type)

    def chapters(self, url: str, type: str = "application/json+chapters") -> None:
        """Set the file of chapters."""
        self._set("chapters", None, url=url, type=type)

    def person(self, name: str, **attributes: str | None) -> None:
        """Add a participant, with role, group and href."""
        self._add("person", name, **attributes)
