"""Read the values of keys that are dates, as a tree's generator reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Any

from feedwright.patterns import lazy
from feedwright.schema import Noted, Value
from feedwright.sources import systems
from feedwright.sources.dates import DateError, first_day, parse_date, read_by_javascript, read_by_ruby

_WRITTEN = r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
_STAMP = lazy(_WRITTEN, re.ASCII)
"""A date and time in YAML 1.1 without a zone."""
_STAMP_AND_OFFSET = lazy(rf"{_WRITTEN}[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?)", re.ASCII)


def reader(zone: tzinfo, day_first: bool | None, in_force: tuple[str, ...]) -> Callable[[Value], Any]:
    """Return what reads a value as a moment, or as a `Noted` one if that is not quite what is written."""
    stamps_are_utc = systems.stamps_are_utc(in_force)
    utc_is_local = systems.reads_utc_as_local(in_force)

    def date(value: Value) -> Any:
        text = value.scalar or ""
        is_stamp = stamps_are_utc and not value.is_quoted and _STAMP.fullmatch(text)
        try:
            moment = parse_date(text, UTC if is_stamp else zone, day_first=day_first)
        except DateError as error:
            taken, reason = _as_generator(text, in_force), ", as its generator does"
            if taken is None and systems.month_first(in_force):
                # These take the day on which they run.
                taken, reason = first_day(text), ""
            if taken is None:
                raise value.error(error.expected) from None
            note = value.error(error.expected).as_note(f"taken as {taken}{reason}")
            return Noted(parse_date(taken, zone, day_first=day_first), (note,))
        if utc_is_local and not value.is_quoted and _STAMP_AND_OFFSET.fullmatch(text):
            moment = moment.astimezone(UTC).replace(tzinfo=zone)
        return moment

    return date


def _as_generator(text: str, in_force: tuple[str, ...]) -> str | None:
    """What the generator takes of a date that is not quite one."""
    taken = read_by_javascript(text) if systems.rolls_days_over(in_force) else None
    if taken is None and systems.counts_days_on(in_force):
        taken = read_by_ruby(text)
    return taken
