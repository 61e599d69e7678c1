"""index.html: what a section is, what is new in it, and how to subscribe.

Needs no script and asks no other host for anything: its style stands in it, and pictures come from
where the publication serves its own. Links within feeds/ are relative, so that a copy of the folder
can be read anywhere.
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
_MOST_PLACES = 120
"""On a front page; deeper sections are found from their parents' pages."""


def write(feed: Feed, around: Around, zone: ZoneInfo, media_url: str) -> bytes:
    """The page of a section, with as many of its newest entries as it has room for.

    Days are those of `zone`. Pictures are shown that lie under `media_url`.
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
    near = partial(near_to, page=feed.url, root=root.url)
    css, script = asset("page.css"), asset("page.js")
    page = template("page.html").render(
        feed=feed,
        here=here,
        trail=trail,
        lists=around.lists,
        root=root,
        children=_branches(here, _MOST_PLACES),
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
    """A section in a list of sections; its description is told where there is room for it."""

    title: str
    url: str
    language: str
    description: str
    described: bool
    children: list[_Branch]


def _branches(place: Place, most: int) -> list[_Branch]:
    """The sections below `place`, as many levels of them as have at most `most` sections together."""
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


def near_to(url: str, page: str, root: str) -> str:
    """`url` as seen from `page`: relative where both lie under `root`, the URL of feeds/."""
    if not url.startswith(root):
        return url
    up = "../" * page.removeprefix(root).count("/")
    return (up or "./") + url.removeprefix(root)


def _near_picture(picture: Media | None, near: partial[str], media_url: str) -> str | None:
    return near(picture.url) if picture and picture.url.startswith(media_url) else None


def _policy(css: str, script: str, page_url: str, media_url: str) -> str:
    """A Content-Security-Policy that allows what the page has, and nothing else."""
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
    """A template of templates/, with the filters that pages have in common."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # This file says how templates are meant.
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
    """A URL that, where it is too long for its line, goes on after a slash."""
    return Markup("/<wbr>").join(url.split("/"))


def _short(url: str) -> str:
    """A URL as people say it."""
    parts = urlsplit(url)
    return unquote(parts.netloc + parts.path).rstrip("/")
