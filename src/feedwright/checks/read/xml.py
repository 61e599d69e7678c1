"""Parse XML into an immutable tree in which every node has its place; nothing is fetched or expanded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from lxml import etree
from msgspec import Struct

from feedwright.checks import namespace_names
from feedwright.checks.document import (
    START,
    Date,
    Fault,
    Index,
    Link,
    Namespace,
    Place,
    Text,
    Url,
)
from feedwright.checks.grammar import joined, quoted, shown, whole_number
from feedwright.checks.node import MEDIA, XML, XML_BASE, Node
from feedwright.checks.read import encoding

MEDIA_URLS = frozenset((MEDIA + name, "url") for name in ("content", "thumbnail", "player"))

_ENTRIES = ("item", "entry")


class Tree(Struct, frozen=True):
    """A parsed document, or the faults that prevented parsing it."""

    root: Node | None
    faults: tuple[Fault, ...] = ()
    namespaces: tuple[Namespace, ...] = ()


class Vocabulary(Struct, frozen=True):
    """The names of a format's elements and attributes that hold URLs, dates, addresses and languages."""

    urls: frozenset[str]
    url_attributes: frozenset[tuple[str, str]]
    dates: Mapping[str, Callable[[Text], Date]]
    mailboxes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


def parse(data: bytes) -> Tree:
    """Parse a document, and find its faults as XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    charset = encoding.declared(data)
    bad_bytes = encoding.undecodable(data, charset)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Tree(None, bad_bytes or (_malformed(error),))
    document = root.getroottree().docinfo
    faults = list(bad_bytes)
    faults += encoding.unusual(charset)
    if document.xml_version not in (None, "1.0"):
        faults.append(Fault("document.version", START, f"the version of XML is {document.xml_version}"))
    if document.internalDTD is not None:
        faults.append(Fault("document.doctype", START, f"found <!DOCTYPE {shown(document.root_name)}>"))
    names = _Names(root)
    faults += names.faults
    namespaces: list[Namespace] = []
    return Tree(_frozen_tree(root, namespaces, names), tuple(faults), tuple(namespaces))


def index(root: Node, vocabulary: Vocabulary) -> Index:
    """Collect all URLs, dates, languages, mail addresses and texts of the tree."""
    urls: list[Url] = []
    dates: list[Date] = []
    languages: list[Text] = []
    mailboxes: list[Text] = []
    texts: list[Text] = []
    for node, base in _with_base(root):
        texts.append(node.own_text())
        if XML_BASE in node.attributes:
            urls.append(Url(node.attributes[XML_BASE], node.place, base, is_base=True))
        if node.name in vocabulary.urls:
            urls.append(Url(node.text, node.place, base))
        if node.name in vocabulary.mailboxes:
            mailboxes.append(node.own_text())
        if node.name in vocabulary.languages:
            languages.append(node.own_text())
        if node.name in vocabulary.dates:
            dates.append(vocabulary.dates[node.name](node.own_text()))
        for name, value in node.attributes.items():
            text = Text(value, node.place)
            texts.append(text)
            if (node.name, name) in vocabulary.url_attributes:
                urls.append(Url(value, node.place, base))
            if name == XML + "lang" and value:
                languages.append(text)
    return Index(tuple(urls), tuple(dates), tuple(languages), tuple(mailboxes), tuple(texts))


def _with_base(root: Node) -> Iterator[tuple[Node, str]]:
    """All elements in document order, each with the base of its relative URLs (`xml:base`)."""
    waiting = [(root, "")]
    while waiting:
        node, base = waiting.pop()
        if XML_BASE in node.attributes:
            base = joined(base, node.attributes[XML_BASE].strip())
        yield node, base
        waiting.extend((child, base) for child in reversed(node.children))


def link(node: Node, url: str, length: str) -> Link:
    """Convert an element that describes a file; `url` and `length` are the names of its attributes."""
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
    """The files that Media RSS elements of this name list in an entry, inside and outside groups."""
    return tuple(link(found, "url", "fileSize") for found in node.walk() if found.name == MEDIA + name)


def names(root: Node) -> set[str]:
    """The names of the children of the root element."""
    return {child.name for child in root.children}


def old(root: Node, name: str) -> Fault:
    """Say that a document is in an old format."""
    return Fault("document.old", root.place, f"this is {name}")


def elements_by_name(root: Node) -> dict[str, tuple[Node, ...]]:
    """All elements by name, in document order."""
    found: dict[str, list[Node]] = {}
    for node in root.walk():
        found.setdefault(node.name, []).append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}


def parents(root: Node) -> dict[int, Node]:
    """The elements around all elements, by the ids of those."""
    return {id(child): node for node in root.walk() for child in node.children}


def _malformed(error: Exception) -> Fault:
    line = getattr(error, "lineno", None) or 1
    place = Place(0, f"line {line}", line)
    # libxml2 adds a position and a piece of the document.
    message = re.sub(r", line \d+, column \d+.*", "", str(error), flags=re.DOTALL)
    if message.startswith("Excessive depth"):
        return Fault("document.depth", place, "the document is nested too deeply")
    return Fault("document.xml", place, f"the parser says {quoted(message)}")


class _OpenElement:
    """An element whose end tag is still to come."""

    def __init__(self, element: etree._Element, place: Place, entry: str) -> None:
        self.element, self.place, self.entry = element, place, entry
        self.children: list[Node] = []

    def close(self, names: _Names) -> Node:
        element = self.element
        text = (element.text or "") + "".join(child.tail or "" for child in element)
        attributes = _attributes(element, names)
        return Node(names.of_element(element.tag), self.place, attributes, text, tuple(self.children))


class _Names:
    """The names of elements and attributes with the namespaces that the document means.

    `faults` say what is wrong with the namespace of the root element.
    """

    def __init__(self, root: etree._Element) -> None:
        self._right: dict[str, str] = {}
        self.faults: tuple[Fault, ...] = ()
        name = etree.QName(root)
        written = name.namespace or ""
        right = namespace_names.of_root(name.localname, written)
        if right is not None:
            self._right[f"{{{written}" if written else ""] = f"{{{right}}}" if right else ""
            found, wanted = (quoted(uri) if uri else "no namespace" for uri in (written, right))
            message = f"<{name.localname}> is in {found}, and should be in {wanted}"
            self.faults = (Fault("document.namespace", _place(root, 1, "", False), message),)

    def of_element(self, written: object) -> str:
        """The name of an element."""
        namespace, _, local = str(written).rpartition("}")
        right = self._right.get(namespace)
        if right is None:
            right = f"{{{namespace_names.usual(namespace[1:])}}}" if namespace else ""
            self._right[namespace] = right
        return right + local

    def of_attribute(self, written: object) -> str:
        """The name of an attribute; without a prefix, it is in no namespace."""
        name = str(written)
        return self.of_element(name) if name.startswith("{") else name


_ALL_ATTRIBUTES = etree.XPath("@*")
_MANY = 50


def _attributes(element: etree._Element, names: _Names) -> dict[str, str]:
    """The attributes by name.

    `attrib` searches for each value from the start, so XPath is used for elements with very many attributes.
    """
    if len(element.attrib) > _MANY:
        found = cast("list[etree._ElementUnicodeResult]", _ALL_ATTRIBUTES(element))
        return {names.of_attribute(value.attrname): str(value) for value in found}
    return {names.of_attribute(name): str(value) for name, value in element.attrib.items()}


def _frozen_tree(root: etree._Element, namespaces: list[Namespace], names: _Names) -> Node:
    """An immutable copy. Not recursive, because libxml2 accepts trees deeper than Python's stack."""
    open_elements: list[_OpenElement] = []
    order = entries = 0
    for event, found in etree.iterwalk(root, events=("start", "end", "start-ns")):
        if event == "start-ns":
            namespaces.append(Namespace(*found))
        elif not isinstance(found.tag, str):
            continue  # an entity reference, which is not expanded
        elif event == "start":
            order += 1
            entry = open_elements[-1].entry if open_elements else ""
            name = etree.QName(found).localname
            is_entry = not entry and name in _ENTRIES
            if is_entry:
                entries += 1
                entry = f"{name} {entries}"
            open_elements.append(_OpenElement(found, _place(found, order, entry, is_entry), entry))
        else:
            node = open_elements.pop().close(names)
            if not open_elements:
                return node
            open_elements[-1].children.append(node)
    raise AssertionError("the root element is never closed")


def _place(element: etree._Element, order: int, entry: str, is_entry: bool) -> Place:
    number: int = getattr(element, "sourceline", None) or 1
    line = f"line {number}"
    if is_entry:
        return Place(order, f"{line}, {entry}", number)
    name = shown(etree.QName(element).localname)
    tag = f"<{element.prefix}:{name}>" if element.prefix else f"<{name}>"
    return Place(order, f"{line}, {entry} {tag}" if entry else f"{line}, {tag}", number)
