"""Dates as feeds have them: UTC, whole seconds, in the words of no locale."""

from __future__ import annotations

from datetime import UTC, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc3339(moment: datetime) -> str:
    """`2022-03-18T14:30:00Z`: with offsets or fractions some readers go wrong by hours."""
    return moment.astimezone(UTC).isoformat()[:19] + "Z"


def rfc822(moment: datetime) -> str:
    """`Fri, 18 Mar 2022 14:30:00 GMT`, with the four-digit year that RSS 2.0 prefers."""
    utc = moment.astimezone(UTC)
    text = utc.isoformat()
    return f"{_DAYS[utc.weekday()]}, {text[8:10]} {_MONTHS[utc.month - 1]} {text[:4]} {text[11:19]} GMT"
