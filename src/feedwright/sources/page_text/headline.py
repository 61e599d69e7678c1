"""Which line is the headline: of all that could be, the one that looks most like one above this story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log1p

from msgspec import Struct

from feedwright.sources.folding import fold
from feedwright.sources.page_text.features import NAMES
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.punctuation import BARS, DASHES
from feedwright.sources.page_text.ranking import UNSURE, scores
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import alternatives, is_label, normalized

_LONGEST = 250  # characters
_FURTHEST = 1_500  # lines: the longest menus have some hundred
_WITHIN = 6  # lines of the story in which a headline may stand: below a summary, a date
_OPENING = 12  # lines of the story whose words a headline shares
_ALERT = re.compile(rf"{alternatives(words('alerts'))}\s*[:|]")
_WORDY = log1p(3)
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]|[^\W_]{3,}")
_DIVIDER = re.compile(rf"\s(?:[{DASHES}{BARS}]|::)\s")
_SUFFIX = re.compile(rf"(.{{15,}}?)\s+(?:[{DASHES}{BARS}]|::)\s+[^{BARS}]{{2,40}}$")

_OF_LINE = (
    *("units", "ended", "commas", "sentences", "digits", "capitals", "small", "bullet", "quoted", "odd"),
    *("site", "asks", "colon", "block", "before", "after", "letters", "spaceless", "lower", "upper"),
    *("number", "place", "is text", "is prose", "is row", "is trail", "box above", "wide"),
)
_COLUMNS = [NAMES.index(name) for name in _OF_LINE]
_AROUND = (
    *(
        "above",
        "distance above",
        "distance below",
        "logit",
        "shared",
        "no share",
        "said twice",
        "said longer",
    ),
    *(
        "nearest wordy",
        "second wordy",
        "wordy between",
        "first wordy",
        "label",
        "long",
        "alert",
        "date below",
    ),
    *("picture below", "date above", "trail above", "next units", "next ended", "last units", "last wordy"),
    *("in menu", "same block as next", "kicker"),
)
FEATURES = (*_OF_LINE, *_AROUND)
"""What the numbers of a candidate are, in their order."""


class Candidate(Struct, frozen=True):
    """A line that may be the headline, its `title` (without the outlet's name), and its numbers."""

    position: int
    title: str
    numbers: list[float]


class Headline(Struct, frozen=True):
    """`other` is the position of a line that looks nearly as much like the headline, if any."""

    position: int
    title: str
    other: int | None = None


def find_headline(
    lines: Sequence[ClassifiedLine], rows: Sequence[Sequence[float]], story: Sequence[float]
) -> Headline | None:
    """The headline of the `story` (the logit of each line); `rows` are the numbers of each line.

    None where no line could be one.
    """
    every = candidates(lines, rows, story)
    weights = scores("headline", FEATURES, [one.numbers for one in every])
    ranked = sorted(zip(weights, every, strict=True), key=lambda pair: -pair[0])
    if not ranked:
        return None
    best, chosen = ranked[0]
    others = (
        one
        for weight, one in ranked[1:4]
        if weight > best - UNSURE and normalized(one.title) != normalized(chosen.title)
    )
    other = next(others, None)
    return Headline(chosen.position, chosen.title, other.position if other else None)


def candidates(
    lines: Sequence[ClassifiedLine], rows: Sequence[Sequence[float]], story: Sequence[float]
) -> list[Candidate]:
    """Every line that could be the headline, with what speaks for it and against it."""
    inside = [position for position, logit in enumerate(story) if logit > 0]
    start = inside[0] if inside else len(lines)
    last = inside[_WITHIN] if len(inside) > _WITHIN else len(lines)
    told = Counter(
        token for position in inside[:_OPENING] for token in set(_TOKEN.findall(fold(lines[position].text)))
    )
    said = Counter(normalized(line.text) for line in lines)
    divided = (line.text for line in lines if len(line.text) <= 300 and _DIVIDER.search(line.text))
    cut = (_SUFFIX.match(text) for text in divided)
    longer = {normalized(one[1]) for one in cut if one}
    longer |= {normalized(line.labels[-1]) for line in lines if line.labels}
    menu = {normalized(label) for line in lines for label in line.labels}
    found: list[Candidate] = []
    wordy: list[int] = []
    for position, line in enumerate(lines[: min(last, _FURTHEST)]):
        if _could_be(line):
            own = [rows[position][column] for column in _COLUMNS]
            around = _around(lines, rows, story, position, start, told, said, longer, menu, wordy)
            found.append(Candidate(position, _title(line), own + around))
        if rows[position][0] >= _WORDY:
            wordy.append(position)
    above = [position for position in wordy if position < start]
    return [_ranked(one, above) for one in found]


def _could_be(line: ClassifiedLine) -> bool:
    kinds = (Kind.TEXT, Kind.PROSE, Kind.ROW, Kind.TRAIL, Kind.RELATED, Kind.NOISE, Kind.BOX)
    return len(line.text) <= _LONGEST and line.kind in kinds and any(map(str.isalpha, line.text))


def _title(line: ClassifiedLine) -> str:
    found = _SUFFIX.match(line.text)
    return found[1] if found and line.kind in (Kind.ROW, Kind.TRAIL) else line.text


def _ranked(one: Candidate, above: Sequence[int]) -> Candidate:
    """With its place among the wordy lines above the story, the nearest first."""
    numbers = one.numbers
    base = len(_OF_LINE)
    if one.position in above:
        rank = len(above) - 1 - above.index(one.position)
        numbers[base + _AROUND.index("nearest wordy")] = float(rank == 0)
        numbers[base + _AROUND.index("second wordy")] = float(rank == 1)
        numbers[base + _AROUND.index("wordy between")] = log1p(rank)
    return one


def _around(
    lines: Sequence[ClassifiedLine],
    rows: Sequence[Sequence[float]],
    story: Sequence[float],
    position: int,
    start: int,
    told: Counter[str],
    said: Counter[str],
    longer: set[str],
    menu: set[str],
    wordy: Sequence[int],
) -> list[float]:
    line = lines[position]
    text = normalized(line.text)
    tokens = set(_TOKEN.findall(fold(line.text)))
    shared = sum(token in told for token in tokens) / max(1, len(tokens))
    below = [one.kind for one in lines[position + 1 : position + 6]]
    follower = rows[position + 1] if position + 1 < len(rows) else None
    label = is_label(line.text)
    numbers = [
        position < start,
        log1p(start - position) if position < start else 0.0,
        log1p(position - start + 1) if position >= start else 0.0,
        max(-4.0, min(4.0, story[position])),
        shared,
        shared == 0,
        said[text] > 1 and not label,
        text in longer and not label,
        0.0,
        0.0,
        log1p(len(wordy)),
        not wordy and rows[position][0] >= _WORDY,
        label,
        len(line.text) > 120,
        bool(_ALERT.match(fold(line.text[:60]))),
        Kind.DATELINE in below,
        Kind.PICTURE in below,
        any(one.kind is Kind.DATELINE for one in lines[max(0, position - 3) : position]),
        position > 0 and lines[position - 1].kind in (Kind.TRAIL, Kind.ROW),
        follower[0] if follower else 0.0,
        follower[1] if follower else 0.0,
        rows[position - 1][0] if position else 0.0,
        bool(wordy) and wordy[-1] == position - 1,
        text in menu,
        follower is not None and lines[position + 1].line.group == line.line.group,
        label and follower is not None and follower[0] > rows[position][0] and not follower[1],
    ]
    return [float(number) for number in numbers]
