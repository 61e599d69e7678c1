"""NITF (IPTC), in files of its own and inside NewsML-G2: convert its elements to HTML."""

from __future__ import annotations

from copy import deepcopy
from html import escape

from lxml import etree

from feedwright.importers.elements import inner_html, positive_int, text_in
from feedwright.model import MediaReference

_AS_HTML = {"hl1": "h2", "hl2": "h3", "bq": "blockquote", "block": "div", "em": "em", "strong": "strong"}
_WORDS_ONLY = {
    "person", "org", "location", "city", "state", "country", "region", "chron", "money", "num", "event",
    "function", "object.title", "virtloc", "copyrite", "credit", "datasource", "dateline", "byline",
}  # fmt: skip


def local_name(element: etree._Element) -> str:
    """The name without the namespace; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def find_first(element: etree._Element, *path: str) -> etree._Element | None:
    """The first element along a path of local names, in any namespace."""
    found: etree._Element | None = element
    for name in path:
        found = (
            next((one for one in found.iter() if local_name(one) == name), None)
            if found is not None
            else None
        )
    return found


def body_html(content: etree._Element) -> str:
    """Convert `body.content` to HTML: media become figures, names of people and places plain text."""
    shown = deepcopy(content)
    for one in list(shown.iter()):
        name = local_name(one)
        if name == "media":
            _as_figure(one)
        elif name in _AS_HTML:
            one.tag = _AS_HTML[name]
    for one in [each for each in shown.iter() if local_name(each) in _WORDS_ONLY]:
        one.tag = "span"
    etree.strip_tags(shown, "span")
    return inner_html(shown)


def pictures(content: etree._Element) -> list[MediaReference]:
    """The pictures in a body, with caption and credit."""
    return [
        found for one in content.iter() if local_name(one) == "media" and (found := _picture(one)) is not None
    ]


def _picture(media: etree._Element) -> MediaReference | None:
    references = [one for one in media if local_name(one) == "media-reference" and one.get("source")]
    if (media.get("media-type") or "image") != "image" or not references:
        return None
    best = max(references, key=lambda one: positive_int(one.get("width")) or 0)
    caption, producer = find_first(media, "media-caption"), find_first(media, "media-producer")
    return MediaReference(
        best.get("source") or "",
        alt=best.get("alternate-text"),
        caption=" ".join(text_in(caption).split()) or None if caption is not None else None,
        credit=" ".join(text_in(producer).split()) or None if producer is not None else None,
        type=best.get("mime-type"),
        width=positive_int(best.get("width")),
        height=positive_int(best.get("height")),
    )


def _as_figure(media: etree._Element) -> None:
    picture, tail = _picture(media), media.tail
    media.clear()
    media.tail = tail
    if picture is None:
        media.tag = "span"
        return
    media.tag = "figure"
    media.append(etree.fromstring(f'<img src="{escape(picture.src)}" alt="{escape(picture.alt or "")}"/>'))
    words = " | ".join(filter(None, (picture.caption, picture.credit)))
    if words:
        etree.SubElement(media, "figcaption").text = words
