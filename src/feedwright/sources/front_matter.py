"""The YAML between `---` lines at the top of an article: which keys there are and what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from msgspec import Struct

from feedwright.errors import ArticleError
from feedwright.model import Comments, MediaReference
from feedwright.schema import Field, Fields, Value, kinds, parse_mapping, read_fields, read_mapping
from feedwright.sources.dates import DateError, parse_date

_FENCE = re.compile(r"\s*\A(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_SLUG = re.compile(r"[\w-]+(?:\.[\w-]+)*")


class DateRules(Struct, frozen=True):
    """How a publication means its dates: the zone of those without one, and whether 03/04 is in April."""

    zone: tzinfo
    day_first: bool | None = None


def split(text: str, path: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the front matter begins (0: there is none).

    Raises ArticleError where the opening `---` has no closing one.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return "", text, 0
    line = text.count("\n", 0, opening.end()) + 1
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise ArticleError(path, line=line - 1, expected="a line `---` that closes the front matter")
    return text[opening.end() : closing.start()], text[closing.end() :], line


def parse(text: str, path: str, first_line: int, dates: DateRules) -> dict[str, Any]:
    """The known keys, typed, under the names that `Article` has. Raises ArticleError."""
    values = parse_mapping(text, path, error=ArticleError, first_line=first_line)
    return read_fields(values, _fields(dates))


@lru_cache(maxsize=8)
def _fields(dates: DateRules) -> Fields:
    date = _date_kind(dates)
    media = Field(_media)
    words = Field(_words)
    return {
        "title": Field(kinds.text, holds_text=True),
        "date": Field(date, "published"),
        "published": Field(date),
        "updated": Field(date),
        "author": Field(kinds.people, "authors"),
        "authors": Field(kinds.people),
        "summary": Field(kinds.text, holds_text=True),
        "description": Field(kinds.text, "summary", holds_text=True),
        "dek": Field(kinds.text, "summary", holds_text=True),
        "excerpt": Field(kinds.text, "summary", holds_text=True),
        "image": media,
        "audio": media,
        "video": media,
        "enclosures": Field(kinds.many(_media)),
        "tags": words,
        "categories": words,
        "link": Field(kinds.url),
        "slug": Field(_slug),
        "id": Field(_uri),
        "language": Field(kinds.language),
        "draft": Field(kinds.flag),
        "expires": Field(date),
        "comments": Field(_comments),
        "rights": Field(kinds.text),
        "feeds": Field(_feeds),
        "access": Field(_access, "members_only"),
    }


def _date_kind(dates: DateRules) -> Callable[[Value], datetime]:
    def date(value: Value) -> datetime:
        try:
            return parse_date(value.scalar or "", dates.zone, day_first=dates.day_first)
        except DateError as error:
            raise value.error(error.expected) from None

    return date


_MEDIA = {
    "src": Field(kinds.text),
    "title": Field(kinds.text, holds_text=True),
    "alt": Field(kinds.text, holds_text=True),
    "caption": Field(kinds.text, holds_text=True),
    "credit": Field(kinds.text, holds_text=True),
    "type": Field(kinds.media_type),
    "length": Field(kinds.byte_size),
    "width": Field(kinds.positive_number),
    "height": Field(kinds.positive_number),
    "duration": Field(kinds.seconds),
}


def _media(value: Value) -> MediaReference:
    if value.scalar is not None:
        return MediaReference(value.scalar)
    if not value.is_mapping:
        raise value.error("a path or URL, or keys such as src, alt, caption and credit")
    found = read_mapping(value, _MEDIA)
    if "src" not in found:
        raise value.error("a `src`: the path or URL of the file", found="none")
    return MediaReference(**found)


_COMMENTS = {"url": Field(kinds.url), "count": Field(kinds.whole_number)}


def _comments(value: Value) -> Comments:
    return Comments(**read_mapping(value, _COMMENTS))


def _words(value: Value) -> tuple[str, ...]:
    """A list, or one line with commas."""
    if value.scalar is None:
        words = (kinds.text(item) for item in value.items())
    else:
        words = (word.strip() for word in kinds.text(value).split(","))
    return tuple(dict.fromkeys(filter(None, words)))


def _slug(value: Value) -> str:
    if not _SLUG.fullmatch(value.scalar or ""):
        raise value.error("letters, digits, - and _ such as my-story")
    return value.scalar or ""


def _uri(value: Value) -> str:
    if not _URI.fullmatch(value.scalar or ""):
        raise value.error("a URI such as tag:example.org,2022:story-1 (RFC 4287, section 4.2.6)")
    return value.scalar or ""


def _feeds(value: Value) -> tuple[str, ...] | None:
    """False: no feed. True: the usual ones. Else the sections whose feeds carry it."""
    if (value.scalar or "").casefold() in ("true", "yes", "on", "false", "no", "off"):
        return None if kinds.flag(value) else ()
    if value.is_mapping:
        raise value.error("false, or a list of sections such as [news/us, business]")
    return tuple(kinds.text(item).strip("/") for item in value.items())


def _access(value: Value) -> bool:
    return bool(kinds.one_of("public", "members")(value) == "members")
