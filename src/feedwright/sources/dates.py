"""Parse dates as people write them. Ambiguous dates are refused; clock and locale are never used."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feedwright.patterns import lazy

EXAMPLE = "a date such as 2022-03-18, 2022-03-18 14:30 or 2022-03-18T14:30:00+01:00"

_IN_ORDER = lazy(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{1,2}))?(?!\d)")
_NUMERIC = lazy(r"(\d{1,2})([/.-])(\d{1,2})\2\d{4}\b")
_SHORT_YEAR = lazy(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d\d)(?!\d)")
_YEAR = lazy(r"(?<!\d)[12]\d{3}(?!\d)|(?<!\d)[12]\d{7}(?:\d{4})?(?!\d)")
_DASHES = lazy(r"(\d)[\u2010-\u2015\u2212](\d{1,2})[\u2010-\u2015\u2212](\d)")
"""Word processors make dashes of hyphens."""
_POINTED = lazy(r"(?<=[\s,])([01]?\d|2[0-3])\.([0-5]\d)(?=\s*(?:Uhr|h|hrs?|klo)?\.?\s*\Z)")
"""A time with a point, as in German, Italian and Finnish: 10.30."""
_TIME = lazy(r"(?<![+\-\d:.])\d{1,2}:\d{2}(?!\d)")
_NAMED_ZONE = lazy(r"\d\s+[A-Z][A-Za-z_]+(?:/[A-Za-z_/]+)?\Z")
_OFFSET_AND_NAME = lazy(r"([+-]\d{2}:?\d{2})\s+(?:[A-Z]{2,5}|\([^()]{2,60}\))\s*\Z")
"""An offset and the name of its zone, as Go and browsers write it."""
_IANA_ZONE = lazy(
    r"(?<=\d|[Zz])(?:\s*\[!?([A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_-]+){0,2})\](?:\[[^\[\]]{1,60}\]){0,5}"
    r"|\s+([A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_-]+){1,2}))\s*\Z"
)
"""The name of a zone at the end, as RFC 9557 and JavaScript's Temporal write it, or without brackets."""
_YEAR_AGAIN = lazy(r"\A((\d{4})-\d\d-\d\d \d\d:\d\d:\d\d) \2(?= [+-]\d\d:?\d\d\Z)")
_LEAP_SECOND = lazy(r"(:\d\d):60(?!\d)")
_OFFSET_OF_UTC = lazy(r"(?<![A-Za-z])(?:GMT|UTC?|Z)\s?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE)
"""`GMT+2` is ahead of Greenwich. dateutil reads it as a POSIX zone, whose signs are reversed."""
_OFFSET_OF_OTHERS = lazy(r"[:\d]\s?[A-Za-z]{3,5}[+-]\d{1,2}(?!\d*[-/])")
"""`EST+5` is ambiguous."""

# RFC 5322, section 4.3, then names that mean the same offset wherever news is written in that language.
# Others differ between countries (IST: Dublin, Jerusalem, Delhi; BST; AST), so authors must write the offset.
ZONE_HOURS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AKST": -9, "AKDT": -8, "HST": -10, "NST": -3.5, "NDT": -2.5,
    "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "BRT": -3, "ART": -3, "CAT": 2, "EAT": 3, "SAST": 2, "WAT": 1, "PKT": 5,
    "HKT": 8, "JST": 9, "KST": 9, "AWST": 8, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13,
}  # fmt: skip
ZONES_BY_SEASON = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip
"""Names of zones that mean standard time in winter and daylight time in summer -> their IANA names."""
_EPOCH = lazy(r"\d{9,10}|(\d{10})\d{3}")
"""Seconds since 1970, or milliseconds; a compact date has 8, 12 or 14 digits."""


_WORDS_BESIDE = lazy(r"[\s,.;|·•-]*(?:[^\W\d_]+\.?[\s,.;|·•-]*){0,2}")
"""What may stand beside a date: a weekday, the word for a year, signs."""
_FARTHEST = timedelta(hours=14)
"""No zone is farther from UTC."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_STANDARD_TIME = 1973
"""Since this year, all offsets are whole minutes (Liberia was the last to change)."""


class DateError(ValueError):
    """The text is not a date, or an ambiguous one; `expected` says what would be right."""

    def __init__(self, expected: str = EXAMPLE) -> None:
        super().__init__(expected)
        self.expected = expected


def parse_date(text: str, zone: tzinfo, *, day_first: bool | None = None) -> datetime:
    """Parse a date; the result is in whole seconds and has a zone.

    Args:
        text: in ISO 8601, or as people write dates in several languages.
        zone: that of a text without one; a date without a time means midnight there.
        day_first: whether 03/04/2022 is in April; None refuses such dates.

    Raises:
        DateError: if it is not a date, is incomplete, or is ambiguous.
    """
    try:
        # Python reads `10.30` as a tenth of an hour.
        is_iso = "." not in text or not _POINTED.search(text)
        moment = datetime.fromisoformat(text) if is_iso else _parse_freely(text, day_first)
    except ValueError:
        moment = _parse_freely(text, day_first)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    if moment.year < _STANDARD_TIME and (moment.utcoffset() or timedelta()).total_seconds() % 60:
        # Old local times have offsets with seconds, which not every date format can express.
        moment = moment.astimezone(UTC)
    year = moment.year if moment.year != 1000 else moment.astimezone(UTC).year
    if not 1000 <= year <= 9998:
        # RSS 2.0 requires four-digit years, also after conversion to UTC.
        raise DateError("a year from 1000 to 9998")
    return moment.replace(microsecond=0) if moment.microsecond else moment


def _parse_freely(text: str, day_first: bool | None) -> datetime:
    if epoch := _EPOCH.fullmatch(text.strip()):
        return datetime.fromtimestamp(int(epoch[1] or epoch[0]), UTC)
    if zone := _IANA_ZONE.search(text):
        return _in_zone(text[: zone.start()], zone[1] or zone[2], day_first)
    from feedwright.sources.date_words import in_english

    if not text.isascii():
        text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    text = _DASHES.sub(r"\1-\2-\3", text.strip("\u201c\u201d\u201e\u2018\u2019\"' "))
    if _YEAR.search(text):
        text = _POINTED.sub(r"\1:\2", text)
    if len(_TIME.findall(text)) > 1:
        raise DateError("one time; an offset has a sign, such as +01:00")
    text = _YEAR_AGAIN.sub(r"\1", text)
    text = _LEAP_SECOND.sub(r"\1:59", text)
    text = _OFFSET_OF_UTC.sub(_offset, _OFFSET_AND_NAME.sub(r"\1", text))
    if _OFFSET_OF_OTHERS.search(text):
        raise DateError("an offset such as +01:00 instead of a zone's name")
    try:
        return _parse_with_dateutil(in_english(text), day_first)
    except DateError as error:
        found = _in_words(text)
        if found is None and error.expected == EXAMPLE and _TIME.search(text) and _NAMED_ZONE.search(text):
            raise DateError("an offset such as +01:00 instead of a zone's name") from None
        if found is None:
            raise error from None
        return found


def _in_zone(text: str, name: str, day_first: bool | None) -> datetime:
    """A date in the zone of this name, or at the offset that stands before it."""
    try:
        return parse_date(text, ZoneInfo(name), day_first=day_first)
    except DateError:
        raise
    except (ZoneInfoNotFoundError, ValueError):
        raise DateError("an offset such as +01:00 instead of a zone's name") from None


def _in_words(text: str) -> datetime | None:
    """The only complete date in a text of any language (`18 марта 2022`), beside at most two words."""
    from feedwright.sources.dates_in_text import dates_in

    dates = list(dates_in(text)) if _YEAR.search(text) else []
    if len(dates) != 1 or dates[0].is_ambiguous or dates[0].unknown_zone:
        return None
    if not any(map(str.isalpha, text[dates[0].start : dates[0].end])):
        # Numbers alone are dateutil's matter, and what that refuses is not clear.
        return None
    rest = text[: dates[0].start] + " " + text[dates[0].end :]
    return dates[0].moment if _WORDS_BESIDE.fullmatch(rest) else None


def _with_long_year(found: re.Match[str]) -> str:
    """A date with the century of its year, as POSIX has it: 69 is 1969, and 68 is 2068."""
    day, sign, month, year = found.groups()
    return f"{day}{sign}{month}{sign}{'19' if int(year) >= 69 else '20'}{year}"


def _parse_with_dateutil(text: str, day_first: bool | None) -> datetime:
    if day_first is not None:
        text = _SHORT_YEAR.sub(_with_long_year, text, count=1) if _SHORT_YEAR.match(text) else text
    if _YEAR.search(text) is None:
        # dateutil would use the current year or century.
        raise DateError
    numeric = _NUMERIC.search(text)
    # If the year comes first, or the month has a name, the order of day and month is clear.
    day_first = numeric is not None and _is_day_first(int(numeric[1]), int(numeric[3]), day_first)
    from dateutil.parser import ParserError, parse

    try:
        # Missing parts come from `default`, so different results show that a part was missing.
        first, second = (
            parse(text, dayfirst=day_first, default=default, tzinfos=_zone)
            for default in (datetime(2001, 1, 1), datetime(2002, 2, 2))
        )
    except DateError:
        raise
    except (ParserError, OverflowError, ValueError, TypeError):
        raise DateError(_impossible(text) or EXAMPLE) from None
    if first != second:
        raise DateError("a date with day, month and year such as 2022-03-18")
    if not _says_day(first, text):
        raise DateError
    return first


def _says_day(moment: datetime, text: str) -> bool:
    """Whether a text has the day that dateutil read; it may take `Nov-18` for an offset of 18 hours."""
    offset = moment.utcoffset() or timedelta()
    numbers = re.findall(r"\d+", text)
    has_day = moment.day in map(int, (number for number in numbers if len(number) <= 2))
    return abs(offset) <= _FARTHEST and (has_day or any(len(number) > 4 for number in numbers))


def _impossible(text: str) -> str | None:
    """Say what is wrong with numbers in the order of ISO 8601 that no calendar or clock has."""
    numbers = _IN_ORDER.match(text)
    if numbers is None:
        return None
    year, month, day, hour, minute = (int(number or 0) for number in numbers.groups())
    if not 1 <= month <= 12:
        return "a month from 1 to 12, after the year"
    last = monthrange(year, month)[1] if year else 31
    if not 1 <= day <= last:
        return f"a day from 1 to {last}: {_MONTHS[month - 1]} {year} has {last} days"
    if hour > 23:
        return "an hour from 0 to 23"
    return "minutes from 0 to 59" if minute > 59 else None


def _offset(written: re.Match[str]) -> str:
    return f"{written[1]}{written[2]:0>2}:{written[3] or '00'}"


def _is_day_first(first: int, second: int, day_first: bool | None) -> bool:
    if first > 12:
        return True
    if second > 12:
        return False
    if day_first is None and first != second:
        raise DateError("an unambiguous date such as 2022-03-18 (or `day_first` in config.yaml)")
    return bool(day_first)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    if name in ZONES_BY_SEASON:
        return ZoneInfo(ZONES_BY_SEASON[name])
    if name not in ZONE_HOURS:
        raise DateError("an offset such as +01:00 instead of a zone's name")
    return timezone(timedelta(hours=ZONE_HOURS[name]))


_IN_JAVASCRIPT = lazy(
    r"(\d{4})([-/])0*(\d{1,2})\2 ?0*(\d{1,2})((?:[T ]\s*\d{1,2}:\d{1,2}(?::\d{1,2})?)?)(?::\d{1,3})?"
)
_NO_DAY = lazy(r"(\d{4})-(\d\d)-(29|30|31)(?!\d)")


def read_by_javascript(text: str) -> str | None:
    """What `new Date` takes of a date that is not quite one; None if that is nothing.

    Of `2023-04-31`, that is `2023-05-01`. Zeros in front do not count (`2023-010-10`), and milliseconds may
    stand behind a colon.
    """
    if found := _IN_JAVASCRIPT.fullmatch(text.strip()):
        text = f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}{found[5]}"
        with suppress(DateError):
            parse_date(text, UTC)
            return text
    found = _NO_DAY.match(text)
    if found is None or not 1 <= int(found[2]) <= 12 or not int(found[1]):
        return None
    day = datetime(int(found[1]), int(found[2]), 1) + timedelta(days=int(found[3]) - 1)
    return f"{day:%Y-%m-%d}{text[found.end() :]}"


_IN_RUBY = lazy(
    r"\s*(?P<year>\d{4})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)(?!\d)(?P<rest>.*)"
    r"|\s*(?P<first>\d\d?)([-/.])(?P<second>\d\d?)\7(?P<last>\d{4})(?!\d)(?P<after>.*)",
    re.DOTALL,
)
_TIME_IN_RUBY = lazy(r"[^\d:]*?(\d\d?):(\d\d?)(:\d\d)?(?![:\d])\s*([+-]\d\d:?\d\d(?!\d))?")


def read_by_ruby(text: str) -> str | None:
    """What Ruby's `Time.parse` takes of a date that is not quite one; None if that is nothing.

    The day comes before the month, 31 April is 1 May, and what it does not understand does not count:
    neither a time (`18::48`) nor an offset (`-500`).
    """
    found = _IN_RUBY.match(text)
    if found is None:
        return None
    year, month, day = (int(found[one] or found[other]) for one, other in _PARTS)
    if not 1 <= month <= 12 or not 1 <= day <= 31 or not year:
        return None
    date = datetime(year, month, 1) + timedelta(days=day - 1)
    time = _TIME_IN_RUBY.match(found["rest"] or found["after"] or "")
    if time is None:
        return f"{date:%Y-%m-%d}"
    is_time = int(time[1]) < 24 and int(time[2]) < 60 and int((time[3] or ":0")[1:]) < 60
    said = f"T{time[1]:0>2}:{time[2]:0>2}{time[3] or ''}{time[4] or ''}"
    return f"{date:%Y-%m-%d}{said}" if is_time else None


_PARTS = (("year", "last"), ("month", "second"), ("day", "first"))


_WITHOUT_DAY = lazy(
    r"\s*(?:(?:(?P<name>[A-Za-z]{3})[a-z]{0,6}\.?,?\s+)?(\d{4})|(\d{4})[-/.](?P<number>\d\d?))\s*"
)


def first_day(text: str) -> str | None:
    """The first day of a month or year (`Oct 1959`, `1959-10`, `1959`); None if the text is neither."""
    from feedwright.sources.date_words import in_english

    found = _WITHOUT_DAY.fullmatch(in_english(text))
    if found is None:
        return None
    names = [month[:3].lower() for month in _MONTHS]
    if found["name"]:
        month = names.index(found["name"].lower()) + 1 if found["name"].lower() in names else 0
    else:
        month = int(found["number"] or 1)
    return f"{found[2] or found[3]}-{month:02}-01" if 1 <= month <= 12 else None
