"""Media RSS 1.5.1 (rssboard.org/media-rss): pictures, sound and film, alone or as alternatives in a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feedwright.extensions._base import Element, EntryExtension, FeedExtension, element

PREFIX = "media"
NAMESPACE = "http://search.yahoo.com/mrss/"

_WORDS = {
    "title": {"type": "plain"},
    "description": {"type": "plain"},
    "credit": {"role": "photographer", "scheme": "urn:ebu"},
    "copyright": {},
}
"""What can be said of a media object, each in an element inside it."""


class MediaExtension(FeedExtension):
    """Declares the namespace."""

    prefix, namespace = PREFIX, NAMESPACE


class MediaEntryExtension(EntryExtension):
    """The media of an entry.

    feedgen's own extension of this name has no words that go with a picture, and no alternatives but in
    one group.
    """

    prefix, namespace = PREFIX, NAMESPACE

    def content(self, **fields: str | int | None) -> None:
        """Adds a media object: its `url`, other attributes of media:content, and its title, description,
        credit and copyright.
        """
        self._elements.append(_content(fields))

    def group(self, contents: Iterable[Mapping[str, str | int | None]]) -> None:
        """Adds alternatives, such as a picture in several sizes, each as `content` takes it."""
        self._add("group", None, *map(_content, contents))

    def thumbnail(self, url: str, *, width: int | None = None, height: int | None = None) -> None:
        """Adds a small picture that stands for the entry."""
        self._add("thumbnail", url=url, width=width, height=height)


def _content(fields: Mapping[str, str | int | None]) -> Element:
    """Words stand inside: feedparser takes a description beside a picture for the article's summary."""
    words = (
        element(f"{{{NAMESPACE}}}{word}", fields[word], **attributes)
        for word, attributes in _WORDS.items()
        if fields.get(word)
    )
    attributes = {name: value for name, value in fields.items() if name not in _WORDS}
    return element(f"{{{NAMESPACE}}}content", None, *words, **attributes)
