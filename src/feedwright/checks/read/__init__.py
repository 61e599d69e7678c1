"""Bytes -> Document. One module a format; which one, the content itself says, never the file's name."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from feedwright.checks.document import START, Document, Fault, unread
from feedwright.checks.grammar import shown
from feedwright.checks.node import Node
from feedwright.checks.read import atom, jsonfeed, opml, rss, sitemap, xml

MOST_BYTES = 50_000_000

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_ROOTS: dict[str, Callable[[xml.Tree, Node], Document]] = {
    rss.ROOT: rss.read,
    atom.ROOT: atom.read,
    opml.ROOT: opml.read,
    sitemap.ROOT: sitemap.read,
}


def read(data: bytes) -> Document:
    """The document that `data` is. Never raises: what cannot be read is said in its faults."""
    return replace(_read(data), length=len(data))


def _read(data: bytes) -> Document:
    if len(data) > MOST_BYTES:
        return too_large(len(data))
    start = data
    for mark in _BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    start = start.lstrip(b"\0 \t\r\n")
    if start.startswith((b"{", b"[")):
        return jsonfeed.read(data)
    if start.startswith(b"<"):
        return _read_xml(data)
    return unread(Fault("document.format", START, "this begins neither as XML nor as JSON"))


def too_large(length: int) -> Document:
    """Stands for a document that is not read, because of its length in bytes."""
    return unread(
        Fault("document.size", START, f"the document has {length:,} bytes, the most is {MOST_BYTES:,}")
    )


def _read_xml(data: bytes) -> Document:
    tree = xml.parse(data)
    if tree.root is None:
        return unread(*tree.faults)
    reader = _ROOTS.get(tree.root.name)
    if reader is None:
        message = f"the root element is <{shown(tree.root.name)}>, no feed's"
        return unread(*tree.faults, Fault("document.format", tree.root.place, message))
    return reader(tree, tree.root)
