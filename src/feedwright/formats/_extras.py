"""What some articles and some publications have to say beyond the formats' own words.

Each namespace is declared only in feeds that use it.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from feedwright.formats._namespaces import (
    ATOM,
    CREATIVE_COMMONS,
    DC,
    GEORSS,
    SOURCE,
    SY,
    THREAD,
    WEBFEEDS,
    XML,
)
from feedwright.formats._xml import child
from feedwright.model import Entry, Extra, Feed

RSL_TYPE = "application/rsl+xml"
"""The media type of licence terms for machines (RSL 1.0, rslstandard.org/rsl)."""


def rss_namespaces(feed: Feed) -> dict[str, str]:
    """Those that the feed as RSS uses, by their prefixes."""
    entries = feed.entries
    used = {
        "sy": (SY, feed.pace is not None),
        "webfeeds": (WEBFEEDS, feed.look is not None),
        "creativeCommons": (CREATIVE_COMMONS, bool(feed.license) or any(one.license for one in entries)),
        "georss": (GEORSS, any(one.location for one in entries)),
        "source": (SOURCE, any(one.markdown for one in entries)),
    }
    for_single_readers = (*feed.extras, *(one for entry in entries for one in entry.extras))
    return {prefix: namespace for prefix, (namespace, is_used) in used.items() if is_used} | {
        one.prefix: one.namespace for one in for_single_readers if one.prefix
    }


def atom_namespaces(feed: Feed) -> dict[str, str]:
    """Those that the feed as Atom uses, by their prefixes."""
    used = {
        "georss": (GEORSS, any(one.location for one in feed.entries)),
        "thr": (THREAD, any(one.comments and one.comments.count is not None for one in feed.entries)),
    }
    return {prefix: namespace for prefix, (namespace, is_used) in used.items() if is_used}


def add_to_channel(channel: etree._Element, feed: Feed) -> None:
    """RSS: how often to look, how it looks, under which licence."""
    if feed.pace is not None:
        child(channel, f"{{{SY}}}updatePeriod", feed.pace.period)
        child(channel, f"{{{SY}}}updateFrequency", str(feed.pace.frequency))
    if feed.look is not None:
        _add_look(channel, feed)
    if feed.license:
        child(channel, f"{{{CREATIVE_COMMONS}}}license", feed.license)
    if feed.rsl:
        child(channel, f"{{{ATOM}}}link", rel="license", type=RSL_TYPE, href=feed.rsl)


def _add_look(channel: etree._Element, feed: Feed) -> None:
    """What Feedly shows of a publication (webfeeds.org/rss/1.0); the colour without its #."""
    look = feed.look
    if look is None:
        return
    picture = feed.section.picture
    cover = look.cover or (picture and picture.url)
    if cover:
        child(channel, f"{{{WEBFEEDS}}}cover", image=cover)
    for name, text in (("icon", feed.icon), ("logo", feed.logo), ("accentColor", look.accent_color)):
        if text:
            child(channel, f"{{{WEBFEEDS}}}{name}", text.removeprefix("#"))


def add_to_item(item: etree._Element, entry: Entry, feed: Feed) -> None:
    """RSS: where it happened and came from, what belongs to it, its language, licence and source text."""
    if entry.language and entry.language != feed.section.language:
        child(item, f"{{{DC}}}language", entry.language)
    if entry.license:
        child(item, f"{{{CREATIVE_COMMONS}}}license", entry.license)
    if entry.location:
        _add_location(item, entry)
    for link in entry.related:
        child(item, f"{{{ATOM}}}link", rel="related", href=link.url, title=link.title)
    if entry.via:
        child(item, f"{{{ATOM}}}link", rel="via", href=entry.via.url, title=entry.via.title)
        if entry.via.feed:
            child(item, "source", entry.via.title or entry.via.url, url=entry.via.feed)
    if entry.markdown:
        child(item, f"{{{SOURCE}}}markdown", entry.markdown)


def add_to_entry(element: etree._Element, entry: Entry, feed: Feed) -> None:
    """The same for Atom, which has words of its own for most of it."""
    if entry.language and entry.language != feed.section.language:
        element.set(f"{{{XML}}}lang", entry.language)
    if entry.location:
        _add_location(element, entry)
    # feedgen knows neither RFC 4946's links nor RFC 4685's.
    if entry.license:
        child(element, "link", rel="license", href=entry.license)
    if entry.comments and entry.comments.url:
        child(element, "link", rel="replies", type="text/html", href=entry.comments.url)
        if entry.comments.count is not None:
            child(element, f"{{{THREAD}}}total", str(entry.comments.count))
    if entry.via and entry.via.feed:
        # What the entry was copied from (RFC 4287, section 4.2.11): all that is known of it, so no date.
        source = child(element, "source")
        child(source, "id", entry.via.feed)
        child(source, "title", entry.via.title or entry.via.url)
        child(source, "link", rel="self", href=entry.via.feed)


def entry_links(entry: Entry) -> list[dict[str, str]]:
    """Atom's links to what belongs to an entry (RFC 4287, section 4.2.7.2)."""
    links = [("related", link.url, link.title) for link in entry.related]
    if entry.via:
        links.append(("via", entry.via.url, entry.via.title))
    return [{"href": url, "rel": rel} | ({"title": title} if title else {}) for rel, url, title in links]


def feed_links(feed: Feed) -> list[dict[str, str]]:
    """Atom's links to a feed's licences, for people and for machines."""
    links = [{"href": feed.license, "rel": "license"}] if feed.license else []
    return [*links, *([{"href": feed.rsl, "rel": "license", "type": RSL_TYPE}] if feed.rsl else [])]


def add_elements(parent: etree._Element, extras: Iterable[Extra]) -> None:
    """Appends the elements that only single readers know."""
    for extra in extras:
        name = f"{{{extra.namespace}}}{extra.name}" if extra.namespace else extra.name
        add_elements(child(parent, name, extra.text, **dict(extra.attributes)), extra.children)


def _add_location(element: etree._Element, entry: Entry) -> None:
    """Latitude and longitude in degrees, as GeoRSS Simple has them (georss.org)."""
    place = entry.location
    if place is None:
        return
    child(element, f"{{{GEORSS}}}point", f"{place.latitude} {place.longitude}")
    if place.name:
        child(element, f"{{{GEORSS}}}featureName", place.name)
