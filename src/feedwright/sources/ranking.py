"""Rank candidates by weights learnt from real pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path

from msgspec import json

Numbers = dict[str, float]
"""The features of a candidate by name; a missing one is 0."""


@cache
def load(weights: Path) -> dict[str, float]:
    """Load a weight for each feature (docs/pages.md)."""
    return json.decode(weights.read_bytes(), type=dict[str, float])


def likelihoods(rows: Sequence[Numbers], weights: Mapping[str, float]) -> list[float]:
    """The probability of each candidate to be the right one; they add up to 1."""
    scores = [sum(weights.get(name, 0.0) * number for name, number in row.items()) for row in rows]
    highest = max(scores)
    odds = [exp(score - highest) for score in scores]
    whole = sum(odds)
    return [one / whole for one in odds]
