"""Rank candidates with a log-linear model: weighted features, then a softmax; `make train` trains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path

from msgspec import json

Features = dict[str, float]
"""The features of one candidate, by name; a feature that is missing is 0."""


@cache
def load_weights(weights: Path) -> dict[str, float]:
    """Load the weights, by names of features, from a JSON file (docs/pages.md)."""
    return json.decode(weights.read_bytes(), type=dict[str, float])


def candidate_probabilities(rows: Sequence[Features], weights: Mapping[str, float]) -> list[float]:
    """Return the probability that each candidate is the right one; all of them add up to 1.

    `rows` has the features of each candidate; it must not be empty.
    """
    scores = [sum(weights.get(name, 0.0) * number for name, number in row.items()) for row in rows]
    highest = max(scores)
    odds = [exp(score - highest) for score in scores]
    total = sum(odds)
    return [one / total for one in odds]
