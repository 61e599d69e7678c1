"""Logistic regression by Newton's method: the same numbers on any machine, up to rounding."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy

Array = Any
"""A numpy array of floats."""


class Layer(NamedTuple):
    """A logit is `bias` plus the weighted sum of a row's numbers."""

    bias: float
    weights: Array

    def logits(self, rows: Array) -> Array:
        return self.bias + rows @ self.weights


def fit(rows: Array, right: Array, weight: Array, penalty: float = 10.0, steps: int = 8) -> Layer:
    """Fit the weights to the rows.

    Args:
        rows: numbers, a row for each example.
        right: 0 or 1 for each row.
        weight: how much each row counts.
        penalty: on the squares of weights, after all columns are scaled to the same spread.
        steps: the most steps of Newton's method.
    """
    mean, spread = rows.mean(axis=0, dtype=float), rows.std(axis=0, dtype=float)
    spread[spread < 1e-6] = 1e9
    scaled = numpy.hstack([((rows - mean) / spread), numpy.ones((len(rows), 1))]).astype(numpy.float32)
    ridge = numpy.full(scaled.shape[1], penalty)
    ridge[-1] = 1e-6
    found = numpy.zeros(scaled.shape[1])
    for _ in range(steps):
        guess = 1 / (1 + numpy.exp(-numpy.clip(scaled @ found.astype(numpy.float32), -30, 30)))
        slope = scaled.T @ (weight * (guess - right)).astype(numpy.float32) + ridge * found
        curve = (scaled * (weight * guess * (1 - guess) + 1e-9).astype(numpy.float32)[:, None]).T @ scaled
        step = numpy.linalg.solve(curve + numpy.diag(ridge), slope)
        found -= step
        if abs(step).max() < 1e-2:
            break
    weights = found[:-1] / spread
    return Layer(float(found[-1] - mean @ weights), weights)
