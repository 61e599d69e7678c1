"""What some articles and some publications have to say beyond the formats' own words."""

from __future__ import annotations

from collections.abc import Iterable

from feedwright.model import Extra, Feed, Location
from feedwright.xml_writer import Writer

RSL_TYPE = "application/rsl+xml"
"""The media type of licence terms for machines (RSL 1.0, rslstandard.org/rsl)."""


def add_location(xml: Writer, place: Location) -> None:
    """Latitude and longitude in degrees, as GeoRSS Simple has them (georss.org)."""
    xml.leaf("georss:point", f"{place.latitude} {place.longitude}")
    xml.optional("georss:featureName", place.name)


def add_look(xml: Writer, feed: Feed) -> None:
    """What Feedly shows of a publication (webfeeds.org/rss/1.0); the colour without its #."""
    if feed.look is None:
        return
    picture = feed.section.picture
    cover = feed.look.cover or (picture and picture.url)
    if cover:
        xml.leaf("webfeeds:cover", image=cover)
    for name, text in (("icon", feed.icon), ("logo", feed.logo), ("accentColor", feed.look.accent_color)):
        if text:
            xml.leaf(f"webfeeds:{name}", text.removeprefix("#"))


def add_elements(xml: Writer, extras: Iterable[Extra]) -> None:
    """The elements that only single readers know, each with children or a text."""
    for extra in extras:
        name = f"{extra.prefix}:{extra.name}" if extra.prefix else extra.name
        if extra.children:
            with xml.element(name, **dict(extra.attributes)):
                add_elements(xml, extra.children)
        else:
            xml.leaf(name, extra.text, **dict(extra.attributes))


def declarations(extras: Iterable[Extra]) -> dict[str, str]:
    """The root element's `xmlns:` attributes for these elements and their children."""
    found: dict[str, str] = {}
    for extra in extras:
        if extra.prefix:
            found[f"xmlns:{extra.prefix}"] = extra.namespace
        found |= declarations(extra.children)
    return found
