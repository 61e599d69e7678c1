"""Parse HTML in feeds: fragments of pages, not always well-formed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import cast

from lxml import etree

from feedwright.checks.document import Markup, Place, Summary, Tag, Text
from feedwright.checks.node import XHTML, Node

# Elements that a browser shows on a line of their own.
_BLOCKS = frozenset((
    "p", "div", "li", "ul", "ol", "br", "hr", "blockquote", "pre", "figure", "figcaption", "table",
    "tr", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip


def html(text: Text) -> Markup:
    """Parse a text that readers show as HTML."""
    return Markup(text.value, text.place, "html", _tags(text.value))


def xhtml(node: Node) -> Markup:
    """Parse XHTML that is part of the feed's own XML (RFC 4287, section 3.1.1.3)."""
    below = list(node.walk())[1:]
    tags = tuple(
        Tag(one.name.removeprefix(XHTML), tuple(one.attributes.items()))
        for one in below
    )  # fmt: skip
    return Markup(" ".join(one.text for one in (node, *below)), node.place, "xhtml", tags)


def plain(text: str, place: Place) -> Markup:
    """Wrap a text without markup."""
    return Markup(text, place, "text")


def summary(markup: Markup) -> Summary:
    """Convert a summary to plain text, as people read it."""
    return Summary(_plain_text(markup.text) if markup.kind == "html" else markup.text, markup.place, markup)


def _plain_text(markup: str) -> str:
    """The plain text of HTML."""
    if "<" not in markup:
        return unescape(markup)
    root = _parse(markup)
    if root is None:
        return ""
    return "".join(_texts(root))


def _texts(root: etree._Element) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_element = isinstance(element.tag, str)
        if is_element and element.tag.lower() in _BLOCKS:
            yield " "
        if event == "start" and is_element:
            yield element.text or ""
        elif event == "end":
            yield element.tail or ""


def _tags(text: str) -> tuple[Tag, ...]:
    root = _parse(text) if "<" in text else None
    return () if root is None else tuple(_walk(root))


def _parse(text: str) -> etree._Element | None:
    """Parse HTML; None if it contains only comments or cannot be parsed."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None
    return root


def _walk(root: etree._Element) -> Iterator[Tag]:
    for element in root.iter("*"):
        attributes = cast("tuple[tuple[str, str], ...]", tuple(element.items()))
        yield Tag(element.tag, attributes) if attributes else _bare(element.tag)


@lru_cache(maxsize=1_000)
def _bare(name: str) -> Tag:
    """One object for all elements of a name without attributes, which are most."""
    return Tag(name)


def depth(markup: Markup) -> int:
    """How deep elements of an HTML text are nested: 1 if there are none in others."""
    root = _parse(markup.text) if markup.kind == "html" and "<" in markup.text else None
    if root is None:
        return min(len(markup.tags), 1)
    # The parser adds <html> and <body> around a fragment; they do not count.
    deepest, found = 0, -2
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        found += 1 if event == "start" else -1
        deepest = max(deepest, found)
    return deepest
