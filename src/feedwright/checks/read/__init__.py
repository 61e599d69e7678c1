"""Parse bytes into a Document, with one module per format; the content decides which, not the file's name."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from feedwright.checks import namespace_names
from feedwright.checks.document import START, Document, Fault, unreadable
from feedwright.checks.grammar import shown
from feedwright.checks.node import Node
from feedwright.checks.read import atom, encoding, jsonfeed, opml, rdf, rss, sitemap, xml

MOST_BYTES = 50_000_000

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

_ROOTS: dict[str, Callable[[xml.Tree, Node], Document]] = {
    rss.ROOT: rss.read,
    rdf.ROOT: rdf.read,
    atom.ROOT: atom.read,
    atom.ENTRY: atom.read_entry,
    opml.ROOT: opml.read,
    sitemap.ROOT: sitemap.read,
    sitemap.INDEX: sitemap.read,
}


def read(data: bytes) -> Document:
    """Parse a document of any format. Never raises: if it cannot be read, its `faults` say why."""
    return replace(_read(data), length=len(data), encoding=encoding.declared(data))


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
    return unreadable(Fault("document.format", START, "the document is neither XML nor JSON"))


def too_large(length: int) -> Document:
    """The result for a document of `length` bytes, which is too large to be read."""
    return unreadable(
        Fault("document.size", START, f"the document has {length:,} bytes, more than {MOST_BYTES:,}")
    )


def _read_xml(data: bytes) -> Document:
    tree = xml.parse(data)
    if tree.root is None:
        return unreadable(*tree.faults)
    reader = _ROOTS.get(tree.root.name)
    if tree.root.name.startswith(f"{{{namespace_names.ATOM_03}}}"):
        return unreadable(*tree.faults, Fault("document.obsolete", tree.root.place, "this is Atom 0.3"))
    if reader is None:
        message = f"the root element is <{shown(tree.root.name)}>, which is not that of a feed"
        return unreadable(*tree.faults, Fault("document.format", tree.root.place, message))
    return reader(tree, tree.root)
