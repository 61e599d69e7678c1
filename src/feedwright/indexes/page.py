"""index.html: the page of a section, with its newest entries and how to subscribe.

It works without its script and loads nothing from other hosts: its style is inline, and it shows only
pictures that the publication serves. Links within feeds/ are relative, so that the folder can be copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from feedwright.files import change_token
from feedwright.indexes import discovery, opml
from feedwright.indexes.assets import TEMPLATES, asset, hash_of
from feedwright.indexes.compiled import CompiledTemplates
from feedwright.indexes.language import direction, long_date, words
from feedwright.indexes.readers import one_click_links
from feedwright.indexes.tree import Around
from feedwright.model import Entry, Feed, Media, Place

FILENAME = "index.html"
MEDIA_TYPE = "text/html"

MOST_BYTES = 30_000
MOST_ENTRIES = 20
_MOST_SECTIONS = 120
"""The most sections on a page. Deeper ones are listed on the pages of their parents."""


def write(feed: Feed, around: Around, zone: ZoneInfo, media_url: str) -> bytes:
    """Write the page of a section, with as many of its newest entries as MOST_BYTES allows.

    Dates are in the time zone `zone`. Only pictures whose URL starts with `media_url` are shown.
    """
    entries = feed.entries[:MOST_ENTRIES]
    page = _render(feed, around, zone, media_url, entries)
    while entries and len(page) > MOST_BYTES:
        entries = entries[: len(entries) * MOST_BYTES // len(page)]
        page = _render(feed, around, zone, media_url, entries)
    return page


def _render(feed: Feed, around: Around, zone: ZoneInfo, media_url: str, entries: Sequence[Entry]) -> bytes:
    here, trail = around.here, around.trail
    root = trail[0] if trail else here
    near = partial(relative_url, page=feed.url, root=root.url)
    css, script = asset("page.css"), asset("page.js")
    page = template("page.html").render(
        feed=feed,
        here=here,
        trail=trail,
        lists=around.lists,
        root=root,
        children=_branches(here, _MOST_SECTIONS),
        entries=entries,
        language=here.language,
        words=words(here.language),
        direction=direction,
        day=partial(long_date, zone=zone, tag=here.language),
        near=near,
        near_picture=partial(_near_picture, near=near, media_url=media_url),
        icon=near(feed.icon) if feed.icon and feed.icon.startswith(media_url) else None,
        alternates=discovery.links([here]),
        readers=one_click_links(here.feed_url),
        opml=opml.FILENAME,
        css=Markup(css),
        script=Markup(script),
        policy=_policy(css, script, feed.url, media_url),
    )
    return page.encode()


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


def relative_url(url: str, page: str, root: str) -> str:
    """Make `url` relative to the page if it starts with `root`, the URL of feeds/."""
    if not url.startswith(root):
        return url
    up = "../" * page.removeprefix(root).count("/")
    return (up or "./") + url.removeprefix(root)


def _near_picture(picture: Media | None, near: partial[str], media_url: str) -> str | None:
    return near(picture.url) if picture and picture.url.startswith(media_url) else None


def _policy(css: str, script: str, page_url: str, media_url: str) -> str:
    """Return the Content-Security-Policy that allows only what the page contains."""
    pictures, here = urlsplit(media_url), urlsplit(page_url)
    elsewhere = f" {pictures.scheme}://{pictures.netloc}" if pictures[:2] != here[:2] else ""
    rules = (
        "default-src 'none'",
        f"style-src {hash_of(css)}",
        f"script-src {hash_of(script)}",
        f"img-src 'self'{elsewhere}",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


@cache
def template(name: str) -> Template:
    """Load a template of templates/, with the filters of all pages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # The filters in this file are compiled into templates.
        bytecode_cache=CompiledTemplates(change_token(Path(__file__))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"breakable": _breakable, "moment": _moment, "short": _short}
    return environment.get_template(name)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _breakable(url: str) -> Markup:
    """Allow line breaks after the slashes of a URL."""
    return Markup("/<wbr>").join(url.split("/"))


def _short(url: str) -> str:
    """Shorten a URL for display: without scheme, query and closing slash."""
    parts = urlsplit(url)
    return unquote(parts.netloc + parts.path).rstrip("/")
