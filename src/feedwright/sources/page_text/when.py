"""When an article was published: of all dates on its page, the one whose surroundings speak for it most.

Each is weighed by where it stands, relative to headline and story, and by what stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log1p

from msgspec import Struct
from msgspec.structs import replace

from feedwright.sources.calendar_words import seconds_ago
from feedwright.sources.dates_in_text import DateInText, dates_in
from feedwright.sources.folding import fold
from feedwright.sources.page_text.signs import Kind, Seen

_LONGEST = 300
_MOST = 200  # dates of a page that are weighed
_LONGEST_AGO = 60
_FAR = 3.0
_LEAST = 0.0
"""What a date must weigh: dates in running text are dates of what happened."""


class When(Struct, frozen=True):
    """`published` and `updated` in ISO 8601; `ago` are words such as "2 hours ago" where no date stands.

    `notes` are what was guessed.
    """

    published: str | None = None
    updated: str | None = None
    ago: str | None = None
    notes: tuple[str, ...] = ()


class Place(Struct, frozen=True):
    """Which lines the article is: its headline (-1: not known), and its story from `start` to `end`."""

    headline: int
    start: int
    end: int


class _Candidate(Struct, frozen=True):
    position: int
    date: DateInText
    share: float  # of its line that the date is
    score: float = 0.0


def find_when(seen: Sequence[Seen], place: Place, day_first: bool | None) -> When:
    """When the article in `place` was published and updated."""
    candidates = list(_candidates(seen, place, day_first))
    notes: list[str] = []
    numeric = [one.date for one in candidates if one.date.is_ambiguous]
    month_first = bool(numeric) and _is_month_first(seen, candidates)
    candidates = [one for one in candidates if one.score > _LEAST]
    if not candidates:
        return When(ago=_ago(seen, place))
    best = max((one for one in candidates if one.date.label != "updated"), key=_score, default=None)
    newer = max((one for one in candidates if one.date.label == "updated"), key=_score, default=None)
    if best and newer and best.score < newer.score - _FAR:
        best = None  # a date of something else
    elif best and newer and newer.score < best.score - 2 * _FAR:
        newer = None
    said = [one for one in (best, newer) if one is not None]
    if month_first:
        said = [
            replace(one, date=one.date.month_first if one.date.is_ambiguous else one.date) for one in said
        ]
    if said[0].date.is_ambiguous:
        order = "month" if month_first else "day"
        written = _written(seen, said[0])
        notes.append(
            f'date: found "{written}", read with the {order} first; `articles.day_first` says how it is meant'
        )
    if zone := said[0].date.unknown_zone:
        notes.append(f"date: the zone {zone} has no single meaning; the publication's counts")
    published = said[0].date.iso if best else None
    return When(published, said[-1].date.iso if newer else None, None, tuple(notes))


def _written(seen: Sequence[Seen], one: _Candidate) -> str:
    return seen[one.position].text[one.date.start : one.date.end]


def _score(one: _Candidate) -> float:
    return one.score


def _candidates(seen: Sequence[Seen], place: Place, day_first: bool | None) -> Iterator[_Candidate]:
    found: list[_Candidate] = []
    for position, line in enumerate(seen):
        if len(line.text) <= _LONGEST:
            for date in dates_in(line.text, day_first=day_first):
                found.append(_Candidate(position, date, (date.end - date.start) / len(line.text)))
        if len(found) >= _MOST:
            break
    days = Counter(one.date.moment.date() for one in found)
    first_below = next((one.position for one in found if one.position > place.headline), -1)
    for one in found:
        yield replace(one, score=_weight(seen, place, one, first_below, days[one.date.moment.date()]))


def _weight(seen: Sequence[Seen], place: Place, one: _Candidate, first_below: int, times: int) -> float:
    position, line = one.position, seen[one.position]
    score = 0.0
    if place.headline < position < place.start:
        score += 4 - 0.5 * log1p(position - place.headline)
    elif position <= place.headline:
        score += 2 - log1p(place.headline - position)
    elif position > place.end:
        score += 1 - log1p(position - place.end)
    else:
        score -= 4 if line.kind is Kind.PROSE else 1
    score += 2 * (one.date.label == "published") + 1.5 * (line.kind is Kind.DATELINE) + 1.5 * one.share
    score += (position == first_below) + 0.5 * one.date.has_time + 0.3 * min(times, 3)
    return score


def _is_month_first(seen: Sequence[Seen], candidates: Sequence[_Candidate]) -> bool:
    """Whether the page writes the month first: another of its dates says so, or its clock has 12 hours."""
    written = [_written(seen, one) for one in candidates if not one.date.is_ambiguous]
    sure = [one for one in written if "/" in one and one[:2].strip("/").isdigit()]
    if sure:
        return all(int(one.split("/")[0]) <= 12 for one in sure)
    beside = fold(" ".join(seen[one.position].text for one in candidates if one.date.is_ambiguous))
    return any(words in beside for words in (" am", " pm", "a.m", "p.m", " est", " edt", " pst", " pdt"))


def _ago(seen: Sequence[Seen], place: Place) -> str | None:
    """The nearest words between headline and story, or right around them, that say how long ago it was."""
    low, high = max(0, place.headline - 3), min(len(seen), place.start + 1)
    for line in seen[low:high]:
        short = len(line.text) <= _LONGEST_AGO and any(map(str.isdigit, line.text))
        if short and seconds_ago(fold(line.text).replace("\N{NO-BREAK SPACE}", " ")) is not None:
            return line.text
    return None
