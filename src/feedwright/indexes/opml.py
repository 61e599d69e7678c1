"""subscriptions.opml: all feeds of the publication at once (OPML 2.0, opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Sequence

from feedwright.model import Place
from feedwright.text import as_html
from feedwright.xml_writer import Writer

FILENAME = "subscriptions.opml"
MEDIA_TYPE = "text/x-opml"


def write(root: Place, lists: Sequence[Place] = ()) -> bytes:
    """The feeds of all sections, nested as the sections are, then `lists` of others, a folder each.

    A section that has others below it is a folder, and its own feed the first thing in there:
    readers that find a feed (miniflux among them) do not look for others inside it.
    """
    xml = Writer()
    with xml.element("opml", version="2.0"):
        with xml.element("head"):
            xml.leaf("title", root.title)
            xml.leaf("docs", "http://opml.org/spec2.opml")
        with xml.element("body"):
            for place in (root, *lists):
                _add(xml, place)
    return xml.document()


def _add(xml: Writer, place: Place) -> None:
    if place.children:
        with xml.element("outline", text=place.title, title=place.title):
            _add_feeds(xml, place)
    else:
        _add_feeds(xml, place)


def _add_feeds(xml: Writer, place: Place) -> None:
    """The place's own feed, then those below it."""
    if place.feeds:
        xml.leaf("outline", **_outline(place))
    for child in place.children:
        _add(xml, child)


def _outline(place: Place) -> dict[str, str]:
    return {
        "type": "rss",  # of every format, as the specification says
        "text": place.feed_title,
        "title": place.feed_title,
        # The feed's own description, which is HTML; titles are text, as they are in the feed.
        "description": as_html(place.description),
        "language": place.language,
        "xmlUrl": place.feed_url,
        "htmlUrl": place.link,
    }
