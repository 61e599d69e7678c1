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
from feedwright.sources.web_page.context import context, context_names
from feedwright.sources.web_page.features import Row, bits, code_weights, features, numbers_names
from feedwright.sources.web_page.lexicon import FOLDER, SAID, learnt, said
from feedwright.sources.web_page.parts import PARTS, parts_around
from feedwright.sources.web_page.weigh import Known, Page

RULED_OUT = -8.0
"""The logit of a block that is nothing but a link of a word or two."""
HOPELESS = -5.0
"""A first logit below which no block is judged again."""
MORE = (*SAID, *context_names(), *PARTS)
"""The numbers that trees see besides those of `features.names()`."""
_LARGEST = 30.0


class Regression(msgspec.Struct, frozen=True):
    """Logits are `bias` and the sum of numbers by `weights`."""

    bias: float
    weights: dict[str, float]


class _Weights:
    """A regression's weights in the order of the numbers; those of bits are summed up once a combination."""

    def __init__(self, model: Regression) -> None:
        self._bias = model.bias
        self._numbers = [model.weights.get(name, 0.0) for name in numbers_names()]
        self._said = [model.weights.get(name, 0.0) for name in SAID]
        self._coded = [
            lru_cache(maxsize=2048)(partial(_of_bits, weights)) for weights in code_weights(model.weights)
        ]

    def logit(self, row: Row, told: list[float]) -> float:
        numbers, codes = row
        coded: float = sum(of(code) for of, code in zip(self._coded, codes, strict=True))
        dense: float = sum(map(mul, numbers, self._numbers)) + sum(map(mul, told, self._said))
        return self._bias + dense + coded


def _of_bits(weights: list[float], code: int) -> float:
    return sum(weight for at, weight in enumerate(weights) if code >> at & 1)


def logits(page: Page, known: Known) -> list[float]:
    """Of each block: above 0, it belongs to the article more likely than not."""
    first, trees = _loaded()
    rows, told = features(page, known), said(page, learnt())
    guesses = [
        RULED_OUT if row is None else first.logit(row, words) for row, words in zip(rows, told, strict=True)
    ]
    found = guesses.copy()
    for at, more in wider(page, known, guesses, told).items():
        row = rows[at]
        assert row is not None
        found[at] = trees(*row, more)
    return found


def wider(page: Page, known: Known, guesses: list[float], told: list[list[float]]) -> dict[int, list[float]]:
    """The numbers that MORE names, of each block that `guesses`, logits, do not rule out."""
    wanted = [at for at, guess in enumerate(guesses) if guess > HOPELESS]
    likely = [1 / (1 + exp(-max(-_LARGEST, min(_LARGEST, guess)))) for guess in guesses]
    beside = context(page, guesses, wanted)
    whole = parts_around(page, likely, told, known, wanted)
    return {at: [*told[at], *near, *far] for at, near, far in zip(wanted, beside, whole, strict=True)}


@cache
def _loaded() -> tuple[_Weights, Callable[..., float]]:
    first = msgspec.json.decode((FOLDER / "blocks.json").read_bytes(), type=Regression)
    trees = msgspec.json.decode((FOLDER / "story.json").read_bytes(), type=Trees)
    return _Weights(first), compile_trees(trees, "numbers, codes, more", _place)


def _place(column: str) -> str:
    """Where a column's number is, in Python. Raises KeyError for unknown names."""
    return _places()[column]


@cache
def _places() -> dict[str, str]:
    found = {name: f"numbers[{at}]" for at, name in enumerate(numbers_names())}
    found |= {name: f"(codes[{code}] >> {bit} & 1)" for name, (code, bit) in bits().items()}
    return found | {name: f"more[{at}]" for at, name in enumerate(MORE)}
