"""index.html: the front page of a section, with its newest entries and a way to subscribe.

It needs no script and loads nothing from other hosts: its style is inline, and it shows only pictures that
the publication serves. Links within feeds/ are relative, so that the folder can be copied. No part of it
depends on when it was made: a page changes only if what it shows does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from msgspec import Struct

from feedwright.files import change_token
from feedwright.indexes import discovery, opml
from feedwright.indexes.assets import TEMPLATES, hash_of, style
from feedwright.indexes.compiled import CompiledTemplates
from feedwright.indexes.language import PageLanguage
from feedwright.indexes.linked_data import describe_page
from feedwright.indexes.readers import email_links, reader_links
from feedwright.indexes.stories import Pictures, stories
from feedwright.indexes.tree import Around
from feedwright.model import Entry, Feed, Place

FILENAME = "index.html"
MEDIA_TYPE = "text/html"

MOST_BYTES = 30_000
MOST_ENTRIES = 20
_MOST_SECTIONS = 120
"""The most sections in the list of a page. Deeper ones are listed on the pages of their parents."""

_MOST_IN_STRIP = 12
"""The most sections above the first story. The list at the end of the page has all of them."""


def write(feed: Feed, around: Around, zone: ZoneInfo, media_url: str) -> bytes:
    """Write the page of a section, with as many of its newest entries as MOST_BYTES allows.

    Times are in the time zone `zone`. Only pictures whose URL starts with `media_url` are shown.
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
    language, pictures = PageLanguage(here.language), Pictures(media_url, near)
    strip = here.children[:_MOST_IN_STRIP]
    best = next(file for file in here.feeds if here.feed_url == here.url + file.name)
    items = list(stories(entries, feed, here, language, zone, pictures))
    page = template("page.html").render(
        frame(here, root, accent=feed.branding.accent_color if feed.branding else None, media_url=media_url),
        feed=feed,
        trail=trail,
        lists=around.lists,
        strip=strip,
        branches=_branches(here, _MOST_SECTIONS) if not trail or len(strip) < len(here.children) else [],
        items=items,
        icon=pictures.own(feed.icon),
        logo=pictures.own(feed.logo),
        preview=_preview(entries, feed, pictures),
        alternates=discovery.links([here]),
        best=best,
        others=[file for file in here.feeds if file is not best],
        readers=reader_links(here.feed_url),
        emails=email_links(here.feed_url),
        opml=opml.FILENAME,
        linked_data=describe_page(feed, here, trail, entries),
    )
    return page.encode()


def _preview(entries: Sequence[Entry], feed: Feed, pictures: Pictures) -> str | None:
    """Return the URL of the picture with which others show a link to the page: the lead's, else the logo."""
    lead = entries[0].picture if entries else None
    return next((url for url in (lead.url if lead else None, feed.logo) if pictures.own(url)), None)


def frame(
    here: Place, root: Place, *, accent: str | None = None, media_url: str | None = None
) -> dict[str, Any]:
    """Return what the template of every page needs: its place, language, style and policy."""
    css = style("page.css") + (f":root{{--accent:{accent}}}" if accent else "")
    return {
        "here": here,
        "root": root,
        "voice": PageLanguage(here.language),
        "near": partial(relative_url, page=here.url, root=root.url),
        "css": Markup(css),
        "policy": _policy(css, here.url, media_url),
    }


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


def _policy(css: str, page_url: str, media_url: str | None) -> str:
    """Return the Content-Security-Policy that allows only what the page contains."""
    rules = ["default-src 'none'", f"style-src {hash_of(css)}", "base-uri 'none'", "form-action 'none'"]
    if media_url is not None:
        pictures, here = urlsplit(media_url), urlsplit(page_url)
        elsewhere = f" {pictures.scheme}://{pictures.netloc}" if pictures[:2] != here[:2] else ""
        rules.insert(2, f"img-src 'self'{elsewhere}")
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
