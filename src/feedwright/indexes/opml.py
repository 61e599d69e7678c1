"""subscriptions.opml: all feeds of the publication at once (OPML 2.0, opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feedwright.model import Place

if TYPE_CHECKING:
    from lxml import etree

FILENAME = "subscriptions.opml"
MEDIA_TYPE = "text/x-opml"


def write(root: Place, lists: Sequence[Place] = ()) -> bytes:
    """The feeds of all sections, nested as the sections are, then `lists` of others, a folder each.

    A section that has others below it is a folder, and its own feed the first thing in there:
    readers that find a feed (miniflux among them) do not look for others inside it.
    """
    from lxml import etree

    document = etree.Element("opml", version="2.0")
    head = etree.SubElement(document, "head")
    etree.SubElement(head, "title").text = root.title
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    body = etree.SubElement(document, "body")
    for place in (root, *lists):
        _add(body, place)
    return bytes(etree.tostring(document, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _add(parent: etree._Element, place: Place) -> None:
    from lxml import etree

    if place.children:
        parent = etree.SubElement(parent, "outline", text=place.title, title=place.title)
    if place.feeds:
        etree.SubElement(parent, "outline", _outline(place))
    for child in place.children:
        _add(parent, child)


def _outline(place: Place) -> dict[str, str]:
    return {
        "type": "rss",  # of every format, as the specification says
        "text": place.feed_title,
        "title": place.feed_title,
        "description": place.description,
        "language": place.language,
        "xmlUrl": place.feed_url,
        "htmlUrl": place.link,
    }
