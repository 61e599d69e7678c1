"""Parse HTML, and read or change single elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from feedwright.text import one_line

Element = etree._Element

BLOCK_ELEMENTS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

_MAX_TAGS = 50_000
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


# Browsers ignore entity declarations in a doctype; libxml2 would read parts of these as text.
_DECLARATIONS = re.compile(r"\s*<!doctype[^>]*\[", re.IGNORECASE)
_ROOT = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)


def parse_html(text: str) -> Element | None:
    """Parse a page; None if it has too many elements, is nested too deeply, or cannot be parsed."""
    if text.count("<") > _MAX_TAGS:
        return None
    if _DECLARATIONS.match(text) and (start := _ROOT.search(text)):
        text = text[start.start() :]
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or any("xcessive depth" in error.message for error in parser.error_log):
        return None
    return root


def finder(path: str) -> Callable[[Element], list[Element]]:
    """Return a function that finds elements by an XPath; it is several times as fast as a loop in Python."""
    find: Any = etree.XPath(path)
    return cast(Callable[[Element], list[Element]], find)


def text_of(element: Element) -> str:
    """Return the text of an element on one line, with a space where a browser starts a new line."""
    if not len(element) and element.tag not in ("script", "style"):
        return one_line(element.text or "")
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        by_itself = one.tag in BLOCK_ELEMENTS or one.tag == "br"
        if event == "start":
            if one.tag not in ("script", "style"):
                parts += [" " if by_itself else "", one.text or ""]
        else:
            parts += [" " if by_itself else "", one.tail or "" if one is not element else ""]
    return one_line("".join(parts))


def classes(element: Element) -> frozenset[str]:
    """Return the classes of an element, in lower case."""
    return frozenset((element.get("class") or "").lower().split())


def name_words(element: Element) -> frozenset[str]:
    """Split class and id into words: `postShareBar-2` has post, share and bar."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _words_in(names[:1_000]) if len(names) > 1 else frozenset()


@lru_cache(maxsize=4096)
def _words_in(names: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z]+", _CAMEL.sub(" ", names).lower())) - {""}


def itemprops(element: Element) -> frozenset[str]:
    """Return the microdata properties of an element (`itemprop`)."""
    return frozenset((element.get("itemprop") or "").split())


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """Yield the elements with these tags, in the order of the page."""
    return iter(root.iter(*tags))


def nearest_ancestor(element: Element, *tags: str) -> Element | None:
    """Return the nearest ancestor with one of these tags."""
    return next(iter(element.iterancestors(*tags)), None)


def remove(element: Element) -> None:
    """Remove an element from its parent, but keep the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    element.tail = None
    parent.remove(element)
