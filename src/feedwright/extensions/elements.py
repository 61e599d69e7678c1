"""Elements of any namespace, for what only single readers know; RSS's own have no namespace."""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from feedwright.extensions._base import Element, write

__all__ = ["Element", "ElementsEntryExtension", "ElementsExtension"]


class _Elements:
    def __init__(self) -> None:
        self._elements: list[Element] = []
        self._declared: dict[str, str] = {}

    def declare(self, prefix: str, namespace: str) -> None:
        """Adds a prefix that the document declares."""
        self._declared[prefix] = namespace

    def extend_ns(self) -> dict[str, str]:
        """What the document declares."""
        return self._declared

    def add(self, element: Element) -> None:
        """Adds an element with all that it holds."""
        self._elements.append(element)


class ElementsExtension(_Elements, BaseExtension):
    """Elements of a channel."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Appends them."""
        write(feed[0], self._elements)
        return feed


class ElementsEntryExtension(_Elements, BaseEntryExtension):
    """Elements of an item."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Appends them."""
        write(feed, self._elements)
        return feed
