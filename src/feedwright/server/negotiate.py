"""Parse request headers for conditional, range and negotiated requests (RFC 9110, sections 12 to 14)."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache

IDENTITY = "identity"

_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_ETAG = re.compile(r'(?:W/)?("[^"]*")')
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)
_CACHED = 512
"""Number of header values whose results are cached: pollers send the same few again and again."""


@lru_cache(maxsize=_CACHED)
def choose_coding(accept_encoding: str, offers: tuple[str, ...]) -> str:
    """Choose one of `offers`: by the client's quality values, then by the order of the offers.

    `identity` if none is acceptable, which RFC 9110 (12.5.3) prefers to an error.
    """
    qualities = _qualities(accept_encoding)
    others = qualities.get("*", 0.0)
    best, quality = IDENTITY, qualities.get(IDENTITY, others)
    for offer in reversed(offers):
        found = qualities.get(offer, others)
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


def matches(if_none_match: str, etag: str) -> bool:
    """Whether If-None-Match contains this ETag (weak comparison)."""
    return if_none_match == etag or if_none_match.strip() == "*" or etag in _ETAG.findall(if_none_match)


@lru_cache(maxsize=_CACHED)
def parse_http_date(date: str) -> float | None:
    """Parse an HTTP date to seconds since 1970; None if it is not a date."""
    try:
        found = parsedate_to_datetime(date)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def http_date(seconds: float) -> str:
    """Format a time as in Last-Modified; English in any locale."""
    return formatdate(seconds, usegmt=True)


def byte_range(header: str, length: int) -> slice | None:
    """The requested range of a file of `length` bytes; an empty slice if it has none of these bytes.

    None if the header must be ignored: another unit, a syntax error, or several ranges, which a server may
    refuse (RFC 9110, 14.2).
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


def range_applies(if_range: str | None, etag: str, last_modified: str | None) -> bool:
    """Whether the client's copy is this version, by ETag (strong comparison) or the exact date."""
    return if_range is None or if_range.strip() in (etag, last_modified)
