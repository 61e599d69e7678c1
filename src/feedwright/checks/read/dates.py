"""Parse dates as each format defines them. What only some readers understand is noted as odd."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from feedwright.checks.document import Date, Text
from feedwright.internet_dates import MONTHS, WEEKDAYS

_RFC3339 = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_W3C = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2})))?)?)?"
)
_RFC822 = re.compile(
    r"(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun) ?, ?)?"
    r"(?P<day>[0-9]{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>[0-9]{4}|[0-9]{2})"
    r" (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r" (?:(?P<zone>[A-Z]{1,3})|(?P<sign>[+-])(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2}))",
    re.IGNORECASE,
)
# A comment of RFC 822, section 3.4.3, without comments in it; what follows a backslash is no parenthesis.
_COMMENT = re.compile(r"\((?:[^()\\]|\\.){0,1000}\)", re.DOTALL)
# RFC 822, section 5.1. Of the one-letter military zones only Z: RFC 2822 found others used with both signs.
_ZONES = {
    "UT": 0, "GMT": 0, "Z": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_MILITARY = frozenset("ABCDEFGHIKLMNOPQRSTUVWXY")
_MOST_NESTED = 20


def rfc3339(text: Text) -> Date:
    """Parse `2022-03-18T14:30:00Z`, with the capital letters that RFC 4287, section 3.3 requires."""
    match = _RFC3339.fullmatch(text.value)
    if match is None:
        return _fault(text, "it is not of the form 2022-03-18T14:30:00Z")
    *numbers, sign, hours, minutes = match.groups()
    return _date(text, [int(number) for number in numbers], _offset(sign, hours, minutes))


def w3c(text: Text) -> Date:
    """Parse a date of the W3C's profile of ISO 8601: `2022`, `2022-03`, `2022-03-18`, or with time, zone."""
    match = _W3C.fullmatch(text.value.strip())
    if match is None:
        return _fault(text, "it is not of the form 2022-03-18 or 2022-03-18T14:30:00Z")
    year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
    numbers = [int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)]
    return _date(text, numbers, _offset(sign, hours, minutes))


def rfc822(text: Text) -> Date:
    """Parse `Fri, 18 Mar 2022 14:30:00 GMT`: RFC 822 with the four-digit year that RSS 2.0 prefers.

    Other forms that RFC 822 allows are odd: comments, white space, years of two digits, military zones.
    """
    plain = " ".join(_without_comments(text.value).split())
    match = _RFC822.fullmatch(plain)
    if match is None:
        return _fault(text, "it is not of the form Fri, 18 Mar 2022 14:30:00 GMT")
    part = match.groupdict()
    month, zone = part["month"].capitalize(), (part["zone"] or "").upper()
    if month not in MONTHS:
        return _fault(text, f"there is no month {part['month']}")
    if zone and zone not in _ZONES and zone not in _MILITARY:
        return _fault(text, f"{part['zone']} is not a time zone of RFC 822")
    numbers = [
        _year(part["year"]),
        MONTHS.index(month) + 1,
        *(int(part[name] or 0) for name in ("day", "hour", "minute", "second")),
    ]
    if zone:
        offset = timedelta(hours=_ZONES.get(zone, 0))
    else:
        offset = _offset(part["sign"], part["hours"], part["minutes"])
    return _date(
        text, numbers, offset, (part["weekday"] or "").capitalize(), _oddity(text.value, plain, part)
    )


def _year(digits: str) -> int:
    """RFC 2822, section 4.3: two digits below 50 are years of this century."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _oddity(written: str, plain: str, part: dict[str, str | None]) -> str:
    """What readers other than mail programs may not understand in a date, or ""."""
    zone = part["zone"] or ""
    if "(" in written:
        return "it has a comment"
    if written.strip() != plain or re.search(r"\w ,|,\w", plain):
        return "it has white space in unusual places"
    if len(part["year"] or "") == 2:
        return "its year has two digits"
    if zone.upper() in _MILITARY:
        return f"{zone} is a military zone, which people have used with both signs"
    if (
        zone != zone.upper()
        or not (part["month"] or "").istitle()
        or not (part["weekday"] or "Mon").istitle()
    ):
        return "its letters are not in the usual case"
    return "" if (part["minutes"] or "00") in ("00", "15", "30", "45") else "no time zone has this offset"


def _without_comments(text: str) -> str:
    """Remove comments from the inside out."""
    if "(" not in text:
        return text
    for _ in range(_MOST_NESTED):
        shorter = _COMMENT.sub(" ", text)
        if shorter == text:
            break
        text = shorter
    return text


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timedelta:
    if not sign:
        return timedelta()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -offset if sign == "-" else offset


def _date(text: Text, numbers: list[int], offset: timedelta, weekday: str = "", oddity: str = "") -> Date:
    year, month, day, hour, minute, second = numbers
    try:
        # A leap second (60) is read as second 59, because datetime has none.
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(offset))
        moment = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return _fault(text, "there is no such date or time")
    if second > 60:
        return _fault(text, "there is no such date or time")
    if weekday and weekday != WEEKDAYS[local.weekday()]:
        return _fault(text, f"that day is a {WEEKDAYS[local.weekday()]}, not a {weekday}")
    return Date(text.value, text.place, moment, oddity=oddity)


def _fault(text: Text, fault: str) -> Date:
    return Date(text.value, text.place, fault=fault)
