"""Choose the parts of a page that promise the best F1, by how likely each belongs to the article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

_BOUNDS = tuple((at + 0.5) / 10 for at in range(10))
"""Probabilities, from the lowest to the highest. Less likely parts are never chosen."""


def lowest_chosen(probabilities: Sequence[float], lengths: Sequence[float]) -> float | None:
    """Return the lowest probability of the parts to choose; None if all are unlikely.

    What a model doubts on a page it is mostly right or wrong about together: comments, or a second article,
    belong to the article as a whole or not at all. So each of _BOUNDS stands for as many pages as the others,
    on which exactly the parts with a higher probability are the article.

    Args:
        probabilities: one for each part.
        lengths: how much each part counts, above 0.
    """
    ranked = sorted(
        (
            (-probability, length)
            for probability, length in zip(probabilities, lengths, strict=True)
            if probability >= _BOUNDS[0]
        )
    )
    sums = list(accumulate((length for _, length in ranked), initial=0.0))
    articles = [sums[bisect_left(ranked, (-bound, 0.0))] for bound in _BOUNDS]
    best, found = 0.0, None
    for (negative, _), chosen in zip(ranked, sums[1:], strict=True):
        f1 = sum([min(chosen, article) / (chosen + article) for article in articles])
        if f1 > best:
            best, found = f1, -negative
    return found
