"""Which blocks of a page are the article: two layers of logistic regression with weights from real pages.

The first judges each block by itself and by where it stands; the second sees what the first thinks of the
blocks around, too. `weights.json` has a weight for each number by its name; `make train` makes it
(docs/pages.md).
"""

from __future__ import annotations

from functools import cache, lru_cache, partial
from operator import mul
from pathlib import Path

import msgspec

from feedwright.sources.web_page.context import context, context_names
from feedwright.sources.web_page.features import Row, code_weights, features, names
from feedwright.sources.web_page.weigh import Known, Page

ONLY_A_LINK = -8.0
"""The logit of a block that is nothing but a link of a word or two."""
WEIGHTS = Path(__file__).with_name("weights.json")


class Layer(msgspec.Struct, frozen=True):
    """Logits are `bias` and the sum of numbers by `weights`."""

    bias: float
    weights: dict[str, float]


class _Model(msgspec.Struct, frozen=True):
    first: Layer
    second: Layer


class _Weights:
    """A layer's weights in the order of the numbers; those of bits are summed up once a combination."""

    def __init__(self, layer: Layer, more: list[str]) -> None:
        self._bias = layer.bias
        coded = code_weights(layer.weights)
        numbers = len(names()) - sum(map(len, coded))
        self._numbers = [layer.weights.get(name, 0.0) for name in names()[:numbers]]
        self._more = [layer.weights.get(name, 0.0) for name in more]
        self._coded = [lru_cache(maxsize=2048)(partial(_of_bits, weights)) for weights in coded]

    def logit(self, row: Row, more: list[float]) -> float:
        numbers, codes = row
        bits: float = sum(of(code) for of, code in zip(self._coded, codes, strict=True))
        dense: float = sum(map(mul, numbers, self._numbers)) + sum(map(mul, more, self._more))
        return self._bias + dense + bits


def _of_bits(weights: list[float], code: int) -> float:
    return sum(weight for at, weight in enumerate(weights) if code >> at & 1)


def logits(page: Page, known: Known) -> list[float]:
    """Of each block: above 0, it belongs to the article more likely than not."""
    first, second = _loaded()
    rows = features(page, known)
    guesses = [ONLY_A_LINK if row is None else first.logit(row, []) for row in rows]
    wider = context(page, guesses)
    return [
        ONLY_A_LINK if row is None else second.logit(row, more) for row, more in zip(rows, wider, strict=True)
    ]


@cache
def _loaded() -> tuple[_Weights, _Weights]:
    model = msgspec.json.decode(WEIGHTS.read_bytes(), type=_Model)
    return _Weights(model.first, []), _Weights(model.second, context_names())
