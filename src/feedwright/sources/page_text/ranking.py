"""Score candidates for headline, date and authors: features times weights, which `make train` learns."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from pathlib import Path

from feedwright.sources.ranking import load_weights

WEIGHTS_FOLDER = Path(__file__).with_name("weights")
UNSURE_MARGIN = 1.0
"""A candidate whose score is less than this above the next one is unsure. 1 means e times as likely."""


def candidate_scores(kind: str, names: Sequence[str], rows: Sequence[Sequence[float]]) -> list[float]:
    """Return the score of each candidate: the logarithm of a likelihood, up to a constant.

    Args:
        kind: the name of the weights' file: "headline", "date" or "authors".
        names: the names of the features.
        rows: the features of each candidate.
    """
    weights = load_weights(WEIGHTS_FOLDER / f"{kind}.json")
    ordered = [weights.get(name, 0.0) for name in names]
    return [sum(map(mul, row, ordered)) for row in rows]
