"""Of several candidates the one for which most speaks: numbers by weights learnt from real pages."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul
from pathlib import Path

from feedwright.sources.ranking import load

FOLDER = Path(__file__).with_name("weights")
UNSURE = 1.0
"""How much better than the next one the best must be to be sure of it: e times as likely."""


def scores(kind: str, names: Sequence[str], rows: Sequence[Sequence[float]]) -> list[float]:
    """Of each row of numbers, which `names` name, how much speaks for it: a logarithm of likelihoods."""
    weights = load(FOLDER / f"{kind}.json")
    ordered = [weights.get(name, 0.0) for name in names]
    return [sum(map(mul, row, ordered)) for row in rows]
