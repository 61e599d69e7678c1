"""Dates as feeds have them: UTC, whole seconds, in the words of no locale."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime


def rfc3339(moment: datetime) -> str:
    """`2022-03-18T14:30:00Z`: with offsets or fractions some readers go wrong by hours."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def rfc822(moment: datetime) -> str:
    """`Fri, 18 Mar 2022 14:30:00 GMT`, with the four-digit year that RSS 2.0 prefers."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)
