"""Parse dates strictly, as each format defines them: what only some readers understand is a fault."""

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
    r"(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?"
    r"(?P<day>[0-9]{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>[0-9]+)"
    r" (?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r" (?:(?P<zone>[A-Z]{1,3})|(?P<sign>[+-])(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2}))"
)
# RFC 822, section 5.1. Of the one-letter military zones only Z: RFC 2822 found others used with both signs.
_ZONES = {
    "UT": 0, "GMT": 0, "Z": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip


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
    """Parse `Fri, 18 Mar 2022 14:30:00 GMT`: RFC 822 with the four-digit year that RSS 2.0 prefers."""
    match = _RFC822.fullmatch(text.value)
    if match is None:
        return _fault(text, "it is not of the form Fri, 18 Mar 2022 14:30:00 GMT")
    part = match.groupdict()
    if len(part["year"]) != 4:
        return _fault(text, "its year does not have four digits")
    if part["month"] not in MONTHS:
        return _fault(text, f"there is no month {part['month']}")
    if part["zone"] and part["zone"] not in _ZONES:
        return _fault(text, f"{part['zone']} is not a time zone of RFC 822")
    month = MONTHS.index(part["month"]) + 1
    numbers = [
        int(part["year"]),
        month,
        *(int(part[name] or 0) for name in ("day", "hour", "minute", "second")),
    ]
    if part["zone"]:
        offset = timedelta(hours=_ZONES[part["zone"]])
    else:
        offset = _offset(part["sign"], part["hours"], part["minutes"])
    return _date(text, numbers, offset, part["weekday"])


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timedelta:
    if not sign:
        return timedelta()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -offset if sign == "-" else offset


def _date(text: Text, numbers: list[int], offset: timedelta, weekday: str | None = None) -> Date:
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
    return Date(text.value, text.place, moment)


def _fault(text: Text, fault: str) -> Date:
    return Date(text.value, text.place, fault=fault)
