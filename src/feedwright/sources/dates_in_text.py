"""Find dates in a line of text, in any language: "Von Ann Lee, 4. März 2026, 14.30 Uhr".

Only complete dates are found, with day, month and year. The result depends on neither clock nor locale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from feedwright.sources.calendar_words import month_number, seconds_ago
from feedwright.sources.date_labels import PUBLISHED, UPDATED
from feedwright.sources.dates import ZONE_HOURS, ZONES_BY_SEASON
from feedwright.sources.folding import fold


class DateInText(Struct, frozen=True):
    """A date that is written in a line.

    Attributes:
        start, end: indices in the line.
        moment: with a zone only if the text has one; midnight if the text has no time.
        has_time: whether the text has a time.
        is_ambiguous: day and month could be swapped (03/04/2026); `moment` has the day first.
        label: "published" or "updated" if the words around the date say so; else "".
        unknown_zone: the name of the zone, if it is unknown or ambiguous; else "".
    """

    start: int
    end: int
    moment: datetime
    has_time: bool = False
    is_ambiguous: bool = False
    label: str = ""
    unknown_zone: str = ""

    @property
    def iso(self) -> str:
        """The date in ISO 8601, with time and offset if the text has them."""
        return self.moment.isoformat(timespec="minutes") if self.has_time else f"{self.moment:%Y-%m-%d}"

    @property
    def month_first(self) -> DateInText:
        """The other meaning of an ambiguous date: day and month swapped."""
        swapped = self.moment.replace(month=self.moment.day, day=self.moment.month)
        return DateInText(self.start, self.end, swapped, self.has_time, True, self.label, self.unknown_zone)


# The time, or the date once more, may follow without a space: "2. Februar 20262. Februar 202610:32".
_YEAR = r"(?P<y>(?:19|20|25)\d\d)(?!\d(?!\d?(?:\.?\s[^\W\d_]|:\d\d)))"
_DAY = r"(?:(?<![\d.:,])|(?<=[^\d]20\d\d))(?P<d>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th|ro|er|a|:a|-?(?:го|е|ше))?\b"
_WORD = r"(?P<w>[^\W\d_][^\s\d.,/()|:;\[\]+-]{1,24}(?:[ _](?:الثاني|الاول))?)"
_QUICK_CHECK = re.compile(r"(?:19|20|25)\d\d|\d\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d|\d-[^\W\d_]{3,9}-\d\d")

_DATE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
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
_CLOCK_WORDS = re.compile(r"\bkl|\d\s?(?:uhr|h|[ap]\.?\s?m\b)|\d\s\(?[a-z]{1,3}[st]t\b|\b(?:gmt|utc)")
"""Words that show that 14.30 is a time, not a price or the number of a section."""


_LABEL = re.compile(
    rf"(?:(?P<u>{UPDATED})|{PUBLISHED})(?:\s+[^\W\d_]{{1,4}}\.?){{0,2}}[\s:;,.(|/\[·•–—-]*"
    r"(?:[^\W\d_]{2,12}\.?,?\s*)?$"  # a weekday
)
_LABEL_AFTER = re.compile(rf"\s?(?:更新|수정|\((?:{UPDATED})\))")
_LOOK_BACK = 48
"""Characters before a date in which its label or time is looked for."""


def dates_in(line: str, *, day_first: bool | None = None) -> list[DateInText]:
    """Return the dates in a line, in order.

    Args:
        line: the text of the line.
        day_first: whether 03/04/2026 is 3 April; None marks such dates as ambiguous.
    """
    return list(_dates_in(line, day_first))


@lru_cache(maxsize=2_048)  # Several functions need the dates of each line.
def _dates_in(line: str, day_first: bool | None) -> list[DateInText]:
    if not _QUICK_CHECK.search(line if line.isascii() else fold(line)):
        return []
    folded = fold(line)
    found: list[DateInText] = []
    position = 0
    for match, day in _date_matches(line, folded):
        if match.start() < position:
            continue
        date = _with_surroundings(folded, line, position, match, day, day_first)
        found.append(date)
        position = date.end
    return found


def relative_date(line: str, reference: datetime) -> datetime | None:
    """Return the time that a phrase such as "2 hours ago" means; None for long lines and without a phrase.

    `reference` is the time when the phrase was true.
    """
    seconds = seconds_ago(fold(line).replace("\N{NO-BREAK SPACE}", " ")) if len(line) <= 120 else None
    return None if seconds is None else reference - timedelta(seconds=seconds)


def _date_matches(line: str, folded: str) -> Iterator[tuple[re.Match[str], datetime]]:
    """Yield each match of a pattern that is a valid date, by position, the longest first."""
    matches = [match for pattern in _DATE_PATTERNS for match in pattern.finditer(folded)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        day = _date_of(match, line)
        if day is not None:
            yield match, day


def _date_of(match: re.Match[str], line: str) -> datetime | None:
    """Return the date of a match, at midnight; None if there is no such date in the calendar."""
    parts = match.groupdict()
    number = int(parts["m"]) if parts.get("m") else _month_of(match, line)
    year = int(parts["y"]) if parts.get("y") else _four_digits(int(parts["yy"]))
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


def _four_digits(year: int) -> int:
    """Return the full year for one of two digits: 69 is 2069, 70 is 1970."""
    return year + (2000 if year < 70 else 1900)


def _month_of(match: re.Match[str], line: str) -> int | None:
    has_point = match.groupdict().get("p") == "."
    return month_number(match["w"], day_has_point=has_point) or month_number(
        match["w"][_glued_length(match, line) :], day_has_point=has_point
    )


def _glued_length(match: re.Match[str], line: str) -> int:
    """Count the letters of another word that is glued to the month's name: 3 in "LeeMarch"."""
    written = line[match.start("w") : match.end("w")]
    return max((i for i, character in enumerate(written) if character.isupper()), default=0)


def _with_surroundings(
    folded: str, line: str, position: int, match: re.Match[str], day: datetime, day_first: bool | None
) -> DateInText:
    """Return the date of a match with its time, zone and label.

    Args:
        folded: the line after `folding.fold`.
        line: the line.
        position: the end of the date before this one; text before it is not used.
        match: the match of the date's pattern.
        day: its date, with the day before the month.
        day_first: as for `dates_in`.
    """
    start, end, moment, groups = match.start(), match.end(), day, match.groupdict()
    if groups.get("w") and match.start("w") == start and month_number(match["w"]) is None:
        start += _glued_length(match, line)
    first, second, separator = groups.get("d"), groups.get("m"), groups.get("p")
    could_swap = separator in ("/", "-", "·") and match.start("d") < match.start("m") and first != second
    is_ambiguous = could_swap and day.day <= 12 and day_first is None
    if could_swap and day.day <= 12 and day_first is False:
        moment = day.replace(month=day.day, day=day.month)
    before = max(position, start - _LOOK_BACK)
    zone = ""
    time = _unless_price(_TIME_AFTER.match(folded, end))
    if time:
        end = time.end()
    else:
        time = _unless_price(_TIME_BEFORE.search(folded[before:start]))
        start = before + time.start("h") if time else start
    if time:
        moment, zone, time_end = _add_time(moment, time, line[before:] if end == match.end() else line)
        if time_end and end != match.end():
            end = time_end
    label = _LABEL.search(folded[before:start])
    label_after = _LABEL_AFTER.match(folded, end)
    kind = "updated" if (label and label["u"]) or label_after else "published" if label else ""
    return DateInText(start, end, moment, time is not None, is_ambiguous, kind, zone)


def _unless_price(match: re.Match[str] | None) -> re.Match[str] | None:
    """Return the match; None if a number such as 12.50 is rather a price: "4.3.2026, 12.50 €"."""
    is_price = match is not None and match["min2"] and not _CLOCK_WORDS.search(match[0])
    return None if is_price else match


def _add_time(day: datetime, time: re.Match[str], line: str) -> tuple[datetime, str, int]:
    """Add a time to a day.

    Returns:
        The date with its time and, if it is known, its zone; the name of an unknown zone, else ""; and where
        the time ends if the word after it is not a zone, else 0.
    """
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
    """Return a zone's hours from UTC; None if its name is unknown or ambiguous."""
    if zone in _ZONES:
        return _ZONES[zone]
    offset = re.fullmatch(r"(?:gmt|utc)?\s?([+-])(\d{1,2})(?::?(\d\d))?", zone)
    if offset is None:
        return None
    hours = int(offset[2]) + int(offset[3] or 0) / 60
    return None if hours > 14 else hours if offset[1] == "+" else -hours
