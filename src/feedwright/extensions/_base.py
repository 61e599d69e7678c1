"""Base classes of extensions: they collect elements, and write them in that order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"


class Element(NamedTuple):
    """An element to write, with its tag in Clark notation, `{namespace}name`."""

    tag: str
    text: str | None = None
    attributes: dict[str, str] = {}  # noqa: RUF012 (it is never changed)
    children: Sequence[Element] = ()


def element(tag: str, text: object = None, /, *children: Element, **attributes: object) -> Element:
    """Create an element. Values are converted to strings; attributes that are None are left out."""
    present = {name: str(value) for name, value in attributes.items() if value is not None}
    return Element(tag, None if text is None else str(text), present, children)


def write(parent: etree._Element, elements: Sequence[Element]) -> None:
    """Append the elements to `parent`."""
    for tag, text, attributes, children in elements:
        added = etree.SubElement(parent, tag, attributes)
        added.text = text
        if children:
            write(added, children)


def insert_after_links(channel: etree._Element, elements: Sequence[Element]) -> None:
    """Insert the elements after the Atom links of an RSS channel, or at its end if it has none."""
    links = channel.findall(f"{{{ATOM}}}link")
    at = channel.index(links[-1]) + 1 if links else len(channel)
    write(channel, elements)
    channel[at:at] = list(channel)[len(channel) - len(elements) :]


class _Elements:
    """Collects elements. A subclass defines prefix and namespace."""

    prefix: ClassVar[str]
    namespace: ClassVar[str]

    def __init__(self) -> None:
        self._elements: list[Element] = []

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces to declare."""
        return {self.prefix: self.namespace}

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def _add(self, name: str, text: object = None, /, *children: Element, **attributes: object) -> None:
        """Add an element of the namespace after the others."""
        self._elements.append(element(self._tag(name), text, *children, **attributes))

    def _set(self, name: str, text: object, /, **attributes: object) -> None:
        """Add an element that can appear only once; it replaces an earlier one."""
        tag = self._tag(name)
        self._elements = [one for one in self._elements if one.tag != tag]
        self._add(name, text, **attributes)


class FeedExtension(_Elements, BaseExtension):
    """An extension of feeds. A subclass has `prefix` and `namespace`, and calls `_add` and `_set`."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Append the elements to the channel."""
        write(feed[0], self._elements)
        return feed

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Append the elements to the feed."""
        write(feed, self._elements)
        return feed


class EntryExtension(_Elements, BaseEntryExtension):
    """An extension of entries. A subclass has `prefix` and `namespace`, and calls `_add` and `_set`."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Append the elements to an item."""
        write(feed, self._elements)
        return feed

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Append the elements to an entry."""
        write(feed, self._elements)
        return feed
