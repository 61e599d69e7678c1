"""When an article was published: of all dates on its page, the one whose surroundings speak for it most.

Each is weighed by where it stands, relative to headline and story, and by what stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date as day
from math import log1p

from msgspec import Struct
from msgspec.structs import replace

from feedwright.sources.calendar_words import seconds_ago
from feedwright.sources.dates_in_text import DateInText, dates_in
from feedwright.sources.folding import fold
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.ranking import scores

_LONGEST = 300
_MOST = 200  # dates of a page that are weighed
_LONGEST_AGO = 60
_OPENS = re.compile(r"\s*[)\]]?\s*(?:[(:–—-]|$)")
"""Dates in running text are dates of what happened, except one that opens it: "TOLM, March 4, 2026 –"."""
_FAR = 3.0
_NEAR = 4  # lines between a date and its update


class When(Struct, frozen=True):
    """`published` and `updated` in ISO 8601; `ago` are words such as "2 hours ago" where no date stands.

    `notes` are what was guessed.
    """

    published: str | None = None
    updated: str | None = None
    ago: str | None = None
    notes: tuple[str, ...] = ()
    position: int | None = None  # of the line that has the date


class Place(Struct, frozen=True):
    """Which lines the article is: its headline (-1: not known), and its story from `start` to `end`."""

    headline: int
    start: int
    end: int


FEATURES = (
    *("in head", "below headline", "above headline", "below story", "in story", "in prose", "published"),
    *("updated", "date line", "share", "first below", "has time", "times", "oldest", "newest", "bullet"),
    *("signed", "order", "units"),
)
"""What the numbers of a date are, in their order."""


class Candidate(Struct, frozen=True):
    """A date at a line's position, its numbers, and how much speaks for it."""

    position: int
    date: DateInText
    numbers: list[float]
    score: float = 0.0


def find_when(lines: Sequence[ClassifiedLine], place: Place, day_first: bool | None) -> When:
    """When the article in `place` was published and updated."""
    every = candidates(lines, place, day_first)
    weights = scores("date", FEATURES, [one.numbers for one in every])
    every = [replace(one, score=weight) for one, weight in zip(every, weights, strict=True)]
    if not every:
        return When(ago=_ago(lines, place))
    best = max((one for one in every if one.date.label != "updated"), key=_score, default=None)
    newer = max((one for one in every if one.date.label == "updated"), key=_score, default=None)
    if best and newer and best.score < newer.score - _FAR:
        best = None  # a date of something else
    elif best and newer and abs(newer.position - best.position) > _NEAR:
        newer = None
    said = [one for one in (best, newer) if one is not None]
    notes: list[str] = []
    if said[0].date.is_ambiguous:
        month_first = _is_month_first(lines, every)
        order, written = "month" if month_first else "day", _written(lines, said[0])
        notes.append(
            f'date: found "{written}", read with the {order} first; `articles.day_first` says how it is meant'
        )
        if month_first:
            said = [_month_first(one) if one.date.is_ambiguous else one for one in said]
    if zone := said[0].date.unknown_zone:
        notes.append(f"date: the zone {zone} has no single meaning; the publication's counts")
    published = said[0].date.iso if best else None
    updated = said[-1].date.iso if newer else None
    return When(published, updated, None, tuple(notes), said[0].position)


def candidates(lines: Sequence[ClassifiedLine], place: Place, day_first: bool | None) -> list[Candidate]:
    """All dates of the page that may be the article's, with what speaks for them and against them."""
    found: list[tuple[int, DateInText]] = []
    for position, line in enumerate(lines):
        if len(line.text) <= _LONGEST and len(found) < _MOST:
            is_told = place.start <= position <= place.end and line.kind is Kind.PROSE
            for date in dates_in(line.text, day_first=day_first):
                if not is_told or _OPENS.match(line.text, date.end):
                    found.append((position, date))
    days = Counter(date.moment.date() for _, date in found)
    first_below = next((position for position, _ in found if position > place.headline), -1)
    return [
        Candidate(position, date, _numbers(lines, place, position, date, first_below, days, order))
        for order, (position, date) in enumerate(found)
    ]


def _numbers(
    lines: Sequence[ClassifiedLine],
    place: Place,
    position: int,
    date: DateInText,
    first_below: int,
    days: Counter[day],
    order: int,
) -> list[float]:
    line, headline = lines[position], place.headline
    numbers = [
        headline < position < place.start,
        1 + log1p(position - headline) if headline < position else 0.0,
        1 + log1p(headline - position) if headline >= position else 0.0,
        1 + log1p(position - place.end) if position > place.end else 0.0,
        place.start <= position <= place.end,
        line.kind is Kind.PROSE,
        date.label == "published",
        date.label == "updated",
        line.kind is Kind.DATELINE,
        (date.end - date.start) / len(line.text),
        position == first_below,
        date.has_time,
        min(days[date.moment.date()], 4),
        date.moment.date() == min(days),
        date.moment.date() == max(days),
        line.line.bullet,
        line.dateline is not None and bool(line.dateline.authors),
        log1p(order),
        log1p(len(line.text)),
    ]
    return [float(number) for number in numbers]


def _month_first(one: Candidate) -> Candidate:
    return replace(one, date=one.date.month_first)


def _score(one: Candidate) -> float:
    return one.score


def _written(lines: Sequence[ClassifiedLine], one: Candidate) -> str:
    return lines[one.position].text[one.date.start : one.date.end]


def _is_month_first(lines: Sequence[ClassifiedLine], every: Sequence[Candidate]) -> bool:
    """Whether the page writes the month first: another of its dates says so, or its clock has 12 hours."""
    written = [_written(lines, one) for one in every if not one.date.is_ambiguous]
    sure = [one for one in written if "/" in one and one[:2].strip("/").isdigit()]
    if sure:
        return all(int(one.split("/")[0]) <= 12 for one in sure)
    beside = fold(" ".join(lines[one.position].text for one in every if one.date.is_ambiguous))
    return any(words in beside for words in (" am", " pm", "a.m", "p.m", " est", " edt", " pst", " pdt"))


def _ago(lines: Sequence[ClassifiedLine], place: Place) -> str | None:
    """The nearest words between headline and story, or right around them, that say how long ago it was."""
    low, high = max(0, place.headline - 3), min(len(lines), place.start + 1)
    for line in lines[low:high]:
        short = len(line.text) <= _LONGEST_AGO and any(map(str.isdigit, line.text))
        if short and seconds_ago(fold(line.text).replace("\N{NO-BREAK SPACE}", " ")) is not None:
            return line.text
    return None
