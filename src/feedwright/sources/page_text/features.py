"""What can be counted of the lines of a page, whatever its language: the numbers that models weigh."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import log1p

from feedwright.sources.page_text.lexicon import learnt, said, words_of
from feedwright.sources.page_text.line_kinds import ClassifiedLine, Kind
from feedwright.sources.page_text.punctuation import ARROWS, BARS, CLOSERS, OPENERS
from feedwright.sources.page_text.wording import normalized

_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e00-\u0e7f\u1000-\u109f]")
"""Scripts that write no blanks, or few: two characters count as a word."""
_ENDS = ".!?…。！？؟।۔"
_INNER_END = re.compile(r"[.!?…]\s+\S|[。！？।]\S")
_COMMA = re.compile("[,，、،]")
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(rf"[{re.escape(BARS + ARROWS)}]|\s/\s")
_SITE = re.compile(r"©|@|https?:|www\.|\.com\b")
_SIGNS = (Kind.DATELINE, Kind.BOX, Kind.ENDING, Kind.TAGS, Kind.COMMENTS, Kind.RELATED, Kind.PICTURE)
_FAR = 40
_MOST = 1_000  # characters whose words count

OWN = (
    *("units", "ended", "commas", "sentences", "digits", "capitals", "small", "bullet", "indent", "quoted"),
    *("odd", "site", "asks", "colon", "times", "block", "before", "after", "prose", "letters", "place"),
    *("spaceless", "lower", "upper", "number", "against"),
    *(f"is {kind.name.lower()}" for kind in Kind),
)
AROUND = (
    *("share above", "share below", "near", "wide", "up 3", "up 8", "down 3", "down 8", "prose above"),
    *("prose below", "in block", "from block", "longest above", "longest below"),
    *(f"{kind.name.lower()} {way}" for kind in _SIGNS for way in ("above", "below")),
)
SAID = ("words", "words against")
NAMES = (*OWN, *AROUND, *SAID)
"""What the numbers of a line are, in their order."""


def numbers(lines: Sequence[ClassifiedLine], weights: Mapping[str, float] | None = None) -> list[list[float]]:
    """For each line, the numbers that `NAMES` name. `weights` are those of words, if not those learnt."""
    known = learnt() if weights is None else weights
    times = Counter(normalized(line.text) for line in lines)
    blocks = Counter(line.line.group for line in lines)
    rows = [_own(lines, position, times, blocks) for position in range(len(lines))]
    lengths = sorted(row[0] for row in rows if row[18])
    usual = lengths[len(lengths) // 2] if lengths else 3.0
    for row in rows:
        row[25] = row[0] / usual
    for line, row, around in zip(lines, rows, _around(lines, rows), strict=True):
        row += around
        row += said(words_of(line.text[:_MOST]), known)
    return rows


def _own(
    lines: Sequence[ClassifiedLine], position: int, times: Counter[str], blocks: Counter[int]
) -> list[float]:
    """What is counted of a line itself."""
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
        len(_ODD.findall(text)),
        bool(_SITE.search(text)),
        core[-1:] in "?？؟",
        text[-1] in ":：",
        log1p(times[normalized(text)] - 1),
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


def _around(lines: Sequence[ClassifiedLine], rows: list[list[float]]) -> list[list[float]]:
    """What stands around each line: how much running text, how near, and the nearest signs."""
    weights = [min(row[0], 5.0) ** 2 if row[18] and not row[7] else 0.0 for row in rows]
    sums = [0.0, *accumulate(weights)]
    total, last = sums[-1] or 1.0, len(rows)

    def within(low: int, high: int) -> float:
        low, high = max(0, low), min(last, high)
        return (sums[high] - sums[low]) / max(1, high - low)

    first, end = densest(weights)
    above = _distances([weight > 0 for weight in weights])
    below = _distances([weight > 0 for weight in reversed(weights)])[::-1]
    signs = []
    for kind in _SIGNS:
        has = [line.kind is kind for line in lines]
        signs += [_distances(has), _distances(has[::-1])[::-1]]
    tallest = list(accumulate((row[0] for row in rows), max, initial=0.0))
    deepest = list(accumulate((row[0] for row in reversed(rows)), max, initial=0.0))[::-1]
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
            _signed(i, first, end),
            tallest[i],
            deepest[i + 1],
            *(column[i] for column in signs),
        ]
        for i in range(last)
    ]


def densest(weights: Sequence[float]) -> tuple[int, int]:
    """Where the most running text stands together: its first line, and the one after its last."""
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
    """How far above each line the nearest one is that `has` names; as a logarithm."""
    found, distance = [], _FAR
    for here in has:
        found.append(log1p(distance))
        distance = 0 if here else min(distance + 1, _FAR)
    return found


def _signed(position: int, first: int, end: int) -> float:
    if position < first:
        return -log1p(first - position)
    return log1p(position - end + 1) if position >= end else 0.0
