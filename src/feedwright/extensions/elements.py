"""Elements of any namespace, and of RSS, which has none."""

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
        """Declare a namespace."""
        self._declared[prefix] = namespace

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces to declare."""
        return self._declared

    def add(self, element: Element) -> None:
        """Add an element with its children."""
        self._elements.append(element)


class ElementsExtension(_Elements, BaseExtension):
    """Elements of a channel."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Append the elements."""
        write(feed[0], self._elements)
        return feed


class ElementsEntryExtension(_Elements, BaseEntryExtension):
    """Elements of an item."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Append the elements."""
        write(feed, self._elements)
        return feed
