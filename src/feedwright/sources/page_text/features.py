"""Compute the features of a page's lines, the input of the models, in any language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import log1p

from feedwright.sources.page_text.lexicon import lexicon_features, load_lexicon, words_in
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.punctuation import ARROWS, BARS, CLOSERS, OPENERS
from feedwright.sources.page_text.wording import normalize

_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e00-\u0e7f\u1000-\u109f]")
"""Characters of scripts with few or no spaces: two of them count as a word."""
_ENDS = ".!?…。！？؟।۔"
_INNER_END = re.compile(r"[.!?…]\s+\S|[。！？।]\S")
_COMMA = re.compile("[,，、،]")
_WORD = re.compile(r"[^\W\d_]+")
_BARS_AND_ARROWS = re.compile(rf"[{re.escape(BARS + ARROWS)}]|\s/\s")
_WEB_ADDRESS = re.compile(r"©|@|https?:|www\.|\.com\b")
_CONTEXT_KINDS = (Kind.DATELINE, Kind.BOX, Kind.ENDING, Kind.TAGS, Kind.COMMENTS, Kind.RELATED, Kind.PICTURE)
_MAX_DISTANCE = 40  # lines
_MAX_CHARACTERS = 1_000  # of a line, whose words are looked up

OWN_FEATURES = (
    *("units", "ended", "commas", "sentences", "digits", "capitals", "small", "bullet", "indent", "quoted"),
    *("odd", "site", "asks", "colon", "times", "block", "before", "after", "prose", "letters", "place"),
    *("spaceless", "lower", "upper", "number", "against"),
    *(f"is {kind.name.lower()}" for kind in Kind),
)
CONTEXT_FEATURES = (
    *("share above", "share below", "near", "wide", "up 3", "up 8", "down 3", "down 8", "prose above"),
    *("prose below", "in block", "from block", "longest above", "longest below"),
    *(f"{kind.name.lower()} {way}" for kind in _CONTEXT_KINDS for way in ("above", "below")),
)
UNITS, ENDED = OWN_FEATURES.index("units"), OWN_FEATURES.index("ended")
_PROSE, _BULLET, _AGAINST = (OWN_FEATURES.index(name) for name in ("prose", "bullet", "against"))
"""Positions in the features of a line."""
LEXICON_FEATURES = ("words", "words against")
LINE_FEATURES = (*OWN_FEATURES, *CONTEXT_FEATURES, *LEXICON_FEATURES)
"""The names of a line's features, in order. The weights refer to them."""


def line_features(
    lines: Sequence[ClassifiedLine], weights: Mapping[str, float] | None = None
) -> list[list[float]]:
    """Return the features of each line, in the order of `LINE_FEATURES`.

    Args:
        lines: all lines of the page.
        weights: weights of words; None: those in `weights/words.json`.
    """
    known = load_lexicon() if weights is None else weights
    times = Counter(normalize(line.text) for line in lines)
    blocks = Counter(line.line.group for line in lines)
    rows = [_own_features(lines, position, times, blocks) for position in range(len(lines))]
    lengths = sorted(row[UNITS] for row in rows if row[_PROSE])
    usual = lengths[len(lengths) // 2] if lengths else 3.0
    for row in rows:
        row[_AGAINST] = row[UNITS] / usual
    for line, row, around in zip(lines, rows, _context_features(lines, rows), strict=True):
        row += around
        row += lexicon_features(words_in(line.text[:_MAX_CHARACTERS]), known)
    return rows


def _own_features(
    lines: Sequence[ClassifiedLine], position: int, times: Counter[str], blocks: Counter[int]
) -> list[float]:
    """Return the features of a line itself."""
    line = lines[position]
    text, length = line.text, len(line.text)
    spaceless = len(_SPACELESS.findall(text)) if not text.isascii() else 0
    words = _WORD.findall(text)
    count = max(1, len(words))
    units = text.count(" ") + 1 + spaceless / 2
    core = text.rstrip(CLOSERS + ")]） 」』")
    ended = core[-1:] in _ENDS and core != ""
    inner = len(_INNER_END.findall(text))
    own: list[float] = [
        log1p(units),
        ended,
        min(len(_COMMA.findall(text)), 6),
        min(inner, 6),
        sum(map(str.isdigit, text)) / length,
        sum(word[0].isupper() for word in words) / count,
        sum(len(word) <= 3 and word.islower() for word in words) / count,
        line.line.bullet,
        min(line.line.indent, 8),
        text[0] in OPENERS + "「『",
        len(_BARS_AND_ARROWS.findall(text)),
        bool(_WEB_ADDRESS.search(text)),
        core[-1:] in "?？؟",
        text[-1] in ":：",
        log1p(times[normalize(text)] - 1),
        log1p(blocks[line.line.group]),
        position > 0 and lines[position - 1].line.group != line.line.group,
        position + 1 < len(lines) and lines[position + 1].line.group != line.line.group,
        (units >= 12 and (ended or inner > 0)) or units >= 40,
        sum(map(len, words)) / count,
        position / len(lines),
        spaceless / length,
        text[0].islower(),
        text.isupper(),
        text[0].isdigit(),
        0.0,
    ]
    return [*map(float, own), *(float(line.kind is kind) for kind in Kind)]


def _context_features(lines: Sequence[ClassifiedLine], rows: list[list[float]]) -> list[list[float]]:
    """Return features of the text around each line: amount and distance of running text, nearest kinds."""
    weights = [min(row[UNITS], 5.0) ** 2 if row[_PROSE] and not row[_BULLET] else 0.0 for row in rows]
    sums = [0.0, *accumulate(weights)]
    total, last = sums[-1] or 1.0, len(rows)

    def within(low: int, high: int) -> float:
        low, high = max(0, low), min(last, high)
        return (sums[high] - sums[low]) / max(1, high - low)

    first, end = densest(weights)
    above = _distances([weight > 0 for weight in weights])
    below = _distances([weight > 0 for weight in reversed(weights)])[::-1]
    signs = []
    for kind in _CONTEXT_KINDS:
        has = [line.kind is kind for line in lines]
        signs += [_distances(has), _distances(has[::-1])[::-1]]
    tallest = list(accumulate((row[UNITS] for row in rows), max, initial=0.0))
    deepest = list(accumulate((row[UNITS] for row in reversed(rows)), max, initial=0.0))[::-1]
    return [
        [
            sums[i] / total,
            1 - sums[i + 1] / total,
            within(i - 2, i + 3),
            within(i - 7, i + 8),
            within(i - 3, i),
            within(i - 8, i),
            within(i + 1, i + 4),
            within(i + 1, i + 9),
            above[i],
            below[i],
            float(first <= i < end),
            _signed_distance(i, first, end),
            tallest[i],
            deepest[i + 1],
            *(column[i] for column in signs),
        ]
        for i in range(last)
    ]


def densest(weights: Sequence[float]) -> tuple[int, int]:
    """Return the range with the most and densest running text: its first position, and the one after it."""
    price = max(3.0, 0.25 * max(weights, default=0.0))
    best, best_sum, start, running = (0, 0), 0.0, 0, 0.0
    for position, weight in enumerate(weights):
        if running <= 0:
            start, running = position, 0.0
        running += weight - price
        if running > best_sum:
            best, best_sum = (start, position + 1), running
    return best


def _distances(has: Sequence[bool]) -> list[float]:
    """Return the distance from each line to the nearest line above it with True in `has`; as a logarithm."""
    found, distance = [], _MAX_DISTANCE
    for here in has:
        found.append(log1p(distance))
        distance = 0 if here else min(distance + 1, _MAX_DISTANCE)
    return found


def _signed_distance(position: int, first: int, end: int) -> float:
    """Return the distance to a range of lines: negative above it, 0 inside, as a logarithm."""
    if position < first:
        return -log1p(first - position)
    return log1p(position - end + 1) if position >= end else 0.0
