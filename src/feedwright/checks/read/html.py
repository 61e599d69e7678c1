"""The elements of HTML as it stands in a feed: a piece of a page, not always well-formed."""

from __future__ import annotations

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
    return tuple(
        Tag(
            element.tag.lower(),
            tuple((str(name).lower(), str(value)) for name, value in element.attrib.items()),
        )
        for element in root.iter()
        if isinstance(element.tag, str)
    )
