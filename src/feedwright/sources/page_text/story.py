"""Decide which lines are the story, with decision trees that were trained on real pages.

`weights/story.json` has the trees (`make train` makes it, docs/pages.md). A column is a feature of the line
(`features.py`) or of a line near it: "units@-1" is that of the line above. The trees return the logit that
the line is in the story.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import exp, expm1
from pathlib import Path

from msgspec import Struct, json

from feedwright.sources.expected_f1 import lowest_chosen
from feedwright.sources.page_text.features import LINE_FEATURES, UNITS
from feedwright.sources.trees import Trees, compile_trees

WEIGHTS = Path(__file__).with_name("weights") / "story.json"
_MIN_PROBABILITY = 0.02
"""Lines that are less likely than this are never part of the story."""
_TEMPERATURE = 2.0
"""Logits are divided by it, because the model is too confident about sites that it was not trained on."""
_MIN_WORDS, _ABOVE = 0.5, 0.01
"""The words that an empty line counts; the logit, after a shift, of the least likely line that is chosen."""
NEIGHBOURS = 3
"""How many lines above and how many below are used to judge a line."""
NEIGHBOUR_FEATURES = (
    *("units", "ended", "commas", "digits", "capitals", "small", "bullet", "odd", "site", "times", "block"),
    *("before", "prose", "letters", "words", "words against"),
    *(f"is {kind}" for kind in ("text", "prose", "noise", "box", "dateline", "picture", "related")),
)
"""The features of these lines that are used."""
OFFSETS = (*range(-NEIGHBOURS, 0), *range(1, NEIGHBOURS + 1))
COLUMNS = (*LINE_FEATURES, *(f"{name}@{offset:+}" for offset in OFFSETS for name in NEIGHBOUR_FEATURES))
_OUTSIDE_PAGE = [-1.0] * len(LINE_FEATURES)


class ArticleSpan(Struct, frozen=True):
    """The positions of an article's lines on its page.

    Attributes:
        headline: of the headline; -1 if none was found.
        start: of the first line of the story.
        end: of the last line of the story.
    """

    headline: int
    start: int
    end: int


def story_logits(rows: list[list[float]]) -> list[float]:
    """Return for each line the logit that it is in the story; those above 0 are.

    `rows` has the features of each line (`features.line_features`).
    """
    return shift_to_best_f1(logits(rows), [row[UNITS] for row in rows])


def shift_to_best_f1(logits: Sequence[float], lengths: Sequence[float]) -> list[float]:
    """Shift logits, no further than needed, so that choosing those above 0 gives the highest expected F1.

    So less certain lines are chosen, too, if there are few certain ones on the page (expected_f1.py).

    Args:
        logits: one for each line.
        lengths: the logarithm of the number of words (log1p) of each line.
    """
    if not logits:
        return []
    probabilities = [1 / (1 + exp(-max(-30.0, min(30.0, logit / _TEMPERATURE)))) for logit in logits]
    lowest = lowest_chosen(probabilities, [max(expm1(length), _MIN_WORDS) for length in lengths])
    if lowest is None:
        lowest = max(*probabilities, _MIN_PROBABILITY)
    chosen = [logit for logit, one in zip(logits, probabilities, strict=True) if one >= lowest]
    dropped = [logit for logit, one in zip(logits, probabilities, strict=True) if one < lowest]
    shift = max(max(dropped, default=0.0), 0.0) or min(min(chosen, default=1.0) - _ABOVE, 0.0)
    return [logit - shift for logit in logits]


def logits(rows: list[list[float]]) -> list[float]:
    """Return what the trees compute for each line from the features of all lines."""
    sum_of_trees = _load_model()
    padded = [*[_OUTSIDE_PAGE] * NEIGHBOURS, *rows, *[_OUTSIDE_PAGE] * NEIGHBOURS]
    return [sum_of_trees(*padded[at : at + 2 * NEIGHBOURS + 1]) for at in range(len(rows))]


def percent(logit: float) -> int:
    """Return the probability of a logit in percent, 0 to 100."""
    return round(100 / (1 + exp(-max(-30.0, min(30.0, logit)))))


@cache
def _load_model() -> Callable[..., float]:
    """Load the trees as a function of the features of a line and of those around it."""
    rows = ", ".join(f"row{at}" for at in range(2 * NEIGHBOURS + 1))
    return compile_trees(json.decode(WEIGHTS.read_bytes(), type=Trees), rows, _column_expression)


def _column_expression(column: str) -> str:
    """Return the Python expression of a column: "units@-1" is `row2[0]`.

    Raises:
        ValueError: if there is no feature of this name.
    """
    name, _, offset = column.partition("@")
    return f"row{NEIGHBOURS + int(offset or 0)}[{LINE_FEATURES.index(name)}]"
