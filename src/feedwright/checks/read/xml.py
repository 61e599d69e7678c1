"""XML bytes -> a frozen tree in which every node knows its place; nothing is fetched or expanded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast

from lxml import etree
from msgspec import Struct

from feedwright.checks.document import (
    START,
    Date,
    Fault,
    Index,
    Link,
    Namespace,
    Place,
    Text,
)
from feedwright.checks.grammar import quoted, shown, whole_number
from feedwright.checks.node import MEDIA, XML, Node
from feedwright.checks.read import encoding

MEDIA_URLS = frozenset((MEDIA + name, "url") for name in ("content", "thumbnail", "player"))

_ENTRIES = ("item", "entry")
_UTF8 = ("UTF-8", "US-ASCII", "ASCII")


class Tree(Struct, frozen=True):
    """A parsed document, or the faults that kept it from being parsed."""

    root: Node | None
    faults: tuple[Fault, ...] = ()
    namespaces: tuple[Namespace, ...] = ()


class Vocabulary(Struct, frozen=True):
    """Which names of a format hold what, wherever they stand."""

    urls: frozenset[str]
    url_attributes: frozenset[tuple[str, str]]
    dates: Mapping[str, Callable[[Text], Date]]
    mailboxes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


def parse(data: bytes) -> Tree:
    """The tree of a document, and what is wrong with the document as XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    bad_bytes = encoding.undecodable(data)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Tree(None, bad_bytes or (_malformed(error),))
    document = root.getroottree().docinfo
    faults = list(bad_bytes)
    if not faults and (document.encoding or "UTF-8").upper() not in _UTF8:
        faults.append(Fault("document.utf8", START, f"the encoding is {quoted(document.encoding or '')}"))
    if document.internalDTD is not None:
        faults.append(Fault("document.doctype", START, f"found <!DOCTYPE {shown(document.root_name)}>"))
    namespaces: list[Namespace] = []
    return Tree(_freeze(root, namespaces), tuple(faults), tuple(namespaces))


def index(root: Node, vocabulary: Vocabulary) -> Index:
    """Every URL, date, language, mail address and text of the tree."""
    urls: list[Text] = []
    dates: list[Date] = []
    languages: list[Text] = []
    mailboxes: list[Text] = []
    texts: list[Text] = []
    for node in root.walk():
        texts.append(node.said())
        if node.name in vocabulary.urls:
            urls.append(node.said())
        if node.name in vocabulary.mailboxes:
            mailboxes.append(node.said())
        if node.name in vocabulary.languages:
            languages.append(node.said())
        if node.name in vocabulary.dates:
            dates.append(vocabulary.dates[node.name](node.said()))
        for name, value in node.attributes.items():
            text = Text(value, node.place)
            texts.append(text)
            if (node.name, name) in vocabulary.url_attributes:
                urls.append(text)
            if name == XML + "lang" and value:
                languages.append(text)
    return Index(tuple(urls), tuple(dates), tuple(languages), tuple(mailboxes), tuple(texts))


def link(node: Node, url: str, length: str) -> Link:
    """What an element says of a file; its attributes have a name of their own in every namespace."""
    return Link(
        node.place,
        node.attribute(url),
        node.attribute("type"),
        node.attribute(length),
        node.attributes.get("medium", ""),
        whole_number(node.attributes.get("width", "")),
        whole_number(node.attributes.get("height", "")),
    )


def media(node: Node, name: str = "content") -> tuple[Link, ...]:
    """The files that Media RSS names in an entry, in groups or out of them."""
    return tuple(link(found, "url", "fileSize") for found in node.walk() if found.name == MEDIA + name)


def named(root: Node) -> dict[str, tuple[Node, ...]]:
    """All elements, by their names, in document order."""
    found: dict[str, list[Node]] = {}
    for node in root.walk():
        found.setdefault(node.name, []).append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}


def _malformed(error: Exception) -> Fault:
    line = getattr(error, "lineno", None) or 1
    # libxml2 quotes what it found; it may quote anything.
    message = re.sub(r", line \d+, column \d+.*", "", str(error), flags=re.DOTALL)
    return Fault("document.xml", Place(0, f"line {line}", line), f"the parser says {quoted(message)}")


class _Open:
    """An element whose end tag has not come yet."""

    def __init__(self, element: etree._Element, place: Place, entry: str) -> None:
        self.element, self.place, self.entry = element, place, entry
        self.children: list[Node] = []

    def close(self) -> Node:
        element = self.element
        text = (element.text or "") + "".join(child.tail or "" for child in element)
        return Node(str(element.tag), self.place, _attributes(element), text, tuple(self.children))


_ALL_ATTRIBUTES = etree.XPath("@*")
_MANY = 50


def _attributes(element: etree._Element) -> dict[str, str]:
    """The values of the attributes, by their names.

    `attrib` looks each of them up from the first one on: of an element with very many, XPath is linear.
    """
    if len(element.attrib) > _MANY:
        found = cast("list[etree._ElementUnicodeResult]", _ALL_ATTRIBUTES(element))
        return {str(value.attrname): str(value) for value in found}
    return {str(name): str(value) for name, value in element.attrib.items()}


def _freeze(root: etree._Element, namespaces: list[Namespace]) -> Node:
    """A frozen copy. Without recursion: libxml2 takes trees deeper than Python's stack."""
    waiting: list[_Open] = []
    order = entries = 0
    for event, found in etree.iterwalk(root, events=("start", "end", "start-ns")):
        if event == "start-ns":
            namespaces.append(Namespace(*found))
        elif not isinstance(found.tag, str):
            continue  # an entity: named, and never followed
        elif event == "start":
            order += 1
            entry = waiting[-1].entry if waiting else ""
            name = etree.QName(found).localname
            begins = not entry and name in _ENTRIES
            if begins:
                entries += 1
                entry = f"{name} {entries}"
            waiting.append(_Open(found, _place(found, order, entry, begins), entry))
        else:
            node = waiting.pop().close()
            if not waiting:
                return node
            waiting[-1].children.append(node)
    raise AssertionError("a tree ends with its root")


def _place(element: etree._Element, order: int, entry: str, begins: bool) -> Place:
    number: int = getattr(element, "sourceline", None) or 1
    line = f"line {number}"
    if begins:
        return Place(order, f"{line}, {entry}", number)
    name = shown(etree.QName(element).localname)
    tag = f"<{element.prefix}:{name}>" if element.prefix else f"<{name}>"
    return Place(order, f"{line}, {entry} {tag}" if entry else f"{line}, {tag}", number)
