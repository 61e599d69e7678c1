"""What a request's headers ask for (RFC 9110, sections 12 to 14). Pure functions of their text."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache

IDENTITY = "identity"

_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_ETAG = re.compile(r'(?:W/)?("[^"]*")')
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)
_HELD = 512
"""Header values whose meaning is kept: pollers send the same few again and again."""


@lru_cache(maxsize=_HELD)
def coding(accept_encoding: str, offers: tuple[str, ...]) -> str:
    """Which of the `offers` to send: the client's quality decides, then the order of the offers.

    `identity` where nothing is acceptable: RFC 9110 (12.5.3) prefers that to an error.
    """
    asked = _qualities(accept_encoding)
    others = asked.get("*", 0.0)
    best, quality = IDENTITY, asked.get(IDENTITY, others)
    for offer in reversed(offers):
        found = asked.get(offer, others)
        if found > 0 and found >= quality:
            best, quality = offer, found
    return best


def _qualities(accept_encoding: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for member in accept_encoding.split(","):
        name, *parameters = member.split(";")
        match = _QUALITY.fullmatch(parameters[0].strip()) if parameters else None
        if parameters and match is None:
            continue
        found[name.strip().lower().removeprefix("x-")] = float(match[1]) if match else 1.0
    return found


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the client has this representation (weak comparison, as If-None-Match asks for)."""
    return if_none_match == etag or if_none_match.strip() == "*" or etag in _ETAG.findall(if_none_match)


@lru_cache(maxsize=_HELD)
def moment(date: str) -> float | None:
    """An HTTP date as seconds since the epoch; None where it is none."""
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def http_date(seconds: float) -> str:
    """The form that Last-Modified has, in English on every machine."""
    return formatdate(seconds, usegmt=True)


def byte_range(header: str, length: int) -> slice | None:
    """The one range that is asked for; an empty slice where no byte of it exists.

    None where the header has to be ignored: another unit, nonsense, or several ranges, which
    nobody needs of a sound file and which a server may refuse (RFC 9110, 14.2).
    """
    match = _RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        count = min(int(match[2]), length)
        return slice(length - count, length)
    first, last = int(match[1]), int(match[2] or length)
    if last < first and match[2]:
        return None
    return slice(first, min(last + 1, length)) if first < length else slice(0, 0)


def may_continue(if_range: str | None, etag: str, last_modified: str | None) -> bool:
    """Whether a part fits to what the client has: strong comparison, or the very date it was given."""
    return if_range is None or if_range.strip() in (etag, last_modified)
