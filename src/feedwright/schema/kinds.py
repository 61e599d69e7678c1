"""The kinds of values: text, flags, numbers, URLs, people. A kind is a function that converts a Value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feedwright import languages
from feedwright.errors import InputError
from feedwright.model import Person
from feedwright.patterns import lazy
from feedwright.schema.describe import (
    TEXT,
    Schema,
    any_of,
    describe,
    described,
    in_any_case,
    mapping,
    number_or,
    one_or_many,
    text_like,
)
from feedwright.schema.fields import Field, Kind, read_mapping, unknown_key
from feedwright.schema.value import Value
from feedwright.text import ascii_host, one_line

_SIZE = lazy(r"(\d{1,12}(?:\.\d{1,6})?)\s*(|b|bytes|kb|mb)", re.IGNORECASE)
_UNIT = {"": 1, "b": 1, "bytes": 1, "kb": 1000, "mb": 1000_000}
WEB_URL = text_like(r"[hH][tT][tT][pP][sS]?://\S+")
_HOST = lazy(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20}(?:/\S{0,200})?", re.IGNORECASE)
_FILE = lazy(r".*/[^/]+\.(?:xml|json|rss|atom|html?)/?")
_LANGUAGE = lazy(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@described({"type": ["string", "number", "boolean"]})
def any_text(value: Value) -> str:
    """Read any text, on one line: line breaks in titles would break e-mail headers."""
    if value.scalar is None:
        raise value.error("text")
    return one_line(value.scalar)


@described(TEXT)
def text(value: Value) -> str:
    """Read a text, but not an unquoted `true`, `no` or the like."""
    if value.flag is not None:
        raise value.error("text (in quotes, if that is the text)")
    return any_text(value)


FOOTER_PLACES = ("title", "url", "author", "date", "section")
_PLACE = lazy(r"\{(\w+)\}")


@described(any_of(TEXT, {"const": False}))
def footer(value: Value) -> str:
    """Read Markdown with words in braces; nothing if it is `false`."""
    if value.scalar is None or value.flag is True:
        raise value.error("Markdown, with words such as {title} and {url}, or false")
    if value.flag is False:
        return ""
    for name in _PLACE.findall(value.scalar):
        if name not in FOOTER_PLACES:
            raise unknown_key(value, name, FOOTER_PLACES)
    return value.scalar


@described(any_of({"type": "boolean"}, text_like(in_any_case(("true", "false", "yes", "no", "on", "off")))))
def flag(value: Value) -> bool:
    """Read a boolean in the words of YAML 1.1."""
    found = value.word_of_a_flag
    if found is None:
        raise value.error("true or false")
    return found


@described(number_or(r"[0-9]{1,15}"))
def whole_number(value: Value) -> int:
    """Read a whole number from 0 upwards."""
    scalar = value.scalar or ""
    if not (scalar.isascii() and scalar.isdigit() and len(scalar) < 16):
        raise value.error("a whole number")
    return int(scalar)


@described(number_or(r"0*[1-9][0-9]{0,14}", 1))
def positive_number(value: Value) -> int:
    """Read a whole number from 1 upwards."""
    number = whole_number(value)
    if number < 1:
        raise value.error("a number from 1 upwards")
    return number


@described(number_or(r"0*[1-9][0-9]{0,5}\s*(minutes?|min|hours?|h)?", 1))
def minutes(value: Value) -> int:
    """Read a number of minutes, or of hours."""
    match = re.fullmatch(r"0*([1-9]\d{0,5})\s*(|minutes?|min|hours?|h)", value.scalar or "")
    if match is None:
        raise value.error("a number of minutes such as 15, or a time such as 2 hours")
    return int(match[1]) * (60 if match[2].startswith("h") else 1)


_BYTES = text_like(r"[0-9]{1,12}(\.[0-9]{1,6})?\s*([bB]|bytes|BYTES|[kKmM][bB])?")


@described(any_of({"type": "number", "minimum": 0, "exclusiveMaximum": 1e12}, _BYTES))
def byte_size(value: Value) -> int:
    """Read a size in bytes; `KB` and `MB` are powers of ten."""
    match = _SIZE.fullmatch(value.scalar or "")
    if match is None:
        raise value.error("a size such as 500 KB or 2 MB")
    return round(float(match[1]) * _UNIT[match[2].lower()])


@described(any_of({"type": "integer", "minimum": 0, "maximum": 100}, text_like(r"[0-9]{1,3}\s*%?")))
def percentage(value: Value) -> int:
    """Read a whole percentage from 0 to 100, with or without `%`."""
    match = re.fullmatch(r"(\d{1,3})(\s*%)?", value.scalar or "")
    if match is None or int(match[1]) > 100:
        raise value.error("a percentage such as 50 %")
    return int(match[1])


@described(number_or(r"[0-9]{1,5}(\s*days?)?"))
def days(value: Value) -> int:
    """Read a number of days."""
    match = re.fullmatch(r"(\d{1,5})(\s*days?)?", value.scalar or "")
    if match is None:
        raise value.error("a number of days such as 30 days")
    return int(match[1])


@described(text_like(r"[0-9]{1,5}\s*(hours?|h|days?|d)"))
def hours(value: Value) -> int:
    """Read a number of hours, or of days."""
    match = re.fullmatch(r"(\d{1,5})\s*(hours?|h|days?|d)", value.scalar or "")
    if match is None or int(match[1]) == 0:
        raise value.error("a time such as 48 hours or 2 days")
    return int(match[1]) * (24 if match[2].startswith("d") else 1)


@described(number_or(r"(([0-9]{1,3}:)?[0-9]{1,3}:)?[0-9]{1,6}"))
def seconds(value: Value) -> int:
    """Read a duration in seconds, such as `754`, `12:34` or `1:02:03`."""
    match = re.fullmatch(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})", value.scalar or "")
    if match is None:
        raise value.error("a duration such as 754 (seconds), 12:34 or 1:02:03")
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + rest


@described(WEB_URL)
def url(value: Value) -> str:
    """Read an absolute http or https URL."""
    found = value.scalar or ""
    if not is_web_url(found):
        raise value.error(_address(found))
    return found


def _address(found: str) -> str:
    """Say what would be right instead of what is not an absolute URL."""
    if any(mark in found for mark in "\u201c\u201d\u201e\u201f\u00ab\u00bb"):
        return 'an address without quotation marks, or in straight ones: `"https://example.org/"`'
    if " " in found and "://" in found:
        return "an address without blanks (%20 stands for one)"
    if _HOST.fullmatch(found):
        return f"an address with https:// at its beginning: `https://{found}`"
    return "a complete URL such as https://example.org/"


def is_web_url(found: str) -> bool:
    """Tell whether this is an absolute http or https URL."""
    try:
        parts = urlsplit(found)
        is_host = bool(ascii_host(parts.hostname or "")) and (parts.port is None or parts.port > 0)
        return parts.scheme.lower() in ("http", "https") and is_host and " " not in found
    except ValueError:
        return False


@described(WEB_URL)
def folder_url(value: Value) -> str:
    """Read the absolute URL of a folder; it ends with a slash."""
    found = url(value)
    if _FILE.fullmatch(found):
        raise value.error(f"the address of the folder: `{found.rstrip('/').rpartition('/')[0]}/`")
    return found.rstrip("/") + "/"


@described(any_of(text_like(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"), {"const": False}))
def language(value: Value) -> str:
    """Read a language tag (BCP 47)."""
    found = value.scalar or ""
    # `no` is Norwegian.
    if not is_language(found) or (value.flag is not None and found.casefold() != "no"):
        code = languages.code_of(found) if found.isalpha() else found.replace("_", "-")
        code = code if is_language(code) else ""
        raise value.error(f"a language tag such as {code or 'en, es-MX or zh-Hant'}")
    return found


def is_language(found: str) -> bool:
    """Tell whether this has the form of a language tag, and its language exists."""
    return _LANGUAGE.fullmatch(found) is not None and languages.exists(found)


_OFFSET = lazy(r"(?:GMT|UTC?)?\s*([+-])(\d{1,2})(?::?00)?", re.IGNORECASE)
"""Hours from Greenwich. The names of such zones have the other sign (POSIX)."""


def _zones() -> Schema:
    from zoneinfo import available_timezones

    return {"enum": sorted(available_timezones())}


@described(_zones)
def timezone(value: Value) -> ZoneInfo:
    """Read an IANA time zone."""
    try:
        return ZoneInfo(value.scalar or "")
    except (KeyError, ValueError, OSError):
        if offset := _OFFSET.fullmatch((value.scalar or "").strip()):
            sign, ahead = ("-", "ahead of") if offset[1] == "+" else ("+", "behind")
            there = f"Etc/GMT{sign}{int(offset[2])}, which is {ahead} GMT"
            raise value.error(f"a time zone such as Europe/Lisbon ({there}, has no summer time)") from None
        near = _zone_like(value.scalar or "")
        raise value.error(f"a time zone such as {near or 'Europe/Lisbon or UTC'}") from None


def _zone_like(found: str) -> str:
    """The zone that is named so but for its capitals or its continent; "" if there is none."""
    from zoneinfo import available_timezones

    name = found.strip().replace(" ", "_").casefold()
    zones = sorted(available_timezones())
    return next((zone for zone in zones if name in (zone.casefold(), zone.casefold().rpartition("/")[2])), "")


def one_of(*words: str) -> Kind:
    """Return a kind that accepts one of these words."""
    return partial(_choice, words=words)


def one_of_these(words: Callable[[], Sequence[str]]) -> Kind:
    """Return the same for words that are only looked up if somebody has the key."""
    return partial(_late_choice, words=words)


@described(lambda words: {"enum": [*words]})
def _choice(value: Value, *, words: Sequence[str]) -> str:
    word = value.scalar or ""
    if word not in words:
        raise value.error(either(words))
    return word


@described(lambda words: {"enum": [*words()]})
def _late_choice(value: Value, *, words: Callable[[], Sequence[str]]) -> str:
    return _choice(value, words=words())


def either(words: Sequence[str]) -> str:
    """Join words: `a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def many(kind: Kind) -> Callable[[Value], tuple[Any, ...]]:
    """Return a kind for a list of values, or a single one; duplicates are removed."""
    return partial(_members, kind=kind)


@described(lambda kind: one_or_many(describe(kind)))
def _members(value: Value, *, kind: Kind) -> tuple[Any, ...]:
    try:
        return tuple(dict.fromkeys(kind(item) for item in value.items() if not item.is_empty))
    except InputError as error:
        if value.scalar is None or "," not in value.scalar:
            raise
        words = [word.strip() for word in value.scalar.split(",")]
        raise value.error(f"{error.expected}; several in brackets: `[{', '.join(words)}]`") from None


def mapping_of(kind: Kind) -> Callable[[Value], dict[str, Any]]:
    """Return a kind for a mapping with any keys."""
    return partial(_named_members, kind=kind)


@described(lambda kind: {"type": "object", "additionalProperties": describe(kind)})
def _named_members(value: Value, *, kind: Kind) -> dict[str, Any]:
    if not value.is_mapping:
        raise value.error("names with values")
    return {name: kind(member) for name, member in value.members().items()}


@described(text_like(r"[A-Za-z]+/[A-Za-z0-9.+-]+"))
def media_type(value: Value) -> str:
    """Read a media type without parameters."""
    found = (value.scalar or "").lower()
    if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", found):
        raise value.error("a MIME type such as image/jpeg")
    return found


@described(text_like(r"[^\s@<>]+@[^\s@<>]+"))
def email(value: Value) -> str:
    """Read an e-mail address (RFC 4287, section 3.2.3)."""
    found = value.scalar or ""
    if not is_email(found):
        raise value.error("an address such as ann@example.org")
    return found


def is_email(found: str) -> bool:
    """Tell whether this has the form of an e-mail address."""
    return re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", found) is not None


PERSON = {"name": Field(text), "email": Field(email), "url": Field(url)}


@described(lambda: any_of(TEXT, mapping(PERSON, "name")))
def person(value: Value) -> Person:
    """Read a name, or a mapping with name, email and url."""
    if not value.is_mapping:
        return Person(text(value))
    found = read_mapping(value, PERSON)
    if "name" not in found:
        raise value.error("a `name`", found="none")
    return Person(**found)


@described(lambda: one_or_many(describe(person)))
def people(value: Value) -> tuple[Person, ...]:
    """Read a person, or a list of persons."""
    return tuple(person(item) for item in value.items() if not item.is_empty)
