"""Choose the date on which the article on a page was published: the likeliest candidate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from math import log1p
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from feedwright.sources.dates_in_text import DateInText
from feedwright.sources.ranking import Features, candidate_probabilities, load_weights
from feedwright.sources.web_page.date_candidates import DateCandidate, DateCandidates
from feedwright.sources.web_page.positions import ELEMENT_KINDS, GROUPS, Positions, names_of_bits

WEIGHTS = Path(__file__).with_name("weights_date.json")

_MODIFIED = ("linked modified", "meta modified", "marked modified", "item modified")
_SOURCE_GROUPS = (
    ("linked", ("linked published",)),
    ("meta", ("meta article", "meta published", "meta date")),
    ("marked", ("marked published", "item published")),
    ("modified", _MODIFIED),
    ("address", ("address",)),
    ("shown", ("line", "time")),
)
"""Groups of sources: that another group has the same candidate is a feature."""
_SURE = 0.75
"""A probability; a warning says that a less likely day is unsure."""
_MAX_DATE_LENGTH = 40  # characters of a date in a warning
_SOURCE_NAMES = {
    "linked": "JSON-LD", "meta": "a meta element", "marked": "microdata", "item": "microdata",
    "script": "a script", "time": "a time element", "line": "the text", "address": "the page's address",
}  # fmt: skip
_TIME_SOURCES = {
    source: at
    for at, source in enumerate(
        ("linked published", "meta article", "marked published", "meta published", "item published")
    )
}
"""Sources from which the time of the chosen day is taken, the best one first."""
_GROUPS = (
    "meta", "title", "story", "comments", "related", "promotion", "sidebar", "footer", "caption", "about",
    "navigation", "advert",
)  # fmt: skip
_KINDS = ("nav", "aside", "footer", "header", "article", "ul", "table", "figure", "hidden")
"""The groups and kinds of ancestors that are features."""


def candidate_features(found: DateCandidates, positions: Positions | None) -> list[Features]:
    """Return the features of each candidate; `weights_date.json` has a weight for each."""
    page = _CandidateFeatures(found.candidates, positions)
    return [page.features_of(one) for one in found.candidates]


class _CandidateFeatures:
    """Computes the features of a candidate by comparison with all candidates of the page.

    Call `features_of` once for each candidate in their order, because some features depend on that order.
    """

    def __init__(self, every: Sequence[DateCandidate], positions: Positions | None) -> None:
        self.positions = positions
        self.days_by_source: defaultdict[str, set[date]] = defaultdict(set)
        self.shown: defaultdict[str, set[date]] = defaultdict(set)
        for one in every:
            self.days_by_source[one.source] |= one.days
            if one.near:
                self.shown[one.date.label or "near"] |= one.days
        self.near = set().union(*self.shown.values())
        self.times = Counter(one.date.moment.date() for one in every)
        self.oldest, self.newest = min(self.times, default=None), max(self.times, default=None)
        self.modified = set().union(*(self.days_by_source[source] for source in _MODIFIED))
        self.published = set().union(
            *(self.days_by_source[one] for _, every in _SOURCE_GROUPS[:3] for one in every)
        )
        self.order = Counter[str]()
        title = positions.title if positions else 0
        self.first_below = next((one.at for one in every if one.at > title), -1)
        self.stamped = {one.at for one in every if one.source == "time"}

    def features_of(self, one: DateCandidate) -> Features:
        """Return the features of a candidate."""
        day = one.date.moment.date()
        found: Features = {one.source: 1.0}
        for name, sources in _SOURCE_GROUPS:
            if any(one.days & self.days_by_source[source] for source in sources if source != one.source):
                found[f"as {name}"] = 1.0
        flags = {
            "has time": one.date.has_time,
            "midnight": one.date.has_time and one.date.moment.hour == one.date.moment.minute == 0,
            "oldest": day == self.oldest,
            "newest": day == self.newest,
            "not modified": bool(self.modified) and not one.days & self.modified,
        }
        if one.date.label:
            flags[f"says {one.date.label}"] = True
        if not one.near and self.near:
            flags["as near"] = bool(one.days & self.near)
            flags["shown published"] = bool(one.days & self.shown["published"])
            flags["shown updated"] = bool(one.days & self.shown["updated"])
        if one.at >= 0 and self.published:
            flags["beside metadata" if one.near else "far, beside metadata"] = True
            flags["against metadata" if one.near else "far, against metadata"] = not one.days & self.published
        found |= {name: 1.0 for name, is_so in flags.items() if is_so}
        if self.newest:
            found["years before newest"] = log1p((self.newest - day).days / 365)
        found["times"] = log1p(self.times[day] - 1)
        found["order"] = log1p(self.order[one.source])
        self.order[one.source] += 1
        if self.positions and one.at >= 0:
            found |= self._position(one, self.positions)
        return found

    def _position(self, one: DateCandidate, positions: Positions) -> Features:
        """Return the features of the block that shows a candidate."""
        at, block = one.at, positions.blocks[one.at]
        share = (one.date.end - one.date.start) / len(block.text) if one.source == "line" else 1.0
        found = {
            "share": share,
            "letters": log1p(len(block.text)),
            "in head": float(positions.title < at < positions.first),
            "in story": float(positions.first <= at <= positions.last),
            "first below headline": float(at == self.first_below),
            "with time element": float(one.source == "line" and at in self.stamped),
        }
        if at > positions.title:
            found["below headline"] = 1 + log1p(at - positions.title)
        else:
            found["above headline"] = 1 + log1p(positions.title - at)
        if at > positions.last:
            found["below story"] = 1 + log1p(at - positions.last)
        groups, kinds, depth = positions.describe_ancestors(at)
        found["apart"] = log1p(depth)
        found |= {f"near {name}": 1.0 for name in names_of_bits(groups, GROUPS, _GROUPS)}
        found |= {f"in {name}": 1.0 for name in names_of_bits(kinds, ELEMENT_KINDS, _KINDS)}
        return found


class ChosenDates(Struct, frozen=True):
    """Dates in ISO 8601; `notes` are warnings about guesses."""

    published: str | None = None
    updated: str | None = None
    notes: tuple[str, ...] = ()


def choose_dates(found: DateCandidates, positions: Positions | None) -> ChosenDates:
    """Choose when the article was published and updated."""
    if not found.candidates:
        return ChosenDates()
    rows = candidate_features(found, positions)
    probabilities = candidate_probabilities(rows, load_weights(WEIGHTS))
    best = _likeliest(found.candidates, probabilities)
    of_day = _of_day(found.candidates, probabilities, best)
    notes = []
    if sum(probability for _, probability in of_day) < _SURE:
        others = [
            pair for pair in zip(found.candidates, probabilities, strict=True) if not pair[0].days & best.days
        ]
        other = max(others, key=itemgetter(1))[0]
        both = f"{_description(best)}, and {_description(other)}"
        notes.append(f"date: unsure, found {both}; `date:` in front matter is surer")
    chosen = _most_precise(best, of_day)
    if chosen.date.is_ambiguous and found.unsure:
        order = "month" if found.month_first else "day"
        notes.append(
            f'date: found "{chosen.written}", read with the {order} first; '
            "`articles.day_first` says how it is meant"
        )
    if zone := chosen.date.unknown_zone:
        notes.append(f"date: the zone {zone} has no single meaning; the publication's counts")
    updated = _updated(found.candidates, chosen)
    return ChosenDates(chosen.iso, updated.iso if updated else None, tuple(notes))


def _likeliest(every: Sequence[DateCandidate], probabilities: Sequence[float]) -> DateCandidate:
    """Return the likeliest candidate of the day whose candidates have the highest sum of probabilities."""
    by_day: defaultdict[date, float] = defaultdict(float)
    for one, probability in zip(every, probabilities, strict=True):
        for day in one.days:
            by_day[day] += probability
    return max(
        zip(every, probabilities, strict=True),
        key=lambda pair: (max(by_day[day] for day in pair[0].days), pair[1]),
    )[0]


def _of_day(
    every: Sequence[DateCandidate], probabilities: Sequence[float], best: DateCandidate
) -> list[tuple[DateCandidate, float]]:
    """Return all candidates of the same day as `best`, the likeliest first."""
    same = [
        (one, probability)
        for one, probability in zip(every, probabilities, strict=True)
        if one.days & best.days
    ]
    return sorted(same, key=itemgetter(1), reverse=True)


def _most_precise(best: DateCandidate, of_day: Sequence[tuple[DateCandidate, float]]) -> DateCandidate:
    """Return a candidate with time and zone if there is one, else one with a time, else any.

    Dates of updates are skipped. The best source wins (_TIME_SOURCES), then the likeliest candidate.
    """
    usable = [one for one, _ in of_day if not _is_update(one)] or [best]
    timed = [one for one in usable if one.date.has_time]
    zoned = [one for one in timed if one.date.moment.tzinfo]
    return min(zoned or timed or usable, key=lambda one: _TIME_SOURCES.get(one.source, len(_TIME_SOURCES)))


def _is_update(one: DateCandidate) -> bool:
    return one.source in _MODIFIED or one.date.label == "updated"


def _updated(every: Iterable[DateCandidate], published: DateCandidate) -> DateCandidate | None:
    """Return the date of the last change, from the best source that has one later than publication."""
    later = [
        one
        for one in every
        if _is_update(one) and (one.near or one.at < 0) and _is_later(one.date, published.date)
    ]
    order = (*_MODIFIED, "time", "line")
    return min(later, key=lambda one: order.index(one.source), default=None)


def _is_later(one: DateInText, other: DateInText) -> bool:
    if not (one.has_time and other.has_time):
        return one.moment.date() > other.moment.date()
    first, second = (
        found.moment if found.moment.tzinfo else found.moment.replace(tzinfo=UTC) for found in (one, other)
    )
    return first > second


def _description(one: DateCandidate) -> str:
    source = _SOURCE_NAMES[one.source.split()[0]]
    return f"{one.date.moment:%Y-%m-%d} ({source}: {one.written[:_MAX_DATE_LENGTH]})"
