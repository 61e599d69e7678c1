"""Choose the dates of publication and of the last update among all dates on the page.

Features are the position of a date relative to headline and story, and the text around it.
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
from feedwright.sources.page_text.ranking import candidate_scores
from feedwright.sources.page_text.story import ArticleSpan

_MAX_LINE = 300  # characters of a line with a date
_MAX_DATES = 200  # candidates of a page
_MAX_AGO_LINE = 60  # characters of a line such as "2 hours ago"
_AFTER_OPENING_DATE = re.compile(r"\s*[)\]]?\s*(?:[(:–—-]|$)")
"""What follows a date that opens a paragraph: "TOLM, March 4, 2026 –". Other dates in it are of events."""
_MAX_SCORE_GAP = 3.0
"""If the date of the update scores higher by more than this, the other date is not that of publication."""
_MAX_DISTANCE = 4  # lines between the date of publication and that of the update


class ChosenDates(Struct, frozen=True):
    """When the article was published and updated.

    Attributes:
        published: in ISO 8601.
        updated: in ISO 8601.
        ago: a line such as "2 hours ago", if the page has no date.
        notes: warnings about what was guessed.
        position: of the line with the date.
    """

    published: str | None = None
    updated: str | None = None
    ago: str | None = None
    notes: tuple[str, ...] = ()
    position: int | None = None


FEATURE_NAMES = (
    *("in head", "below headline", "above headline", "below story", "in story", "in prose", "published"),
    *("updated", "date line", "share", "first below", "has time", "times", "oldest", "newest", "bullet"),
    *("signed", "order", "units"),
)
"""The names of a candidate's features, in order. The weights refer to them."""


class DateCandidate(Struct, frozen=True):
    """A date that could be the article's.

    Attributes:
        position: of its line.
        date: the date.
        features: as in `FEATURE_NAMES`.
        score: the weighted sum of the features.
    """

    position: int
    date: DateInText
    features: list[float]
    score: float = 0.0


def choose_dates(
    lines: Sequence[ClassifiedLine], article: ArticleSpan, day_first: bool | None
) -> ChosenDates:
    """Return the likeliest dates.

    Args:
        lines: all lines of the page.
        article: which of them are the article.
        day_first: whether 03/04/2026 is 3 April; None: the page's other dates decide.
    """
    candidates = collect_candidates(lines, article, day_first)
    weights = candidate_scores("date", FEATURE_NAMES, [candidate.features for candidate in candidates])
    candidates = [replace(one, score=weight) for one, weight in zip(candidates, weights, strict=True)]
    if not candidates:
        return ChosenDates(ago=_ago(lines, article))
    best = max((one for one in candidates if one.date.label != "updated"), key=_score_of, default=None)
    newer = max((one for one in candidates if one.date.label == "updated"), key=_score_of, default=None)
    if best and newer and best.score < newer.score - _MAX_SCORE_GAP:
        best = None  # a date of something else
    elif best and newer and abs(newer.position - best.position) > _MAX_DISTANCE:
        newer = None
    chosen = [one for one in (best, newer) if one is not None]
    notes: list[str] = []
    if chosen[0].date.is_ambiguous:
        month_first = _is_month_first(lines, candidates)
        order, written = "month" if month_first else "day", _text_of(lines, chosen[0])
        notes.append(
            f'date: found "{written}", read with the {order} first; `articles.day_first` says how it is meant'
        )
        if month_first:
            chosen = [_with_month_first(one) if one.date.is_ambiguous else one for one in chosen]
    if zone := chosen[0].date.unknown_zone:
        notes.append(f"date: the zone {zone} has no single meaning; the publication's counts")
    published = chosen[0].date.iso if best else None
    updated = chosen[-1].date.iso if newer else None
    return ChosenDates(published, updated, None, tuple(notes), chosen[0].position)


def collect_candidates(
    lines: Sequence[ClassifiedLine], article: ArticleSpan, day_first: bool | None
) -> list[DateCandidate]:
    """Return each date that could be the article's, with features; for arguments see `choose_dates`."""
    found: list[tuple[int, DateInText]] = []
    for position, line in enumerate(lines):
        if len(line.text) <= _MAX_LINE and len(found) < _MAX_DATES:
            in_running_text = article.start <= position <= article.end and line.kind is Kind.PROSE
            for date in dates_in(line.text, day_first=day_first):
                if not in_running_text or _AFTER_OPENING_DATE.match(line.text, date.end):
                    found.append((position, date))
    days = Counter(date.moment.date() for _, date in found)
    first_below = next((position for position, _ in found if position > article.headline), -1)
    return [
        DateCandidate(
            position, date, _candidate_features(lines, article, position, date, first_below, days, order)
        )
        for order, (position, date) in enumerate(found)
    ]


def _candidate_features(
    lines: Sequence[ClassifiedLine],
    article: ArticleSpan,
    position: int,
    date: DateInText,
    first_below: int,
    days: Counter[day],
    order: int,
) -> list[float]:
    line, headline = lines[position], article.headline
    features = [
        headline < position < article.start,
        1 + log1p(position - headline) if headline < position else 0.0,
        1 + log1p(headline - position) if headline >= position else 0.0,
        1 + log1p(position - article.end) if position > article.end else 0.0,
        article.start <= position <= article.end,
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
    return [float(number) for number in features]


def _with_month_first(candidate: DateCandidate) -> DateCandidate:
    return replace(candidate, date=candidate.date.month_first)


def _score_of(candidate: DateCandidate) -> float:
    return candidate.score


def _text_of(lines: Sequence[ClassifiedLine], candidate: DateCandidate) -> str:
    return lines[candidate.position].text[candidate.date.start : candidate.date.end]


def _is_month_first(lines: Sequence[ClassifiedLine], candidates: Sequence[DateCandidate]) -> bool:
    """Whether the page writes the month first: its other dates do, or its times have a.m. or a US zone."""
    written = [_text_of(lines, one) for one in candidates if not one.date.is_ambiguous]
    sure = [one for one in written if "/" in one and one[:2].strip("/").isdigit()]
    if sure:
        return all(int(one.split("/")[0]) <= 12 for one in sure)
    texts = fold(" ".join(lines[one.position].text for one in candidates if one.date.is_ambiguous))
    return any(words in texts for words in (" am", " pm", "a.m", "p.m", " est", " edt", " pst", " pdt"))


def _ago(lines: Sequence[ClassifiedLine], article: ArticleSpan) -> str | None:
    """Return the first line such as "2 hours ago" between headline and story or right beside them."""
    low, high = max(0, article.headline - 3), min(len(lines), article.start + 1)
    for line in lines[low:high]:
        short = len(line.text) <= _MAX_AGO_LINE and any(map(str.isdigit, line.text))
        if short and seconds_ago(fold(line.text).replace("\N{NO-BREAK SPACE}", " ")) is not None:
            return line.text
    return None
