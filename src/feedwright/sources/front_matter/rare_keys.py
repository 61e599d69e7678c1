"""Keys for few articles: locations, related links, and podcasts."""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from feedwright.model import Episode, Link, Location, Person, Podcast, PodcastPerson, Text, Via
from feedwright.schema import Field, Value, kinds, read_mapping
from feedwright.schema.describe import TEXT, any_of, described, mapping, text_like

_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,10})?")
_POINT = re.compile(r"(\S+?)[,\s]\s*(\S+)")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_TEXTS = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".html": "text/html",
    ".txt": "text/plain",
}


def _required(value: Value, found: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in names:
        if name not in found:
            raise value.error(f"a `{name}`", found="none")
    return found


_LINK = {"url": Field(kinds.url), "title": Field(kinds.text)}
_VIA = {**_LINK, "feed": Field(kinds.url)}


@described(lambda: any_of(kinds.WEB_URL, mapping(_LINK, "url")))
def link(value: Value) -> Link:
    """A URL, or a mapping with url and title."""
    if not value.is_mapping:
        return Link(kinds.url(value))
    return Link(**_required(value, read_mapping(value, _LINK), "url"))


def links_beside_switch(value: Value) -> tuple[Link, ...]:
    """Links. `related: true` is none: themes show other posts of the site then."""
    found: tuple[Link, ...] = () if value.flag else kinds.many(link)(value)
    return found


@described(lambda: any_of(kinds.WEB_URL, mapping(_VIA, "url")))
def via(value: Value) -> Via:
    """The URL of the original page, or a mapping with url, title and feed."""
    if not value.is_mapping:
        return Via(kinds.url(value))
    return Via(**_required(value, read_mapping(value, _VIA), "url"))


def _degrees(value: Value, written: str, most: int) -> str:
    if not _DEGREES.fullmatch(written) or abs(float(written)) > most:
        raise value.error(f"degrees from -{most} to {most}", found=f'"{written}"')
    return written


@described(any_of({"type": "number"}, text_like(_DEGREES.pattern)))
def _angle(value: Value, *, most: int) -> str:
    return _degrees(value, value.scalar or "", most)


_LOCATION = {
    "latitude": Field(partial(_angle, most=90)),
    "longitude": Field(partial(_angle, most=180)),
    "name": Field(kinds.text),
}


@described(lambda: any_of(TEXT, mapping(_LOCATION, "latitude", "longitude")))
def location(value: Value) -> Location:
    """Degrees north and east: `41.69, -8.83`, or a mapping with latitude, longitude and name."""
    if not value.is_mapping:
        match = _POINT.fullmatch(value.scalar or "")
        if match is None:
            raise value.error("degrees north and east such as 41.69, -8.83")
        return Location(_degrees(value, match[1], 90), _degrees(value, match[2], 180))
    return Location(**_required(value, read_mapping(value, _LOCATION), "latitude", "longitude"))


_PARTICIPANT = {name: Field(kinds.text) for name in ("name", "role", "group")} | {"url": Field(kinds.url)}


@described(lambda: any_of(TEXT, mapping(_PARTICIPANT, "name")))
def _person(value: Value) -> PodcastPerson:
    if not value.is_mapping:
        return PodcastPerson(kinds.text(value))
    return PodcastPerson(**_required(value, read_mapping(value, _PARTICIPANT), "name"))


@described({"type": "string"})
def _text(value: Value) -> Text:
    """A path or URL; the type is derived from its suffix."""
    src = kinds.text(value)
    media_type = _TEXTS.get(PurePosixPath(src.partition("?")[0]).suffix.lower())
    if media_type is None:
        raise value.error("a path or URL that ends in " + kinds.either(tuple(_TEXTS)))
    return Text(src, media_type)


_EPISODE = {
    "title": Field(kinds.any_text, holds_text=True),
    "season": Field(kinds.positive_number),
    "episode": Field(kinds.positive_number, "number"),
    "type": Field(kinds.one_of("full", "trailer", "bonus")),
    "explicit": Field(kinds.flag),
    "transcript": Field(kinds.many(_text), "transcripts"),
    "chapters": Field(_text),
    "persons": Field(kinds.many(_person)),
}


@described(lambda: mapping(_EPISODE))
def episode(value: Value) -> Episode:
    """The key `podcast` of an article: one episode."""
    return Episode(**read_mapping(value, _EPISODE))


@described({"type": "string"})
def _category(value: Value) -> str:
    names = [name.strip() for name in kinds.text(value).split(">")]
    if not all(names) or len(names) > 2:
        raise value.error("a category such as News, or one within it such as News > Daily News")
    return " > ".join(names)


@described(text_like(_GUID.pattern))
def _guid(value: Value) -> str:
    if not _GUID.fullmatch(value.scalar or ""):
        raise value.error("a UUID such as 917393e3-1b1e-5cef-ace4-edaa54e1f810")
    return value.scalar or ""


@described(lambda: mapping(kinds.PERSON, "name", "email"))
def _owner(value: Value) -> Person:
    owner = kinds.person(value)
    if owner.email is None:
        raise value.error("an `email`, to which directories write to verify the owner", found="none")
    return owner


_PODCAST = {
    "category": Field(kinds.many(_category), "categories"),
    "author": Field(kinds.text),
    "owner": Field(_owner),
    "explicit": Field(kinds.flag),
    "type": Field(kinds.one_of("episodic", "serial")),
    "new_feed_url": Field(kinds.url),
    "block": Field(kinds.flag),
    "complete": Field(kinds.flag),
    "guid": Field(_guid),
    "locked": Field(kinds.flag),
    "medium": Field(kinds.one_of("podcast", "music", "video", "film", "audiobook", "newsletter", "blog")),
    "funding": Field(link),
    "license": Field(kinds.text),
    "persons": Field(kinds.many(_person)),
}


@described(lambda: mapping(_PODCAST, "category"))
def podcast(value: Value) -> Podcast:
    """The key `podcast` of a section; a category is required, because directories require it."""
    found = read_mapping(value, _PODCAST)
    if not found.get("categories"):
        raise value.error("a `category` such as News > Daily News", found="none")
    return Podcast(**found)
