"""Collect the dates on a page that may be the article's, with their sources and positions."""

from __future__ import annotations

import datetime as calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone

from msgspec import Struct
from msgspec.structs import replace

from feedwright.sources.dates import DateError, parse_date
from feedwright.sources.dates_in_text import DateInText, dates_in
from feedwright.sources.web_page.metadata import MetadataDate
from feedwright.sources.web_page.positions import Positions

_MAX_LENGTH = 300
"""Characters of a text that are searched for dates."""
_MAX_VISIBLE = 100
"""The most visible dates that are considered; later ones belong to comments and other articles."""
_RUNNING_TEXT = 100
"""A block of the story with more characters is running text, where dates tell when something happened."""
_AFTER_DATELINE = re.compile(r"\s*[)\]]?\s*(?:[(:–—|-]|$)")
"""What follows a date at the beginning of running text: "TOLM, March 4, 2026 –"."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_MAX_START = 12  # characters before a date that is written for machines
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(?:\d\d){1,2}(?!\d)")
_DIGIT = re.compile(r"\d")
_AM_PM = re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
_MONTH_FIRST = frozenset(["en", "en-us", "es-us", "en-ph", "fil"])
"""Languages, some with a region, that write the month first. A page with `en` alone is usually from the
United States."""
_ZONE_OF_LANGUAGE = {"ja": 9, "ko": 9, "th": 7, "vi": 7}
"""Languages of a single country with a single time zone, and its hours from UTC."""
_EASTERNMOST, _WESTERNMOST = 14, -12  # hours from UTC


class DateCandidate(Struct, frozen=True):
    """A date with its source, such as "linked published" (JSON-LD) or "line" (visible text).

    `at` is the index of the block that shows the date, or -1 for a date in metadata. `near` says whether that
    block is between headline and story, or shortly above the headline.
    """

    source: str
    date: DateInText
    written: str
    at: int = -1
    near: bool = False

    @property
    def iso(self) -> str:
        """The date in ISO 8601, with time and offset if they are known."""
        moment = self.date.moment
        return moment.isoformat(timespec="minutes") if moment.tzinfo else self.date.iso

    @property
    def days(self) -> frozenset[calendar.date]:
        """The day in the zone as written, and the day in UTC."""
        moment = self.date.moment
        if not self.date.has_time or moment.tzinfo is None:
            return frozenset([moment.date()])
        return frozenset([moment.date(), moment.astimezone(UTC).date()])


class DateCandidates(Struct, frozen=True):
    """All candidates of a page.

    `month_first` says how ambiguous dates were read. `unsure`: only the page's language suggests it.
    """

    candidates: tuple[DateCandidate, ...]
    month_first: bool = False
    unsure: bool = False


def collect_dates(
    metadata_dates: Iterable[MetadataDate],
    positions: Positions | None,
    language: str | None,
    day_first: bool | None,
) -> DateCandidates:
    """Return all dates that may be the article's.

    Args:
        metadata_dates: dates from metadata, as written.
        positions: the page's blocks; None if the page has no story, so that visible dates do not count.
        language: the page's language, such as "en-us".
        day_first: whether 03/04/2026 is in April; if None, other dates of the page or its language decide.
    """
    found: list[DateCandidate] = []
    for one in metadata_dates:
        date = parse_metadata_date(one.written)
        if date is not None:
            found.append(DateCandidate(one.source, date, one.written))
    if positions is not None:
        found += _visible_dates(positions)
    if not found:
        return DateCandidates(())
    month_first, unsure = (not day_first, False) if day_first is not None else _month_first(found, language)
    zone = _ZONE_OF_LANGUAGE.get((language or "")[:2].casefold())
    resolved = [_in_zone(_with_order(one, month_first), zone) for one in found]
    shown = _visible_days(resolved)
    return DateCandidates(tuple(_in_visible_zone(one, shown) for one in resolved), month_first, unsure)


def parse_metadata_date(written: str) -> DateInText | None:
    """Parse a date from metadata; None if it is incomplete."""
    written = written.strip()
    try:
        moment = datetime.fromisoformat(written)
        has_time = len(written) > len("2026-03-04")
    except ValueError:
        found = dates_in(written[:_MAX_LENGTH])
        if found and found[0].start < _MAX_START:
            return found[0]
        try:
            moment, has_time = parse_date(written, UTC, day_first=True), True
        except DateError:
            return None
    return DateInText(0, len(written), moment, has_time) if _FIRST_YEAR < moment.year < _LAST_YEAR else None


def _visible_dates(positions: Positions) -> Iterator[DateCandidate]:
    """Yield the visible dates, in the order of the page."""
    count = 0
    for at, block in enumerate(positions.blocks):
        if at not in positions.attribute_dates and not _DIGIT.search(block.text, 0, _MAX_LENGTH):
            continue
        near, dates = positions.is_near(at), list(_dates_in_block(positions, at))
        if stamp := positions.attribute_dates.get(at):
            date = parse_metadata_date(stamp)
            if date is not None:
                label = next((one.label for one in dates if one.label), "")
                dates = [one for one in dates if one.has_time or one.moment.date() != date.moment.date()]
                count += 1
                yield DateCandidate("time", replace(date, label=label), stamp, at, near)
        for date in dates:
            count += 1
            yield DateCandidate("line", date, block.text[date.start : date.end], at, near)
        if count >= _MAX_VISIBLE:
            return


def _dates_in_block(positions: Positions, at: int) -> Iterator[DateInText]:
    """Yield the dates in a block; in running text, only one at its beginning counts."""
    text = positions.blocks[at].text
    if positions.is_kept(at) and len(text) > _RUNNING_TEXT:
        for date in dates_in(text[:_MAX_LENGTH]) if positions.is_near(at) else ():
            if date.end < _RUNNING_TEXT and (not date.start or _AFTER_DATELINE.match(text, date.end)):
                yield date
    elif len(text) <= _MAX_LENGTH:
        yield from dates_in(text)


def _month_first(found: Sequence[DateCandidate], language: str | None) -> tuple[bool, bool]:
    """Return whether 03/04/2026 is in March, and whether only the language of the page suggests it."""
    ambiguous = [one for one in found if one.date.is_ambiguous]
    if not ambiguous:
        return False, False
    votes = 0
    for one in found:
        numeric = _NUMERIC.search(one.written)
        if numeric and not one.date.is_ambiguous:
            votes += (int(numeric[3]) > 12) - (int(numeric[1]) > 12)
    days = {day for one in found if not one.date.is_ambiguous for day in one.days}
    for one in ambiguous:
        votes += _is_within_a_day(one.date.month_first, days) - _is_within_a_day(one.date, days)
    if votes:
        return votes > 0, False
    tag = (language or "").replace("_", "-").casefold()
    has_am_pm = not tag and any(_AM_PM.search(one.written) for one in ambiguous)
    return tag in _MONTH_FIRST or has_am_pm, True


def _is_within_a_day(one: DateInText, days: Iterable[calendar.date]) -> bool:
    """Whether a date is one of these days, or the day before or after one."""
    return any(abs((one.moment.date() - day).days) <= 1 for day in days)


def _with_order(one: DateCandidate, month_first: bool) -> DateCandidate:
    """Read an ambiguous date with the month first if `month_first`."""
    swap = month_first and one.date.is_ambiguous
    return replace(one, date=one.date.month_first) if swap else one


def _in_zone(one: DateCandidate, hours: int | None) -> DateCandidate:
    """Add the time zone of the page's language to a date without a zone."""
    if hours is None or one.date.moment.tzinfo is not None or one.date.unknown_zone:
        return one
    moment = one.date.moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    return replace(one, date=replace(one.date, moment=moment))


def _visible_days(found: Iterable[DateCandidate]) -> dict[calendar.date, datetime | None]:
    """Return the days that are visible near the headline, each with its local time if that is visible."""
    shown: dict[calendar.date, datetime | None] = {}
    for one in found:
        if one.near and one.source == "line":
            moment = one.date.moment
            shown[moment.date()] = moment if one.date.has_time else shown.get(moment.date())
    return shown


def _in_visible_zone(one: DateCandidate, shown: dict[calendar.date, datetime | None]) -> DateCandidate:
    """Convert an instant to a time zone in which it falls on the day that readers see.

    Many systems store UTC: metadata say 02:41 on the fifth, while the page shows the fourth.
    """
    moment = one.date.moment
    if not (shown and one.date.has_time and moment.tzinfo is not None) or one.days & shown.keys():
        return one
    for day, clock in shown.items():
        if abs((moment.date() - day).days) <= 1:
            hours = _offset_to_day(moment.astimezone(UTC), day, clock)
            if hours is not None:
                local = moment.astimezone(timezone(timedelta(hours=hours)))
                return replace(one, date=replace(one.date, moment=local))
    return one


def _offset_to_day(utc: datetime, day: calendar.date, clock: datetime | None) -> float | None:
    """Return an offset from UTC, in hours, at which the date is `day`: the one that makes the time `clock`.

    Without such an offset, it is the smallest that fits. None if no time zone fits.
    """
    if clock is not None:
        quarters = round((clock.replace(tzinfo=UTC) - utc) / timedelta(minutes=15))
        if _WESTERNMOST * 4 <= quarters <= _EASTERNMOST * 4:
            return quarters / 4
    later = (datetime.combine(day, datetime.min.time(), UTC) - utc) / timedelta(hours=1)
    hours = float(-int(-later // 1)) if later > 0 else float((later + 24) // 1)
    if later <= 0 and hours == later + 24:
        hours -= 1
    return hours if _WESTERNMOST <= hours <= _EASTERNMOST else None
