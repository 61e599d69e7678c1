"""The elements of HTML as it stands in a feed: a piece of a page, not always well-formed."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from feedwright.checks.document import Markup, Place, Tag, Text
from feedwright.checks.node import XHTML, Node


def html(text: Text) -> Markup:
    """A text that readers show as HTML."""
    return Markup(text.value, text.place, "html", _tags(text.value))


def xhtml(node: Node) -> Markup:
    """XHTML that stands as elements in the feed itself (RFC 4287, section 3.1.1.3)."""
    below = list(node.walk())[1:]
    tags = tuple(
        Tag(one.name.removeprefix(XHTML), tuple(one.attributes.items()))
        for one in below
    )  # fmt: skip
    return Markup(" ".join(one.text for one in (node, *below)), node.place, "xhtml", tags)


def plain(text: str, place: Place) -> Markup:
    """A text without markup."""
    return Markup(text, place, "text")


def _tags(text: str) -> tuple[Tag, ...]:
    if "<" not in text:
        return ()
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return ()  # nothing but comments: nothing to judge
    if root is None:
        return ()
    return tuple(_walk(root))


def _walk(root: etree._Element) -> Iterator[Tag]:
    # <html> and <body>, which the parser puts around a piece, do not count as depth.
    depth = -2
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and isinstance(element.tag, str):
            attributes = tuple((str(name).lower(), str(value)) for name, value in element.attrib.items())
            yield Tag(element.tag.lower(), attributes, depth)
