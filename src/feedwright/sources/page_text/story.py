"""Which lines are the story: a model that was trained on real pages, and the likeliest run of lines it gives.

`weights/story.json` holds decision trees (`make train` makes it, docs/pages.md). A column is one of the
numbers of a line (`features.py`) or of a line near it: "units@-1" is that of the line above. The trees give
the logit that the line is in the story.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import exp, expm1, log
from pathlib import Path

from msgspec import json

from feedwright.sources.page_text.features import NAMES
from feedwright.sources.trees import Trees, compile_trees

WEIGHTS = Path(__file__).with_name("weights") / "story.json"
_LEAST = 0.02
"""No line counts that is less likely to be in the story."""
REACH = 3
"""Lines above and below that a line is judged with."""
OF_NEIGHBOURS = (
    *("units", "ended", "commas", "digits", "capitals", "small", "bullet", "odd", "site", "times", "block"),
    *("before", "prose", "letters", "words", "words against"),
    *(f"is {kind}" for kind in ("text", "prose", "noise", "box", "dateline", "picture", "related")),
)
"""The numbers of the lines around that count for a line."""
OFFSETS = (*range(-REACH, 0), *range(1, REACH + 1))
COLUMNS = (*NAMES, *(f"{name}@{offset:+}" for offset in OFFSETS for name in OF_NEIGHBOURS))
_BEYOND = [-1.0] * len(NAMES)


def inside(rows: list[list[float]]) -> list[float]:
    """For each line, of which `rows` has the numbers, the logit that it is in the story.

    Above 0 it is taken for a line of it. How far from 0 tells how sure that is.
    """
    return decided(logits(rows), [row[0] for row in rows])


def decided(logits: Sequence[float], lengths: Sequence[float]) -> list[float]:
    """The logits, moved so that those above 0 are the lines that promise the best F1.

    F1 is best when every line counts whose probability is above half of what F1 can be expected then (Ye et
    al., "Optimizing F-measure", ICML 2012). So of a page where little is sure, less sure lines count, too.
    `lengths` are the logarithms of the lines' words.
    """
    if not logits:
        return []
    likely = (1 / (1 + exp(-max(-30.0, min(30.0, logit)))) for logit in logits)
    every = sorted(zip(likely, map(expm1, lengths), strict=True), reverse=True)
    wanted = sum(chance * words for chance, words in every) or 1.0
    found = taken = best = 0.0
    for chance, words in every:
        found, taken = found + chance * words, taken + words
        best = max(best, 2 * found / (taken + wanted))
    least = min(max(best / 2, _LEAST), 0.5)
    threshold = log(least / (1 - least))
    return [logit - threshold for logit in logits]


def logits(rows: list[list[float]]) -> list[float]:
    """What the trees say of each line, by the numbers of all lines."""
    sum_of_trees = _compiled()
    padded = [*[_BEYOND] * REACH, *rows, *[_BEYOND] * REACH]
    return [sum_of_trees(*padded[at : at + 2 * REACH + 1]) for at in range(len(rows))]


def percent(logit: float) -> int:
    """The logit as a probability, 0 to 100."""
    return round(100 / (1 + exp(-max(-30.0, min(30.0, logit)))))


@cache
def _compiled() -> Callable[..., float]:
    """The trees as a function of the numbers of a line and of those around it."""
    rows = ", ".join(f"row{at}" for at in range(2 * REACH + 1))
    return compile_trees(json.decode(WEIGHTS.read_bytes(), type=Trees), rows, _place)


def _place(column: str) -> str:
    """Where a column's number is, in Python: "units@-1" is `row2[0]`. Raises ValueError for unknown names."""
    name, _, offset = column.partition("@")
    return f"row{REACH + int(offset or 0)}[{NAMES.index(name)}]"
