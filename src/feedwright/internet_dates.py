"""Dates as internet formats write them: in UTC, in whole seconds, in English whatever the locale."""

from __future__ import annotations

from datetime import UTC, datetime

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rfc3339(moment: datetime) -> str:
    """Format as `2022-03-18T14:30:00Z`: offsets and fractions make some feed readers wrong by hours."""
    return moment.astimezone(UTC).isoformat()[:19] + "Z"


def rfc822(moment: datetime) -> str:
    """Format as `Fri, 18 Mar 2022 14:30:00 GMT`, with the four-digit year that RSS 2.0 prefers."""
    utc = moment.astimezone(UTC)
    text = utc.isoformat()
    return f"{WEEKDAYS[utc.weekday()]}, {text[8:10]} {MONTHS[utc.month - 1]} {text[:4]} {text[11:19]} GMT"
