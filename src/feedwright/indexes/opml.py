"""subscriptions.opml: all feeds of the publication (OPML 2.0, opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feedwright.model import Place
from feedwright.text import as_html

if TYPE_CHECKING:
    from lxml import etree

FILENAME = "subscriptions.opml"
MEDIA_TYPE = "text/x-opml"


def write(root: Place, lists: Sequence[Place] = ()) -> bytes:
    """Write the feeds of all sections, nested like these, then a folder for each of the `lists`.

    A section with subsections is a folder that begins with the section's own feed: some readers, such as
    miniflux, ignore outlines inside of a feed's outline.
    """
    from lxml import etree

    from feedwright.indexes._xml import child, document

    opml = etree.Element("opml", version="2.0")
    head = child(opml, "head")
    child(head, "title", root.title)
    child(head, "docs", "http://opml.org/spec2.opml")
    body = child(opml, "body")
    for place in (root, *lists):
        _add(body, place)
    return document(opml)


def _add(parent: etree._Element, place: Place) -> None:
    """Add a section: a feed, or a folder of feeds."""
    from feedwright.indexes._xml import child

    if place.children:
        parent = child(parent, "outline", text=place.title, title=place.title)
    if place.feeds:
        child(parent, "outline", **_outline(place))
    for below in place.children:
        _add(parent, below)


def _outline(place: Place) -> dict[str, str]:
    return {
        "type": "rss",  # for all formats, according to the specification
        "text": place.feed_title,
        "title": place.feed_title,
        # Descriptions are HTML, titles are plain text, as in the feed.
        "description": as_html(place.description),
        "language": place.language,
        "xmlUrl": place.feed_url,
        "htmlUrl": place.link,
    }
