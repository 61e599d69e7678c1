"""Helpers for reading XML elements, shared by several origins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from feedwright.importers.media import html_to_text
from feedwright.model import MediaReference

_MARKUP = re.compile(
    r"</?(?:p|a|br|b|i|em|strong|sub|sup|code|img|div|span|ul|ol|li|h[1-6]|figure|blockquote)\b"
    r"|&(?:[a-z][a-z0-9]{1,30}|#[0-9]{1,7}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)
"""An HTML element or a character reference."""


_BY = re.compile(r"^(?:by|par|por)\s+", re.IGNORECASE)


def text_in(element: etree._Element) -> str:
    """The text of an element and of all elements in it."""
    return "".join(map(str, element.itertext())).strip()


def one_line_text(element: etree._Element | None) -> str:
    """The text of an element and of all elements in it on one line; "" without an element."""
    return "" if element is None else " ".join(text_in(element).split())


def without_by(byline: str) -> str:
    """A byline without the word before the names: `By Ann Lee`, `Por Ann Lee`."""
    return _BY.sub("", byline)


def child_text(parent: etree._Element, *names: str) -> str:
    """The text of the first child with one of these names (and with text), earlier names first; else ""."""
    for name in names:
        for child in parent.iterchildren(name):
            found = text_in(child)
            if found:
                return found
    return ""


def child_texts(parent: etree._Element, name: str) -> list[str]:
    """The texts of all children of this name that have text."""
    found = (text_in(child) for child in parent.iterchildren(name))
    return [text for text in found if text]


def is_markup(text: str) -> bool:
    """Whether this is HTML, and not plain text that contains `<` or `&`."""
    return _MARKUP.search(text) is not None


def plain_text(text: str) -> str:
    """A summary as plain text; HTML is converted."""
    return html_to_text(text) if is_markup(text) else text


def inner_html(element: etree._Element) -> str:
    """The content of an XHTML or NITF element as HTML without namespaces."""
    from copy import deepcopy
    from html import escape

    bare = deepcopy(element)
    for one in bare.iter():
        if isinstance(one.tag, str):
            one.tag = etree.QName(one).localname
    etree.cleanup_namespaces(bare)
    inner = (etree.tostring(child, encoding="unicode", method="html") for child in bare)
    return (escape(bare.text or "", quote=False) + "".join(inner)).strip()


def media_fields(media: Iterable[MediaReference], lead: str | None = None) -> dict[str, object]:
    """Sort media into the fields of a record. `lead` is the URL of the lead picture, by default the first."""
    by_url: dict[str, MediaReference] = {}
    for one in media:
        by_url[one.src] = _merged(by_url[one.src], one) if one.src in by_url else one
    fields: dict[str, object] = {}
    if lead in by_url:
        fields["image"] = by_url.pop(lead)
    rest = []
    for one in by_url.values():
        kind = (one.type or "").partition("/")[0]
        if kind in ("image", "audio", "video") and kind not in fields:
            fields[kind] = one
        else:
            rest.append(one)
    return fields | {"enclosures": tuple(rest)}


def _merged(one: MediaReference, other: MediaReference) -> MediaReference:
    fields = {name: getattr(one, name) or getattr(other, name) for name in one.__struct_fields__}
    return MediaReference(**fields)


def positive_int(text: str | None) -> int | None:
    """Parse a whole number from 1 up. None for anything else; 0 in feeds means that the number is unknown."""
    return int(text) or None if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def parse_duration(text: str | None) -> int | None:
    """Parse a duration as in podcasts (seconds, 12:34 or 1:02:03); None if it is none or 0."""
    parts = (text or "").split(":")
    if not 1 <= len(parts) <= 3 or not all(
        part.isascii() and part.isdigit() and len(part) < 7 for part in parts
    ):
        return None
    total = 0
    for part in parts:
        total = total * 60 + int(part)
    return total or None
