"""index.html: the front page of a section, with its newest entries and a way to subscribe.

It needs no script and loads nothing from other hosts: its style is inline, and it shows only pictures that
the publication serves. Links within feeds/ are relative, so that the folder can be copied. No part of it
depends on when it was made: a page changes only if what it shows does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from msgspec import Struct

from feedwright.indexes.frame import FILENAME, MEDIA_TYPE, Look, Page, frame, relative_url, template
from feedwright.indexes.language import PageLanguage
from feedwright.indexes.linked_data import describe_page
from feedwright.indexes.stories import Pictures, stories
from feedwright.indexes.tree import Around
from feedwright.model import Entry, Feed, Place

__all__ = ["FILENAME", "MEDIA_TYPE", "MOST_BYTES", "look_of", "write"]

MOST_BYTES = 30_000
MOST_ENTRIES = 20
_MOST_SECTIONS = 120
"""The most sections in the list of a page. Deeper ones are listed on the pages of their parents."""

_MOST_IN_STRIP = 12
"""The most sections above the first story. The list at the end of the page has all of them."""


def look_of(feed: Feed, media_url: str) -> Look:
    """Return what pages show of the publication, as a feed has it."""
    accent = feed.branding.accent_color if feed.branding else None
    return Look(media_url, feed.logo, feed.icon, accent, feed.publisher, feed.rights)


def write(feed: Feed, around: Around, zone: ZoneInfo, media_url: str) -> bytes:
    """Write the page of a section, with as many of its newest entries as MOST_BYTES allows.

    Times are in the time zone `zone`. Only pictures whose URL starts with `media_url` are shown.
    """
    entries = feed.entries[:MOST_ENTRIES]
    look = look_of(feed, media_url)
    page = _render(feed, around, zone, look, entries)
    while entries and len(page) > MOST_BYTES:
        entries = entries[: len(entries) * MOST_BYTES // len(page)]
        page = _render(feed, around, zone, look, entries)
    return page


def _render(feed: Feed, around: Around, zone: ZoneInfo, look: Look, entries: Sequence[Entry]) -> bytes:
    here = around.here
    page = Page(feed.url, here.language, feed.title, here, around.trail, ("page.css", "front.css"))
    near = partial(relative_url, page=feed.url, root=page.root.url)
    language, pictures = PageLanguage(here.language), Pictures(look, near)
    strip = here.children[:_MOST_IN_STRIP]
    shows_all = not page.trail or len(strip) < len(here.children)
    rendered = template("page.html").render(
        frame(page, look),
        feed=feed,
        lists=around.lists,
        strip=strip,
        branches=_branches(here, _MOST_SECTIONS) if shows_all else [],
        items=list(stories(entries, feed, here, language, zone, pictures)),
        preview=_preview(entries, feed, look),
        linked_data=describe_page(feed, here, page.trail, entries),
    )
    return rendered.encode()


def _preview(entries: Sequence[Entry], feed: Feed, look: Look) -> str | None:
    """Return the URL of the picture with which others show a link to the page: the lead's, else the logo."""
    lead = entries[0].picture if entries else None
    return look.own(lead.url if lead else None) or look.own(feed.logo)


class _Branch(Struct, frozen=True):
    """A section in a list of sections. `described` tells whether to show its description."""

    title: str
    url: str
    language: str
    description: str
    described: bool
    children: list[_Branch]


def _branches(place: Place, most: int) -> list[_Branch]:
    """List the sections below `place`, as many levels of them as have at most `most` sections in total."""
    levels = 1
    while (count := _count(place, levels + 1)) <= most and count > _count(place, levels):
        levels += 1
    return _branched(place, levels, described=len(place.children) <= most // 3)


def _count(place: Place, levels: int) -> int:
    if not levels:
        return 0
    return sum(1 + _count(child, levels - 1) for child in place.children)


def _branched(place: Place, levels: int, *, described: bool) -> list[_Branch]:
    if not levels:
        return []
    return [
        _Branch(
            title=child.title,
            url=child.url,
            language=child.language,
            description=child.description,
            described=described and child.description != child.feed_title,
            children=_branched(child, levels - 1, described=False),
        )
        for child in place.children
    ]
