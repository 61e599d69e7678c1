"""The weights of `sources/web_page/weights.json`: which blocks of an HTML page are its article.

A block belongs to the article where most of its words lie in runs of four that the page's true body has,
too. Pages of which only sentences are known count with the blocks that these stand in. What the second layer
sees of the first are guesses about sites that the first was not trained on.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from feedwright.sources.decode import decode
from feedwright.sources.web_page.blocks import blocks_of
from feedwright.sources.web_page.context import context, context_names
from feedwright.sources.web_page.document import parsed
from feedwright.sources.web_page.features import expanded, features, names
from feedwright.sources.web_page.model import ONLY_A_LINK, WEIGHTS
from feedwright.sources.web_page.parse import known_of
from feedwright.sources.web_page.weigh import Page
from score import measures, pages
from train.logistic import Array, Layer, fit

_HALF = 0.5
_OF_A_SENTENCE = 0.1
"""How much a block counts of a page of which only sentences are known."""

_BY_WORDS = 0.7
_OF_A_FIXTURE = 4.0
"""How much a page in tests/web_page/ counts: what it is there for is to be read right."""


class Sample(NamedTuple):
    """A page in numbers.

    `first` has a row a block, `right` 0 or 1 (nan where it is unknown), `words` how many it has; `judged`
    says whether the model judges it at all.
    """

    page: pages.Page
    read: Page
    first: Array
    right: Array
    words: Array
    judged: Array


def sample(page: pages.Page) -> Sample | None:
    """None where nothing is known of the page's body, or nothing can be read."""
    if not (page.truth.get("body") or page.truth.get("with")):
        return None
    root = parsed(decode(page.data(), "page.html").text)
    body = None if root is None else root.find("body")
    if root is None or body is None:
        return None
    known = known_of(root)
    read = Page(*blocks_of(body))
    if not read.blocks:
        return None
    rows = features(read, known)
    none = [0.0] * len(names())
    numbers = numpy.array([none if row is None else expanded(row) for row in rows], dtype=numpy.float32)
    for scope in read.scopes:
        scope.element = None  # type: ignore[assignment]  # lxml's elements stay in their process.
    for block in read.blocks:
        block.slots = []
    words = [measures.tokens(block.text) for block in read.blocks]
    right = _covered(words, page.truth["body"]) if page.truth.get("body") else _said(read, page.truth)
    judged = numpy.array([row is not None for row in rows])
    return Sample(page, read, numbers, right, numpy.array([len(one) for one in words], dtype=float), judged)


def _covered(words: list[list[str]], body: str) -> Array:
    """1 for each block most of whose words lie in the body's runs of four."""
    true = set(measures.runs(body))
    every = [(word, at) for at, one in enumerate(words) for word in one]
    covered = numpy.zeros(len(every))
    for at in range(len(every) - 3):
        if tuple(word for word, _ in every[at : at + 4]) in true:
            covered[at : at + 4] = 1
    sums = numpy.zeros(len(words))
    for (_, at), one in zip(every, covered, strict=True):
        sums[at] += one
    return (sums >= _HALF * numpy.array([max(len(one), 1) for one in words])).astype(float)


def _spare(one: Sample) -> Array:
    """Blocks that are short, not the article's, and have no block of it near."""
    near = numpy.convolve(numpy.nan_to_num(one.right), numpy.ones(7))[3 : len(one.right) + 3] > 0
    return (one.words < 6) & (one.right == 0) & ~near


def _said(read: Page, truth: dict[str, Any]) -> Array:
    right = numpy.full(len(read.blocks), numpy.nan)
    for name, value in (("without", 0.0), ("with", 1.0)):
        for sentence in truth.get(name) or ():
            for at, block in enumerate(read.blocks):
                if " ".join(sentence.split()) in block.text:
                    right[at] = value
    return right


def _layer(samples: list[Sample], rows: list[Array]) -> Layer:
    """Every page counts the same, a block by its words, though long ones less."""
    inputs, right, weight = [], [], []
    for one, numbers in zip(samples, rows, strict=True):
        usable = one.judged & ~numpy.isnan(one.right) & (one.words > 0)
        # Most of a page are links of a word or two: of those far from the text a quarter tells enough.
        many = _spare(one)
        counted = numpy.where(many, 4.0, 1.0)
        usable &= ~many | (numpy.arange(len(many)) % 4 == 0)
        inputs.append(numbers[usable])
        right.append(one.right[usable])
        if one.page.truth.get("body"):
            whole = max(50.0, float((one.words * one.right)[usable].sum()))
            times = _OF_A_FIXTURE if one.page.corpus == pages.FIXTURES else 1.0
            weight.append(times * counted[usable] * (one.words[usable] / whole) ** _BY_WORDS)
        else:
            weight.append(counted[usable] * _OF_A_SENTENCE)
    return fit(numpy.vstack(inputs), numpy.concatenate(right), numpy.concatenate(weight))


def _wider(one: Sample, first: Layer) -> Array:
    """The numbers of the first layer, and those made of its guesses."""
    guesses = numpy.where(one.judged, first.logits(one.first), ONLY_A_LINK)
    more = context(one.read, [float(guess) for guess in guesses])
    return numpy.hstack([one.first, numpy.array(more, dtype=numpy.float32)])


def train(samples: list[Sample]) -> tuple[Layer, Layer]:
    """Both layers, from all these pages."""
    folds = range(2)
    parts: list[Sample] = []
    rows: list[Array] = []
    for fold in folds:
        others = [one for one in samples if _inner(one) != fold]
        first = _layer(others, [one.first for one in others])
        for one in samples:
            if _inner(one) == fold:
                parts.append(one)
                rows.append(_wider(one, first))
    return _layer(samples, [one.first for one in samples]), _layer(parts, rows)


def _inner(one: Sample) -> int:
    """Another split by site than the page's fold."""
    return one.page.fold_of("inner") % 2


def report(samples: list[Sample], of: Callable[[Sample], str]) -> None:
    """How well pages of sites that were not trained on are read, by whole blocks."""
    found: dict[str, list[measures.Shares]] = {}
    for fold in sorted({one.page.fold for one in samples}):
        first, second = train([one for one in samples if one.page.fold != fold])
        for one in samples:
            if one.page.fold == fold and one.page.truth.get("body"):
                kept = one.judged & (second.logits(_wider(one, first)) >= 0)
                texts = [block.text for block, keep in zip(one.read.blocks, kept, strict=True) if keep]
                shares = measures.body(one.page.truth["body"], " ".join(texts))
                for group in ("all", of(one)):
                    found.setdefault(group, []).append(shares)
    print(f"{'':<12}{'pages':>6}{'precision':>11}{'recall':>11}{'F1':>11}")
    for group, every in found.items():
        mean = measures.Shares(*(sum(part) / len(every) for part in zip(*every, strict=True)))
        print(f"{group:<12}{len(every):>6}{mean.precision:>11.3f}{mean.recall:>11.3f}{mean.f1:>11.3f}")


def _named(layer: Layer, called: Iterable[str]) -> dict[str, Any]:
    weights = {name: round(float(weight), 4) for name, weight in zip(called, layer.weights, strict=True)}
    return {"bias": round(layer.bias, 4), "weights": {name: one for name, one in weights.items() if one}}


def main() -> None:
    options = argparse.ArgumentParser(prog="train")
    options.add_argument("--pages", type=Path, required=True, help="a folder with html/ and truth.jsonl")
    options.add_argument("--quick", action="store_true", help="without the report on held-out sites")
    given = options.parse_args()
    sys.setrecursionlimit(20_000)  # Scopes are pickled with all that they stand in.
    with multiprocessing.get_context("fork").Pool(2) as pool:
        samples = [one for one in pool.map(sample, pages.real(given.pages, "html"), chunksize=8) if one]
    ours = [one for one in map(sample, pages.fixtures("html")) if one]
    if not given.quick:
        report(samples, lambda one: one.page.corpus)
    first, second = train([*samples, *ours])
    model = {"first": _named(first, names()), "second": _named(second, [*names(), *context_names()])}
    WEIGHTS.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
