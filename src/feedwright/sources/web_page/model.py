"""How likely each block of a page belongs to its article: two models with weights from real pages.

A logistic regression judges each block by itself, by its words and by where it stands. What it does not rule
out, decision trees judge again: they also see what the regression thinks of the blocks around, and of the
part of the page that they are in. `make train` makes the weights (docs/pages.md).
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
"""The logit of a block that is nothing but a link of a word or two."""
LEAST_LOGIT = -5.0
"""A first logit below which no block is judged again."""
TREE_FEATURES = (*LEXICON_FEATURES, *context_feature_names(), *PART_FEATURES)
"""The numbers that trees see besides those of `features.names()`."""
_MAX_LOGIT = 30.0


class Regression(msgspec.Struct, frozen=True):
    """Logits are `bias` and the sum of numbers by `weights`."""

    bias: float
    weights: dict[str, float]


class _RegressionWeights:
    """A regression's weights in the order of the numbers; those of bits are summed up once a combination."""

    def __init__(self, model: Regression) -> None:
        self._bias = model.bias
        self._number_weights = [model.weights.get(name, 0.0) for name in number_names()]
        self._lexicon_weights = [model.weights.get(name, 0.0) for name in LEXICON_FEATURES]
        self._code_sums = [
            lru_cache(maxsize=2048)(partial(_sum_of_bits, weights))
            for weights in weights_of_codes(model.weights)
        ]

    def logit(self, row: Row, lexicon_rows: list[float]) -> float:
        numbers, codes = row
        coded: float = sum(of(code) for of, code in zip(self._code_sums, codes, strict=True))
        dense: float = sum(map(mul, numbers, self._number_weights)) + sum(
            map(mul, lexicon_rows, self._lexicon_weights)
        )
        return self._bias + dense + coded


def _sum_of_bits(weights: list[float], code: int) -> float:
    return sum(weight for at, weight in enumerate(weights) if code >> at & 1)


def logits(page: PageStats, hints: Hints) -> list[float]:
    """Of each block: above 0, it belongs to the article more likely than not."""
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
    """The numbers that MORE names, of each block that `guesses`, logits, do not rule out."""
    wanted = [at for at, guess in enumerate(guesses) if guess > LEAST_LOGIT]
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
    """Where a column's number is, in Python. Raises KeyError for unknown names."""
    return _column_expressions()[column]


@cache
def _column_expressions() -> dict[str, str]:
    found = {name: f"numbers[{at}]" for at, name in enumerate(number_names())}
    found |= {name: f"(codes[{code}] >> {bit} & 1)" for name, (code, bit) in flag_positions().items()}
    return found | {name: f"more[{at}]" for at, name in enumerate(TREE_FEATURES)}
