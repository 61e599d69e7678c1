"""Gradient boosted trees by scikit-learn, as lists that a few lines of Python walk (page_text/story.py)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault(
    "OMP_NUM_THREADS", "1"
)  # The same sums in the same order, and no fight for a busy machine.

import numpy
from sklearn.ensemble import HistGradientBoostingClassifier

Array = Any
"""A numpy array of floats."""


def fit(rows: Array, right: Array, weight: Array, columns: Sequence[str], steps: int = 110) -> dict[str, Any]:
    """Train `steps` trees to predict `right` (0 or 1 for each row); `weight` is how much each row counts."""
    model = HistGradientBoostingClassifier(
        max_iter=steps,
        learning_rate=0.1,
        max_leaf_nodes=12,
        min_samples_leaf=40,
        l2_regularization=3,
        max_features=0.3,
        early_stopping=False,
        random_state=0,
    ).fit(rows, right, sample_weight=weight)
    grown = [tree.nodes for (tree,) in model._predictors]
    used = sorted({int(node["feature_idx"]) for nodes in grown for node in nodes if not node["is_leaf"]})
    place = {column: at for at, column in enumerate(used)}
    return {
        "columns": [columns[column] for column in used],
        "base": round(float(model._baseline_prediction.item()), 4),
        "trees": [_listed(nodes, 0, place) for nodes in grown],
    }


def _listed(nodes: Any, at: int, place: dict[int, int]) -> Any:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]), 4)
    threshold = float(f"{node['num_threshold']:.6g}")
    below, above = (_listed(nodes, int(node[side]), place) for side in ("left", "right"))
    return [place[int(node["feature_idx"])], threshold, below, above]


def logits(model: Mapping[str, Any], rows: Array, columns: Sequence[str]) -> Array:
    """Return the logit of each row, as the compiled trees do for a single row."""
    order = [columns.index(name) for name in model["columns"]]
    total = numpy.full(len(rows), model["base"])
    for tree in model["trees"]:
        _add(tree, rows, order, numpy.arange(len(rows)), total)
    return total


def _add(node: Any, rows: Array, order: list[int], which: Array, total: Array) -> None:
    if not isinstance(node, list):
        total[which] += node
        return
    below = rows[which, order[node[0]]] <= node[1]
    _add(node[2], rows, order, which[below], total)
    _add(node[3], rows, order, which[~below], total)


def save(file: Path, model: Mapping[str, Any]) -> None:
    """Write the model as JSON, with a line for each tree."""
    trees = ",\n  ".join(json.dumps(tree) for tree in model["trees"])
    parts = {
        "columns": json.dumps(model["columns"]),
        "base": json.dumps(model["base"]),
        "trees": f"[\n  {trees}\n ]",
    }
    lines = ",\n".join(f" {json.dumps(name)}: {written}" for name, written in parts.items())
    file.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
