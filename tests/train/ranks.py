"""Weights for choosing one of a list: under them the right ones are likeliest (a conditional logit)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy

Array = Any
"""A numpy array of floats."""
_PENALTY = 0.003
_STEPS = 400


class List(NamedTuple):
    """The candidates of a page: the numbers of each, and whether it is right; at least one is."""

    rows: Array
    right: Array

    def is_right(self, weights: Array) -> bool:
        return bool(self.right[int(numpy.argmax(self.rows @ weights))])


def fit(lists: Sequence[List], penalty: float = _PENALTY) -> Array:
    """Fit a weight for each number, by descent with momentum (Adam) on all lists at once."""
    rows = numpy.vstack([one.rows for one in lists]).astype(float)
    right = numpy.concatenate([one.right for one in lists]).astype(bool)
    owner = numpy.repeat(numpy.arange(len(lists)), [len(one.right) for one in lists])
    starts = numpy.searchsorted(owner, numpy.arange(len(lists)))
    spread = rows.std(axis=0)
    spread[spread < 1e-6] = 1e9
    scaled = rows / spread
    found = numpy.zeros(scaled.shape[1])
    speed, size = numpy.zeros_like(found), numpy.zeros_like(found)
    for step in range(1, _STEPS + 1):
        logits = scaled @ found
        logits -= numpy.maximum.reduceat(logits, starts)[owner]
        likely = numpy.exp(logits)
        all_of = numpy.add.reduceat(likely, starts)[owner]
        of_right = numpy.add.reduceat(numpy.where(right, likely, 0), starts)[owner]
        pull = likely / all_of - numpy.where(right, likely, 0) / numpy.maximum(of_right, 1e-12)
        slope = scaled.T @ pull / len(lists) + penalty * found
        speed = 0.9 * speed + 0.1 * slope
        size = 0.99 * size + 0.01 * slope**2
        found -= 0.05 * (speed / (1 - 0.9**step)) / (numpy.sqrt(size / (1 - 0.99**step)) + 1e-8)
    return found / spread
