"""Find dates in a line of text, in any language: "Von Ann Lee, 4. März 2026, 14.30 Uhr".

Only complete dates count, with day, month and year. Clock and locale are never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from feedwright.sources.calendar_words import month, seconds_ago
from feedwright.sources.date_labels import PUBLISHED, UPDATED
from feedwright.sources.dates import ZONE_HOURS, ZONES_BY_SEASON
from feedwright.sources.folding import fold


class DateInText(Struct, frozen=True):
    """A date in a line, from `start` to `end`.

    Attributes:
        moment: has a zone only if the text has one; a date without a time is midnight.
        has_time: whether the text has a time.
        is_ambiguous: day and month could be swapped (03/04/2026); `moment` has the day first.
        label: "published" or "updated", from the words around the date; else "".
        unknown_zone: the name of a zone that is unknown or ambiguous.
    """

    start: int
    end: int
    moment: datetime
    has_time: bool = False
    is_ambiguous: bool = False
    label: str = ""  # "published", "updated"
    unknown_zone: str = ""

    @property
    def iso(self) -> str:
        """The date in ISO 8601, with time and offset if the text has them."""
        return self.moment.isoformat(timespec="minutes") if self.has_time else f"{self.moment:%Y-%m-%d}"

    @property
    def month_first(self) -> DateInText:
        """The same date, if it is ambiguous, with the month before the day."""
        swapped = self.moment.replace(month=self.moment.day, day=self.moment.month)
        return DateInText(self.start, self.end, swapped, self.has_time, True, self.label, self.unknown_zone)


# The time, or the date again, may follow without a blank: "2. Februar 20262. Februar 202610:32".
_YEAR = r"(?P<y>(?:19|20|25)\d\d)(?!\d(?!\d?(?:\.?\s[^\W\d_]|:\d\d)))"
_DAY = r"(?:(?<![\d.:,])|(?<=[^\d]20\d\d))(?P<d>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th|ro|er|a|:a|-?(?:го|е|ше))?\b"
_WORD = r"(?P<w>[^\W\d_][^\s\d.,/()|:;\[\]+-]{1,24}(?:[ _](?:الثاني|الاول))?)"
_ANY_DATE = re.compile(r"(?:19|20|25)\d\d|\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d|\d-[^\W\d_]{3,9}-\d\d")

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?<!\d){_YEAR}(?P<p>[-/.·])\s?(?P<m>\d{{1,2}})(?P=p)\s?(?P<d>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日號号일]?",
        rf"{_DAY}(?:\s+de)?\s+(?:thang|thg)\s+(?P<m>\d{{1,2}}),?(?:\s+nam)?\s+{_YEAR}",
        rf"{_DAY}{_ORDINAL}(?P<p>[.º°ª]?)[\s.,/-]*(?:(?:de|del|of|di|an|ta')\s+|d')?{_WORD}"
        rf"(?:\s?/\s?[^\W\d_]+)?\.?(?:\s+(?:de|del|of|ng)\s+|[\s.,/'-]*){_YEAR}",
        rf"{_DAY}-(?P<w>[^\W\d_]{{3,9}})-(?P<yy>\d\d)(?!\d)",
        rf"{_WORD}\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s*,\s*|\s+(?:de\s+|del\s+)?){_YEAR}",
        rf"(?<!\d){_YEAR}(?:\s?(?:m|g|gada|г)\b)?[\s.,-]*{_WORD}\.?[\s-]*(?P<d>\d{{1,2}})(?![\d:])",
        rf"(?<![\d./-])(?P<d>\d{{1,2}})\s?(?P<p>[-/.·|])\s?(?P<m>\d{{1,2}})\s?(?P=p)\s?(?:{_YEAR}(?!:\d\d)|(?P<yy>\d\d)(?:(?![\d./-])|(?=\d\d?:\d\d)))",
    )
)

_OFFSET = r"(?:gmt|utc)?\s?[+-]\d{1,2}(?::?\d\d)?"
_ZONES = {name.lower(): hours for name, hours in ZONE_HOURS.items()}
_KNOWN_ZONE = "|".join(sorted((name for name in _ZONES if len(name) > 2), reverse=True))
_TIME = (
    r"(?P<early>上午|午前|오전|凌晨)?(?P<late>下午|午後|오후|晚上)?\s*(?P<h>[01]?\d|2[0-3])"
    r"(?:(?:\s?h\s?|\s?[:時时點点시]\s?)(?P<min>[0-5]\d)(?!\d)[分분]?(?::(?P<s>[0-5]\d)(?:\.\d+)?)?"
    r"|\.(?P<min2>[0-5]\d)(?!\d|\.\d)|\s?(?:uhr|h)\b|[時时點点시](?!間|间)|(?=\s?[ap]\.?\s?m\b))"
    r"(?:\s?(?:(?P<am>a\.?\s?m\b\.?|ص\b)|(?P<pm>p\.?\s?m\b\.?|م\b)))?"
    r"(?:\s?(?:uhr|hrs?|hs|h|horas?|heures|likolo)\b\.?)?"
    rf"(?:\s?\(?(?P<zone>{_OFFSET}|{_KNOWN_ZONE}|[a-z]{{1,5}}\b(?!\.))\)?(?:\s?\((?P<aside>[a-z]{{2,5}})\))?)?"
)
_SMALL_WORD = r"(?:(?!오전|오후|上午|下午|午前|午後)[^\W\d_]{1,4}\.?[\s,:]+)"
_BETWEEN = r"(?:\.?\s|[\s,;|·•@()/–—-]|\([^\W\d_]{1,3}\.?\)|t(?=\d))*"
_TIME_AFTER = re.compile(rf"{_BETWEEN}(?:{_SMALL_WORD}){{0,2}}\(?{_TIME}")
_TIME_BEFORE = re.compile(rf"(?<![\d:.,]){_TIME}\s*[,|·•@()/–—-]?\s*(?:[^\W\d_]{{2,12}}\.?,?\s+){{0,2}}$")
_POINT_IN_TIME = re.compile(r"\bkl|\d\s?(?:uhr|h|[ap]\.?\s?m\b)|\d\s\(?[a-z]{1,3}[st]t\b|\b(?:gmt|utc)")
"""What distinguishes 14.30 as a time from a price or the number of a section."""


_LABEL = re.compile(
    rf"(?:(?P<u>{UPDATED})|{PUBLISHED})(?:\s+[^\W\d_]{{1,4}}\.?){{0,2}}[\s:;,.(|/\[·•–—-]*"
    r"(?:[^\W\d_]{2,12}\.?,?\s*)?$"  # a weekday
)
_LABEL_BEHIND = re.compile(rf"\s?(?:更新|수정|\((?:{UPDATED})\))")
_REACH = 48
"""Number of characters before a date in which its label or time may be."""


def dates_in(line: str, *, day_first: bool | None = None) -> list[DateInText]:
    """The dates in `line`, in order. `day_first` decides about 03/04/2026; None leaves it ambiguous."""
    return list(_dates_in(line, day_first))


@lru_cache(maxsize=2_048)  # Several functions need the dates of each line.
def _dates_in(line: str, day_first: bool | None) -> list[DateInText]:
    if not _ANY_DATE.search(line if line.isascii() else fold(line)):
        return []
    folded = fold(line)
    found: list[DateInText] = []
    position = 0
    for match, day in _days(line, folded):
        if match.start() < position:
            continue
        date = _with_surroundings(folded, line, position, match, day, day_first)
        found.append(date)
        position = date.end
    return found


def relative_date(line: str, reference: datetime) -> datetime | None:
    """The moment that a short line such as "2 hours ago" means, relative to `reference`; else None."""
    seconds = seconds_ago(fold(line).replace("\N{NO-BREAK SPACE}", " ")) if len(line) <= 120 else None
    return None if seconds is None else reference - timedelta(seconds=seconds)


def _days(line: str, folded: str) -> Iterator[tuple[re.Match[str], datetime]]:
    """All matches of the shapes that are valid dates, by position, longest first."""
    matches = [match for shape in _SHAPES for match in shape.finditer(folded)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        day = _day(match, line)
        if day is not None:
            yield match, day


def _day(match: re.Match[str], line: str) -> datetime | None:
    parts = match.groupdict()
    number = int(parts["m"]) if parts.get("m") else _month(match, line)
    year = int(parts["y"]) if parts.get("y") else _century(int(parts["yy"]))
    if year >= 2400:
        year -= 543  # the Buddhist calendar of Thailand
    day = int(parts["d"])
    if number is None or not 1 <= number <= 12:
        if number is None or not parts.get("m") or not 1 <= day <= 12:
            return None
        number, day = day, number  # 12/31/2026
    try:
        return datetime(year, number, day)
    except ValueError:
        return None


def _century(year: int) -> int:
    return year + (2000 if year < 70 else 1900)


def _month(match: re.Match[str], line: str) -> int | None:
    pointed = match.groupdict().get("p") == "."
    return month(match["w"], pointed=pointed) or month(match["w"][_glued(match, line) :], pointed=pointed)


def _glued(match: re.Match[str], line: str) -> int:
    """Number of letters of another word before the month's name, without a blank: 3 in "LeeMarch"."""
    written = line[match.start("w") : match.end("w")]
    return max((i for i, character in enumerate(written) if character.isupper()), default=0)


def _with_surroundings(
    folded: str, line: str, position: int, match: re.Match[str], day: datetime, day_first: bool | None
) -> DateInText:
    """The date with its time, zone and label, which are between `position` and the text after it."""
    start, end, moment = match.start(), match.end(), day
    if match.groupdict().get("w") and match.start("w") == start and month(match["w"]) is None:
        start += _glued(match, line)
    first, second, mark = match.groupdict().get("d"), match.groupdict().get("m"), match.groupdict().get("p")
    could_swap = mark in ("/", "-", "·") and match.start("d") < match.start("m") and first != second
    is_ambiguous = could_swap and day.day <= 12 and day_first is None
    if could_swap and day.day <= 12 and day_first is False:
        moment = day.replace(month=day.day, day=day.month)
    before = max(position, start - _REACH)
    zone = ""
    time = _if_time(_TIME_AFTER.match(folded, end))
    if time:
        end = time.end()
    else:
        time = _if_time(_TIME_BEFORE.search(folded[before:start]))
        start = before + time.start("h") if time else start
    if time:
        moment, zone, unsaid = _at(moment, time, line[before:] if end == match.end() else line)
        if unsaid and end != match.end():
            end = unsaid
    label = _LABEL.search(folded[before:start])
    behind = _LABEL_BEHIND.match(folded, end)
    kind = "updated" if (label and label["u"]) or behind else "published" if label else ""
    return DateInText(start, end, moment, time is not None, is_ambiguous, kind, zone)


def _if_time(match: re.Match[str] | None) -> re.Match[str] | None:
    """The match, unless it looks like 14.30 but is a price: "4.3.2026, 12.50 €"."""
    is_price = match is not None and match["min2"] and not _POINT_IN_TIME.search(match[0])
    return None if is_price else match


def _at(day: datetime, time: re.Match[str], line: str) -> tuple[datetime, str, int]:
    """Add a time to a day; also return an unknown zone's name, and the time's end if no zone follows."""
    hour = int(time["h"])
    if (time["pm"] or time["late"]) and hour < 12:
        hour += 12
    elif (time["am"] or time["early"]) and hour == 12:
        hour = 0
    moment = day.replace(hour=hour, minute=int(time["min"] or time["min2"] or 0), second=int(time["s"] or 0))
    zone = time["zone"] or ""
    offset = _offset(zone)
    if offset is not None:
        return moment.replace(tzinfo=timezone(timedelta(hours=offset))), "", 0
    written = line[time.start("zone") : time.end("zone")] if zone else ""
    if written in ZONES_BY_SEASON:
        local = moment.replace(tzinfo=ZoneInfo(ZONES_BY_SEASON[written])).utcoffset()
        return moment.replace(tzinfo=timezone(local or timedelta())), "", 0
    if 2 <= len(written) <= 5 and written.isupper() and written[-1] == "T":
        return moment, written, 0
    return moment, "", time.start("zone") if zone else 0


def _offset(zone: str) -> float | None:
    """Hours from UTC; None if the name is unknown or ambiguous."""
    if zone in _ZONES:
        return _ZONES[zone]
    offset = re.fullmatch(r"(?:gmt|utc)?\s?([+-])(\d{1,2})(?::?(\d\d))?", zone)
    if offset is None:
        return None
    hours = int(offset[2]) + int(offset[3] or 0) / 60
    return None if hours > 14 else hours if offset[1] == "+" else -hours
