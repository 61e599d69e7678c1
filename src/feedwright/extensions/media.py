"""Media RSS 1.5.1 (rssboard.org/media-rss): pictures, audio, video, alone or as alternatives in a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feedwright.extensions._base import Element, EntryExtension, FeedExtension, element

PREFIX = "media"
NAMESPACE = "http://search.yahoo.com/mrss/"

_TEXTS = {
    "title": {"type": "plain"},
    "description": {"type": "plain"},
    "credit": {"role": "photographer", "scheme": "urn:ebu"},
    "copyright": {},
}
"""Texts of a media object, each of which is a child element, and their attributes."""


class MediaExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class MediaEntryExtension(EntryExtension):
    """The media of an entry.

    feedgen's own extension of this name does not support texts of a picture, nor more than one group.
    """

    prefix, namespace = PREFIX, NAMESPACE

    def content(self, **fields: str | int | None) -> None:
        """Add a media object.

        `fields` are `url` and other attributes of media:content, and title, description, credit, copyright.
        """
        self._elements.append(_content(fields))

    def group(self, contents: Iterable[Mapping[str, str | int | None]]) -> None:
        """Add alternatives, such as a picture in several sizes, each with the fields of `content`."""
        self._add("group", None, *map(_content, contents))

    def thumbnail(self, url: str, *, width: int | None = None, height: int | None = None) -> None:
        """Add a thumbnail of the entry."""
        self._add("thumbnail", url=url, width=width, height=height)


def _content(fields: Mapping[str, str | int | None]) -> Element:
    """Put texts inside media:content: feedparser reads a description beside it as the entry's summary."""
    words = (
        element(f"{{{NAMESPACE}}}{word}", fields[word], **attributes)
        for word, attributes in _TEXTS.items()
        if fields.get(word)
    )
    attributes = {name: value for name, value in fields.items() if name not in _TEXTS}
    return element(f"{{{NAMESPACE}}}content", None, *words, **attributes)
