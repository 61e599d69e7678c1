"""subscriptions.opml: all feeds of the publication at once (OPML 2.0, opml.org/spec2.opml)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.model import Place

if TYPE_CHECKING:
    from lxml import etree

FILENAME = "subscriptions.opml"
MEDIA_TYPE = "text/x-opml"


def write(root: Place) -> bytes:
    """The feeds of all sections, nested as the sections are.

    A section that has others below it is a folder, and its own feed the first thing in there:
    readers that find a feed (miniflux among them) do not look for others inside it.
    """
    from lxml import etree

    document = etree.Element("opml", version="2.0")
    head = etree.SubElement(document, "head")
    etree.SubElement(head, "title").text = root.title
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    _add(etree.SubElement(document, "body"), root)
    return bytes(etree.tostring(document, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _add(parent: etree._Element, place: Place) -> None:
    from lxml import etree

    if place.children:
        parent = etree.SubElement(parent, "outline", text=place.title, title=place.title)
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
