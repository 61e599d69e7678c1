"""Estimate how likely each block of a page belongs to its article, by two models trained on real pages.

A logistic regression judges each block by its words and its position. Blocks that are not very unlikely are
judged again by decision trees, which also see the regression's guesses about the blocks and the part of the
page around a block. `make train` learns the weights (docs/pages.md).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, partial
from math import exp
from operator import mul

import msgspec

from feedwright.sources.trees import Trees, compile_trees
from feedwright.sources.web_page.context import context_feature_names, context_features
from feedwright.sources.web_page.features import (
    Row,
    block_features,
    flag_positions,
    number_names,
    weights_of_codes,
)
from feedwright.sources.web_page.lexicon import FOLDER, LEXICON_FEATURES, lexicon_features, load_lexicon
from feedwright.sources.web_page.page_stats import Hints, PageStats
from feedwright.sources.web_page.parts import PART_FEATURES, part_features

LINK_LOGIT = -8.0
"""The logit of a block that is only a short link; no model judges such blocks."""
MIN_TREE_LOGIT = -5.0
"""The trees judge only blocks with a higher logit from the regression."""
TREE_FEATURES = (*LEXICON_FEATURES, *context_feature_names(), *PART_FEATURES)
"""The features that trees use besides `features.feature_names()`, in their order."""
_MAX_LOGIT = 30.0


class Regression(msgspec.Struct, frozen=True):
    """A logistic regression: a weight for each feature by name; the logit is `bias` plus the weighted sum."""

    bias: float
    weights: dict[str, float]


class _RegressionWeights:
    """A regression's weights in the order of the features; sums for combinations of bits are cached."""

    def __init__(self, model: Regression) -> None:
        self._bias = model.bias
        self._number_weights = [model.weights.get(name, 0.0) for name in number_names()]
        self._lexicon_weights = [model.weights.get(name, 0.0) for name in LEXICON_FEATURES]
        self._code_sums = [
            lru_cache(maxsize=2048)(partial(_sum_of_bits, weights))
            for weights in weights_of_codes(model.weights)
        ]

    def logit(self, row: Row, lexicon_row: list[float]) -> float:
        """Return the logit of a block from its features."""
        numbers, codes = row
        coded: float = sum(of(code) for of, code in zip(self._code_sums, codes, strict=True))
        dense: float = sum(map(mul, numbers, self._number_weights)) + sum(
            map(mul, lexicon_row, self._lexicon_weights)
        )
        return self._bias + dense + coded


def _sum_of_bits(weights: list[float], code: int) -> float:
    return sum(weight for at, weight in enumerate(weights) if code >> at & 1)


def logits(page: PageStats, hints: Hints) -> list[float]:
    """Return a logit for each block; above 0, the block more likely belongs to the article than not."""
    first, trees = _load_models()
    rows, lexicon_rows = block_features(page, hints), lexicon_features(page, load_lexicon())
    guesses = [
        LINK_LOGIT if row is None else first.logit(row, words)
        for row, words in zip(rows, lexicon_rows, strict=True)
    ]
    found = guesses.copy()
    for at, more in tree_features(page, hints, guesses, lexicon_rows).items():
        row = rows[at]
        assert row is not None
        found[at] = trees(*row, more)
    return found


def tree_features(
    page: PageStats, hints: Hints, guesses: list[float], lexicon_rows: list[list[float]]
) -> dict[int, list[float]]:
    """Return the TREE_FEATURES of each block that the trees judge, by the block's index.

    Args:
        page: the page with its sums.
        hints: its metadata, normalized.
        guesses: the regression's logits, for all blocks.
        lexicon_rows: the LEXICON_FEATURES of all blocks.
    """
    wanted = [at for at, guess in enumerate(guesses) if guess > MIN_TREE_LOGIT]
    likely = [1 / (1 + exp(-max(-_MAX_LOGIT, min(_MAX_LOGIT, guess)))) for guess in guesses]
    beside = context_features(page, guesses, wanted)
    whole = part_features(page, likely, lexicon_rows, hints, wanted)
    return {at: [*lexicon_rows[at], *near, *far] for at, near, far in zip(wanted, beside, whole, strict=True)}


@cache
def _load_models() -> tuple[_RegressionWeights, Callable[..., float]]:
    first = msgspec.json.decode((FOLDER / "blocks.json").read_bytes(), type=Regression)
    trees = msgspec.json.decode((FOLDER / "story.json").read_bytes(), type=Trees)
    return _RegressionWeights(first), compile_trees(trees, "numbers, codes, more", _column_expression)


def _column_expression(column: str) -> str:
    """Return the Python expression for a feature. Raises KeyError if there is no such feature."""
    return _column_expressions()[column]


@cache
def _column_expressions() -> dict[str, str]:
    found = {name: f"numbers[{at}]" for at, name in enumerate(number_names())}
    found |= {name: f"(codes[{code}] >> {bit} & 1)" for name, (code, bit) in flag_positions().items()}
    return found | {name: f"more[{at}]" for at, name in enumerate(TREE_FEATURES)}
