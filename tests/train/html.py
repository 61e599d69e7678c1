"""The weights of `sources/web_page/weights/`: which blocks of an HTML page are its article.

A block belongs to the article where the page's true body aligns with it. Of pages whose body is not known,
blocks count on which two readers agree, trafilatura and our own model of the pages whose body is known, and
those of sentences that are known to be there, or not to be. What the trees see of the regression are
guesses about sites that it was not trained on, and what the words of a page speak for comes from other
sites. The same pages give the same weights.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy

from feedwright.sources.decode import decode
from feedwright.sources.web_page.blocks import read_blocks
from feedwright.sources.web_page.document import parse_html
from feedwright.sources.web_page.features import block_features, expand, feature_names
from feedwright.sources.web_page.lexicon import (
    FOLDER,
    LEXICON_FEATURES,
    Lexicon,
    ancestor_names,
    lexicon_features,
    words_in,
)
from feedwright.sources.web_page.model import LINK_LOGIT, TREE_FEATURES, tree_features
from feedwright.sources.web_page.page_stats import Hints, PageStats
from feedwright.sources.web_page.parse import read_hints
from feedwright.sources.web_page.story import choose_blocks, even_out
from score import measures, pages, readers
from train import trees, words
from train.align import lines_of
from train.logistic import Array, Layer, fit

COLUMNS = (*feature_names(), *TREE_FEATURES)
_OF_TWO_READERS = 0.4
"""How much a page counts whose body is known from two readers only."""
_OF_FIXTURES = 6.0
"""How much a page in tests/web_page/ counts: each shows a kind of page that has to be read right."""
_BY_WORDS = 0.7
_HALF = 0.5
_SHORTEST = 200  # characters of an article that a reader found
_INNER = 3
_SPARE_WORDS, _NEAR, _EVERY = 6, 7, 4
_STEPS = 150


class Sample(NamedTuple):
    """A page in numbers.

    `rows` has those of each block that need no other page, `right` 1 or 0 (nan where it is unknown), `sizes`
    how many words it has; `judged` says whether the model judges it at all. `other` is what trafilatura takes
    for the article, where that is all that is known. `weight` is how much the page counts.
    """

    page: pages.Page
    read: PageStats
    hints: Hints
    rows: Array
    words: list[list[str]]
    names: list[frozenset[str]]
    sizes: Array
    judged: Array
    right: Array
    other: list[bool]
    weight: float

    @property
    def site(self) -> str:
        return str(self.page.truth.get("site") or self.page.id)

    @property
    def is_true(self) -> bool:
        """Whether the page's body is known."""
        return bool(self.page.truth.get("body"))

    @property
    def usable(self) -> Array:
        return self.judged & ~numpy.isnan(self.right) & (self.sizes > 0)


def sample(page: pages.Page) -> Sample | None:
    """Return a page in numbers; None if it cannot be parsed."""
    root = parse_html(decode(page.data(), "page.html").text)
    body = None if root is None else root.find("body")
    if root is None or body is None:
        return None
    hints = read_hints(root)
    read = PageStats(*read_blocks(body))
    labels = _labels(page, [block.text for block in read.blocks])
    return _counted(page, read, hints, *labels) if read.blocks else None


def _counted(
    page: pages.Page, read: PageStats, hints: Hints, right: Array, other: list[bool], weight: float
) -> Sample:
    found = block_features(read, hints)
    none = [0.0] * len(feature_names())
    rows = numpy.array([none if row is None else expand(row) for row in found], dtype=numpy.float32)
    for container in read.containers:
        container.element = None  # type: ignore[assignment]  # lxml's elements stay in their process.
    for block in read.blocks:
        block.text_nodes = []
    sizes = numpy.array([len(measures.tokens(block.text)) for block in read.blocks], dtype=float)
    judged = numpy.array([row is not None for row in found])
    spoken = [words_in(one) for one in read.plain_texts]
    return Sample(page, read, hints, rows, spoken, ancestor_names(read), sizes, judged, right, other, weight)


def _labels(page: pages.Page, texts: list[str]) -> tuple[Array, list[bool], float]:
    """Return `right`, `other` and `weight` of a Sample."""
    if page.corpus == pages.FIXTURES:
        return _covered(texts, page.truth["body"]), [], _OF_FIXTURES
    if body := page.truth.get("body"):
        return numpy.array(lines_of(body, texts), dtype=float), [], 1.0
    right = numpy.full(len(texts), numpy.nan)
    for name, value in (("without", 0.0), ("with", 1.0)):
        for sentence in page.truth.get(name) or ():
            plain = " ".join(sentence.split())
            right[[at for at, text in enumerate(texts) if plain in text]] = value
    if not readers.HAS_TRAFILATURA:
        return right, [], _OF_TWO_READERS
    theirs = str(readers.trafilatura(page).get("body") or "")
    return right, lines_of(theirs, texts) if len(theirs) >= _SHORTEST else [], _OF_TWO_READERS


def _covered(texts: list[str], body: str) -> Array:
    """Return 1 for each block most of whose words are in runs of four words of the body, else 0."""
    words = [measures.tokens(text) for text in texts]
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


def _agreed(one: Sample, kept: list[bool]) -> Sample | None:
    """Add the blocks on which both readers agree to `right`; return None if they are too few."""
    if not one.other or one.sizes[numpy.array(kept)].sum() < _SHORTEST / 5:
        return None
    both = numpy.array(
        [float(ours) if ours == theirs else numpy.nan for ours, theirs in zip(kept, one.other, strict=True)]
    )
    right = numpy.where(numpy.isnan(one.right), both, one.right)
    unsure, sure = one.sizes[numpy.isnan(right)].sum(), one.sizes[right == 1].sum()
    return one._replace(right=right) if sure and unsure <= sure / 2 else None


class _Words:
    """Learns what words in texts and names speak for on these pages."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._words, self._names = words.Lexicon(), words.Lexicon()
        for one in samples:
            counts = one.judged & ~numpy.isnan(one.right)
            self._words.add(one.site, one.words, numpy.nan_to_num(one.right), counts)
            self._names.add(one.site, one.names, numpy.nan_to_num(one.right), counts)

    def all(self) -> Lexicon:
        return Lexicon(self._words.weights(), self._names.weights())

    def without(self, site: str) -> Lexicon:
        return Lexicon(self._words.without(site), self._names.without(site))


class Model(NamedTuple):
    """The weights that are saved: of words, of the regression for single blocks, and the trees."""

    lexicon: Lexicon
    first: Layer
    trees: Mapping[str, Any]

    def kept(self, one: Sample) -> list[bool]:
        """Return, for each block, whether builds take it for the article's."""
        blocks = one.read.blocks
        return choose_blocks(blocks, even_out(blocks, self.logits(one)))

    def logits(self, one: Sample) -> list[float]:
        """Return the logits of all blocks."""
        lexicon_rows = lexicon_features(one.read, self.lexicon)
        guesses = _guesses(one, self.first, lexicon_rows)
        found = numpy.array(guesses)
        at, rows = _wide(one, guesses, lexicon_rows)
        if at:
            found[at] = trees.logits(self.trees, rows, COLUMNS)
        return [float(logit) for logit in found]


def _guesses(one: Sample, first: Layer, lexicon_rows: list[list[float]]) -> list[float]:
    logits = first.logits(numpy.hstack([one.rows, numpy.array(lexicon_rows, dtype=numpy.float32)]))
    return [float(logit) for logit in numpy.where(one.judged, logits, LINK_LOGIT)]


def _wide(one: Sample, guesses: list[float], lexicon_rows: list[list[float]]) -> tuple[list[int], Array]:
    """Return the indexes of the blocks that trees judge, and their COLUMNS."""
    found = tree_features(one.read, one.hints, guesses, lexicon_rows)
    if not found:
        return [], numpy.zeros((0, len(COLUMNS)))
    at = list(found)
    return at, numpy.hstack([one.rows[at], numpy.array(list(found.values()), dtype=numpy.float32)])


def train(samples: list[Sample]) -> Model:
    """Train a model on these pages.

    The model that has to agree with trafilatura is trained without words. With words, it would drop what it
    does not know yet, and never learn it.
    """
    sure = [one for one in samples if one.is_true]
    rough = _fit(sure, lambda site: _NO_WORDS, _NO_WORDS)
    agreed = (_agreed(one, choose_blocks(one.read.blocks, rough.logits(one))) for one in samples if one.other)
    usable = [*sure, *(one for one in agreed if one is not None)]
    lexicons = _Words(usable)
    return _fit(usable, lexicons.without, lexicons.all())


def _fit(samples: list[Sample], words_for: Callable[[str], Lexicon], lexicon: Lexicon) -> Model:
    """Train a model. `words_for` returns the words of all sites but one, `lexicon` has those of all."""
    lexicon_rows = [lexicon_features(one.read, words_for(one.site)) for one in samples]
    return Model(lexicon, _regression(samples, lexicon_rows), _trees(samples, lexicon_rows))


_NO_WORDS = Lexicon({}, {})


def _regression(samples: list[Sample], lexicon_rows: list[list[list[float]]]) -> Layer:
    """Train the regression: all pages count the same, blocks by their words, long ones less."""
    inputs, right, weight = [], [], []
    for one, more in zip(samples, lexicon_rows, strict=True):
        # Most of a page are links of a word or two: of those far from the text a quarter tells enough.
        spare = _spare(one)
        usable = one.usable & (~spare | (numpy.arange(len(spare)) % _EVERY == 0))
        inputs.append(numpy.hstack([one.rows, numpy.array(more, dtype=numpy.float32)])[usable])
        right.append(one.right[usable])
        weight.append((_weights(one) * numpy.where(spare, float(_EVERY), 1.0))[usable])
    return fit(numpy.vstack(inputs), numpy.concatenate(right), numpy.concatenate(weight))


def _spare(one: Sample) -> Array:
    """Find short blocks that are not the article's and far from it."""
    right = numpy.nan_to_num(one.right)
    near = numpy.convolve(right, numpy.ones(_NEAR))[_NEAR // 2 : len(right) + _NEAR // 2] > 0
    return (one.sizes < _SPARE_WORDS) & (right == 0) & ~near


def _weights(one: Sample) -> Array:
    whole = max(50.0, float((one.sizes * numpy.nan_to_num(one.right))[one.judged].sum()))
    return one.weight * (one.sizes / whole) ** _BY_WORDS


def _trees(samples: list[Sample], lexicon_rows: list[list[list[float]]]) -> dict[str, Any]:
    inner = [one.page.fold_of("inner") % _INNER for one in samples]
    inputs, right, weight = [], [], []
    for fold in range(_INNER):
        others = [at for at, of in enumerate(inner) if of != fold]
        first = _regression([samples[at] for at in others], [lexicon_rows[at] for at in others])
        for one, more in (
            both
            for both, of in zip(zip(samples, lexicon_rows, strict=True), inner, strict=True)
            if of == fold
        ):
            at, rows = _wide(one, _guesses(one, first, more), more)
            usable = one.usable[at]
            inputs.append(rows[usable])
            right.append(one.right[at][usable])
            weight.append(_weights(one)[at][usable])
    counted = numpy.concatenate(weight)
    return trees.fit(
        numpy.vstack(inputs), numpy.concatenate(right), counted / counted.mean(), COLUMNS, steps=_STEPS
    )


def report(samples: list[Sample], of: Callable[[Sample], str]) -> None:
    """Print how well pages of sites are read that the model was not trained on, by whole blocks."""
    found: dict[str, list[measures.Shares]] = {}
    for fold in range(pages.FOLDS):
        model = train([one for one in samples if one.page.fold != fold])
        for one in samples:
            if one.page.fold == fold and one.is_true:
                kept = zip(one.read.blocks, model.kept(one), strict=True)
                shares = measures.body(
                    one.page.truth["body"], " ".join(block.text for block, keep in kept if keep)
                )
                for group in ("all", of(one), f"fold {fold}"):
                    found.setdefault(group, []).append(shares)
    print(f"{'':<12}{'pages':>6}{'precision':>11}{'recall':>11}{'F1':>11}")
    for group, every in sorted(found.items()):
        mean = measures.Shares(*(sum(part) / len(every) for part in zip(*every, strict=True)))
        print(f"{group:<12}{len(every):>6}{mean.precision:>11.3f}{mean.recall:>11.3f}{mean.f1:>11.3f}")


def save(model: Model) -> None:
    """Write the weights into the package."""
    FOLDER.mkdir(exist_ok=True)
    named = zip([*feature_names(), *LEXICON_FEATURES], model.first.weights, strict=True)
    weights = {name: round(float(weight), 4) for name, weight in named}
    first = {
        "bias": round(model.first.bias, 4),
        "weights": {name: weight for name, weight in weights.items() if weight},
    }
    (FOLDER / "blocks.json").write_text(
        json.dumps(first, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    for name, table in (("words", model.lexicon.words), ("names", model.lexicon.names)):
        (FOLDER / f"{name}.json").write_text(
            json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
        )
    trees.save(FOLDER / "story.json", model.trees)


def main() -> None:
    options = argparse.ArgumentParser(prog="train.html")
    options.add_argument("--pages", type=Path, required=True, help="a folder with html/ and truth.jsonl")
    options.add_argument("--quick", action="store_true", help="without the report on held-out sites")
    given = options.parse_args()
    sys.setrecursionlimit(20_000)  # Scopes are pickled with all that they stand in.
    with multiprocessing.get_context("fork").Pool(2) as pool:
        samples = [one for one in pool.map(sample, pages.real(given.pages, "html"), chunksize=8) if one]
    ours = [one for one in map(sample, pages.fixtures("html")) if one]
    every = [*samples, *ours]
    if not given.quick:
        report(every, lambda one: one.page.corpus)
    save(train(every))


if __name__ == "__main__":
    main()
