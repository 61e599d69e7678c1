"""What all extensions do: they are told elements, and write them in that order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"


class Element(NamedTuple):
    """An element to be written: its tag as lxml has it, `{namespace}name`, and what it holds."""

    tag: str
    text: str | None = None
    attributes: dict[str, str] = {}  # noqa: RUF012 (nobody changes it)
    children: Sequence[Element] = ()


def element(tag: str, text: object = None, /, *children: Element, **attributes: object) -> Element:
    """The same of any values; attributes that are None are left out."""
    said = {name: str(value) for name, value in attributes.items() if value is not None}
    return Element(tag, None if text is None else str(text), said, children)


def write(parent: etree._Element, elements: Sequence[Element]) -> None:
    """Appends the elements to `parent`."""
    for tag, text, attributes, children in elements:
        added = etree.SubElement(parent, tag, attributes)
        added.text = text
        if children:
            write(added, children)


def behind_links(channel: etree._Element, elements: Sequence[Element]) -> None:
    """Puts the elements behind the links that an RSS channel begins with, else at its end."""
    links = channel.findall(f"{{{ATOM}}}link")
    at = channel.index(links[-1]) + 1 if links else len(channel)
    write(channel, elements)
    channel[at:at] = list(channel)[len(channel) - len(elements) :]


class _Told:
    """Keeps what an extension is told; a subclass names its prefix and namespace."""

    prefix: ClassVar[str]
    namespace: ClassVar[str]

    def __init__(self) -> None:
        self._elements: list[Element] = []

    def extend_ns(self) -> dict[str, str]:
        """What the document declares."""
        return {self.prefix: self.namespace}

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def _add(self, name: str, text: object = None, /, *children: Element, **attributes: object) -> None:
        """Adds an element of the namespace behind those that are there."""
        self._elements.append(element(self._tag(name), text, *children, **attributes))

    def _set(self, name: str, text: object, /, **attributes: object) -> None:
        """The same for one that can stand there only once: the last word counts."""
        tag = self._tag(name)
        self._elements = [one for one in self._elements if one.tag != tag]
        self._add(name, text, **attributes)


class FeedExtension(_Told, BaseExtension):
    """An extension of feeds."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Appends to the channel."""
        write(feed[0], self._elements)
        return feed

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Appends to the feed."""
        write(feed, self._elements)
        return feed


class EntryExtension(_Told, BaseEntryExtension):
    """An extension of entries."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Appends to an item."""
        write(feed, self._elements)
        return feed

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Appends to an entry."""
        write(feed, self._elements)
        return feed
