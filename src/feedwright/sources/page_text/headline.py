"""Choose the headline among the lines that could be it, by features relative to the story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log1p

from msgspec import Struct

from feedwright.sources.folding import fold
from feedwright.sources.page_text.features import ENDED, LINE_FEATURES, UNITS
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.punctuation import BARS, DASHES
from feedwright.sources.page_text.ranking import UNSURE_MARGIN, candidate_scores
from feedwright.sources.page_text.vocabulary import words
from feedwright.sources.page_text.wording import alternatives, is_label, normalize

_MAX_LENGTH = 250  # characters of a headline
_MAX_POSITION = 1_500  # lines from the top; the longest menus above a headline have some hundred
_STORY_LINES = 6  # the headline can be among these first lines of the story, below a summary or date
_OPENING_LINES = 12  # of the story, whose words are compared with those of the headline
_ALERT = re.compile(rf"{alternatives(words('alerts'))}\s*[:|]")
_WORDY = log1p(3)
"""Lines with three words or more, as logarithm (the feature "units"), are "wordy" in features' names."""
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]|[^\W_]{3,}")
_DIVIDER = re.compile(rf"\s(?:[{DASHES}{BARS}]|::)\s")
_OUTLET_SUFFIX = re.compile(rf"(.{{15,}}?)\s+(?:[{DASHES}{BARS}]|::)\s+[^{BARS}]{{2,40}}$")

_OWN_FEATURES = (
    *("units", "ended", "commas", "sentences", "digits", "capitals", "small", "bullet", "quoted", "odd"),
    *("site", "asks", "colon", "block", "before", "after", "letters", "spaceless", "lower", "upper"),
    *("number", "place", "is text", "is prose", "is row", "is trail", "box above", "wide"),
)
_OWN_COLUMNS = [LINE_FEATURES.index(name) for name in _OWN_FEATURES]
_CONTEXT_FEATURES = (
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
FEATURE_NAMES = (*_OWN_FEATURES, *_CONTEXT_FEATURES)
"""The names of a candidate's features, in order. The weights refer to them."""


class HeadlineCandidate(Struct, frozen=True):
    """A line that could be the headline.

    Attributes:
        position: of the line.
        title: its text, without the outlet's name.
        features: as in `FEATURE_NAMES`.
    """

    position: int
    title: str
    features: list[float]


class ChosenHeadline(Struct, frozen=True):
    """The line that is most likely the headline.

    Attributes:
        position: of the line.
        title: its text, without the outlet's name.
        other: the position of another line that is nearly as likely, if there is one.
    """

    position: int
    title: str
    other: int | None = None


def choose_headline(
    lines: Sequence[ClassifiedLine], rows: Sequence[Sequence[float]], story: Sequence[float]
) -> ChosenHeadline | None:
    """Return the likeliest headline; None if no line could be one.

    Args:
        lines: all lines of the page.
        rows: their features, from `features.line_features`.
        story: their logits, from `story.story_logits`.
    """
    candidates = collect_candidates(lines, rows, story)
    weights = candidate_scores("headline", FEATURE_NAMES, [candidate.features for candidate in candidates])
    ranked = sorted(zip(weights, candidates, strict=True), key=lambda pair: -pair[0])
    if not ranked:
        return None
    best, chosen = ranked[0]
    others = (
        candidate
        for weight, candidate in ranked[1:4]
        if weight > best - UNSURE_MARGIN and normalize(candidate.title) != normalize(chosen.title)
    )
    other = next(others, None)
    return ChosenHeadline(chosen.position, chosen.title, other.position if other else None)


def collect_candidates(
    lines: Sequence[ClassifiedLine], rows: Sequence[Sequence[float]], story: Sequence[float]
) -> list[HeadlineCandidate]:
    """Return each line that could be the headline, with features; for arguments see `choose_headline`."""
    inside = [position for position, logit in enumerate(story) if logit > 0]
    start = inside[0] if inside else len(lines)
    last = inside[_STORY_LINES] if len(inside) > _STORY_LINES else len(lines)
    story_tokens = Counter(
        token
        for position in inside[:_OPENING_LINES]
        for token in set(_TOKEN.findall(fold(lines[position].text)))
    )
    text_counts = Counter(normalize(line.text) for line in lines)
    with_divider = (line.text for line in lines if len(line.text) <= 300 and _DIVIDER.search(line.text))
    matches = (_OUTLET_SUFFIX.match(text) for text in with_divider)
    suffixed = {normalize(one[1]) for one in matches if one}
    suffixed |= {normalize(line.labels[-1]) for line in lines if line.labels}
    menu = {normalize(label) for line in lines for label in line.labels}
    found: list[HeadlineCandidate] = []
    wordy: list[int] = []
    for position, line in enumerate(lines[: min(last, _MAX_POSITION)]):
        if _could_be_headline(line):
            own = [rows[position][column] for column in _OWN_COLUMNS]
            around = _context_features(
                lines, rows, story, position, start, story_tokens, text_counts, suffixed, menu, wordy
            )
            found.append(HeadlineCandidate(position, _title(line), own + around))
        if rows[position][UNITS] >= _WORDY:
            wordy.append(position)
    above = [position for position in wordy if position < start]
    return [_with_rank(candidate, above) for candidate in found]


def _could_be_headline(line: ClassifiedLine) -> bool:
    kinds = (Kind.TEXT, Kind.PROSE, Kind.ROW, Kind.TRAIL, Kind.RELATED, Kind.NOISE, Kind.BOX)
    return len(line.text) <= _MAX_LENGTH and line.kind in kinds and any(map(str.isalpha, line.text))


def _title(line: ClassifiedLine) -> str:
    found = _OUTLET_SUFFIX.match(line.text)
    return found[1] if found and line.kind in (Kind.ROW, Kind.TRAIL) else line.text


def _with_rank(candidate: HeadlineCandidate, above: Sequence[int]) -> HeadlineCandidate:
    """Fill in the features that rank a candidate among the wordy lines above the story, nearest first."""
    features = candidate.features
    base = len(_OWN_FEATURES)
    if candidate.position in above:
        rank = len(above) - 1 - above.index(candidate.position)
        features[base + _CONTEXT_FEATURES.index("nearest wordy")] = float(rank == 0)
        features[base + _CONTEXT_FEATURES.index("second wordy")] = float(rank == 1)
        features[base + _CONTEXT_FEATURES.index("wordy between")] = log1p(rank)
    return candidate


def _context_features(
    lines: Sequence[ClassifiedLine],
    rows: Sequence[Sequence[float]],
    story: Sequence[float],
    position: int,
    start: int,
    story_tokens: Counter[str],
    text_counts: Counter[str],
    suffixed: set[str],
    menu: set[str],
    wordy: Sequence[int],
) -> list[float]:
    line = lines[position]
    text = normalize(line.text)
    tokens = set(_TOKEN.findall(fold(line.text)))
    shared = sum(token in story_tokens for token in tokens) / max(1, len(tokens))
    below = [one.kind for one in lines[position + 1 : position + 6]]
    follower = rows[position + 1] if position + 1 < len(rows) else None
    label = is_label(line.text)
    features = [
        position < start,
        log1p(start - position) if position < start else 0.0,
        log1p(position - start + 1) if position >= start else 0.0,
        max(-4.0, min(4.0, story[position])),
        shared,
        shared == 0,
        text_counts[text] > 1 and not label,
        text in suffixed and not label,
        0.0,
        0.0,
        log1p(len(wordy)),
        not wordy and rows[position][UNITS] >= _WORDY,
        label,
        len(line.text) > 120,
        bool(_ALERT.match(fold(line.text[:60]))),
        Kind.DATELINE in below,
        Kind.PICTURE in below,
        any(one.kind is Kind.DATELINE for one in lines[max(0, position - 3) : position]),
        position > 0 and lines[position - 1].kind in (Kind.TRAIL, Kind.ROW),
        follower[UNITS] if follower else 0.0,
        follower[ENDED] if follower else 0.0,
        rows[position - 1][UNITS] if position else 0.0,
        bool(wordy) and wordy[-1] == position - 1,
        text in menu,
        follower is not None and lines[position + 1].line.group == line.line.group,
        label and follower is not None and follower[UNITS] > rows[position][UNITS] and not follower[ENDED],
    ]
    return [float(number) for number in features]
