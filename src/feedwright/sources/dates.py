"""Dates as people write them, each with one meaning: no guessing, no clock, no locale of the machine."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateutil.parser import parserinfo

EXAMPLE = "an ISO 8601 date such as 2022-03-18 or 2022-03-18T14:30:00+01:00"

_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2\d{4}\b")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)|(?<!\d)[12]\d{7}(?!\d)")

# RFC 5322, section 4.3, and the names that mean UTC. Other zone names mean different things in
# different countries (CST: Chicago or Shanghai), so an author must write the offset.
_ZONE_HOURS = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0}
_ZONE_HOURS |= {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}

# dateutil reads English; other languages are data. Abbreviations are told apart by their dots.
_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_ABBREVIATED = {"ene": 1, "abr": 4, "ago": 8, "set": 9, "setiembre": 9, "dic": 12}
_FILLERS = re.compile(r"[|·•]|(?<!\w)(?:del?|el|a las?|las|hrs?|hs|h|lunes|martes|mi[ée]rcoles|jueves|viernes"
                      r"|s[áa]bado|domingo)(?!\w)\.?", re.IGNORECASE)  # fmt: skip
_HALF_OF_DAY = re.compile(r"(?<=[\d\s])([ap])\.?\s?m\b\.?", re.IGNORECASE)


class DateError(ValueError):
    """No date, or not just one: `expected` says what would be right."""

    def __init__(self, expected: str = EXAMPLE) -> None:
        super().__init__(expected)
        self.expected = expected


def parse_date(text: str, zone: tzinfo, *, day_first: bool | None = None) -> datetime:
    """The moment that `text` names, in whole seconds, with its zone.

    Without a zone in the text it is `zone`; a date alone means midnight there. `day_first` says
    how 03/04/2022 is meant; None makes such a date an error. Raises DateError.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _parse_freely(text, day_first)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if not 1000 <= moment.year <= 9998 or moment.astimezone(UTC).year < 1000:
        # Feeds have four-digit years (RSS 2.0), in UTC whatever the offset.
        raise DateError("a year from 1000 to 9998")
    return moment.replace(microsecond=0)


def _parse_freely(text: str, day_first: bool | None) -> datetime:
    if _YEAR.search(text) is None:
        # dateutil would take the year, or the century, from the clock.
        raise DateError
    numeric = _NUMERIC.search(text)
    # Where the year comes first, or the month has a name, there is nothing to decide.
    day_first = numeric is not None and _is_day_first(int(numeric[1]), int(numeric[3]), day_first)
    from dateutil.parser import ParserError, parse

    plain = _HALF_OF_DAY.sub(r"\1m", _FILLERS.sub(" ", text))
    try:
        # What the text does not say comes from `default`: two of them show whether a part of the
        # date was missing.
        first, second = (
            parse(plain, _months(), dayfirst=day_first, default=default, tzinfos=_zone)
            for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))
        )
    except DateError:
        raise
    except (ParserError, OverflowError, ValueError, TypeError):
        raise DateError from None
    if first != second:
        raise DateError("a date with day, month and year such as 2022-03-18")
    return first


def _is_day_first(first: int, second: int, day_first: bool | None) -> bool:
    if first > 12:
        return True
    if second > 12:
        return False
    if day_first is None and first != second:
        raise DateError("a date with one meaning such as 2022-03-18 (or `day_first` in config.yaml)")
    return bool(day_first)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name not in _ZONE_HOURS:
        raise DateError("an offset such as +01:00 instead of a zone's name")
    return timezone(timedelta(hours=_ZONE_HOURS[name]))


@lru_cache(maxsize=1)
def _months() -> parserinfo:
    from dateutil.parser import parserinfo

    class Months(parserinfo):
        MONTHS = [  # noqa: RUF012 - as its base class has it
            (*english, *(names.split()[number] for names in _MONTHS.values()), *(
                short for short, month in _ABBREVIATED.items() if month == number + 1
            ))
            for number, english in enumerate(parserinfo.MONTHS)
        ]  # fmt: skip

    return Months()
