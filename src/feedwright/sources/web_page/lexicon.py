"""Features from words: those in a block's text, and those in the class and id of its ancestors.

Words with a weight above 0 are typical of articles, words with a weight below 0 of the rest of a page.
`weights/words.json` and `weights/names.json` have words that many sites use (`make train`, docs/pages.md);
other words do not count, so that text in other languages is judged by the other features.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct, json

from feedwright.sources.web_page.page_stats import LARGE, PageStats
from feedwright.sources.web_page.word_groups import words_in_names

FOLDER = Path(__file__).with_name("weights")
LEXICON_FEATURES = ("words", "low words", "high words", "names", "low names", "high names", "lowest names")
"""The names of the features, in their order."""
_MAX_LENGTH, _MIN_WORD, _EXTREMES = 1_000, 3, 3


class Lexicon(Struct, frozen=True):
    """The weights of words in texts, and of words in class and id (`names`)."""

    words: Mapping[str, float]
    names: Mapping[str, float]


@cache
def load_lexicon() -> Lexicon:
    """Load the weights that were learnt from pages."""
    words, names = ((FOLDER / f"{one}.json").read_bytes() for one in ("words", "names"))
    return Lexicon(json.decode(words, type=dict[str, float]), json.decode(names, type=dict[str, float]))


def words_in(text: str) -> list[str]:
    """Return the words with three or more letters at the beginning of a normalized text."""
    return [word for word in text[:_MAX_LENGTH].split() if len(word) >= _MIN_WORD]


def ancestor_names(page: PageStats, known: Mapping[str, float] | None = None) -> list[frozenset[str]]:
    """Return, for each block, the words in class and id of its ancestors; if `known`, only those in `known`.

    Ancestors with a large share of the page's prose do not count: they contain the article and the rest.
    """
    nothing: frozenset[str] = frozenset()
    named: dict[str, frozenset[str]] = {}
    found: dict[int, frozenset[str]] = {}
    large = LARGE * page.total_prose
    for container in page.containers:
        above = nothing if container.parent is None else found[id(container.parent)]
        if container.prose < large:
            own = named.get(container.signature)
            if own is None:
                every = words_in_names(container.signature.partition(" ")[2])
                own = every if known is None else every & known.keys()
                named[container.signature] = own
            if own and not own <= above:
                above = above | own
        found[id(container)] = above
    return [found[id(block.container)] for block in page.blocks]


def lexicon_features(page: PageStats, lexicon: Lexicon) -> list[list[float]]:
    """Return the LEXICON_FEATURES of each block."""
    by_names: dict[frozenset[str], list[float]] = {}
    found = []
    for words, names in zip(page.plain_texts, ancestor_names(page, lexicon.names), strict=True):
        of_names = by_names.get(names)
        if of_names is None:
            of_names = by_names[names] = _name_features(names, lexicon.names)
        found.append([*_word_features(words[:_MAX_LENGTH].split(), lexicon.words), *of_names])
    return found


def _word_features(words: Iterable[str], weights: Mapping[str, float]) -> list[float]:
    """Return the mean of all known weights, of the lowest three, and of the highest three."""
    known = sorted([weights[word] for word in words if word in weights])
    if not known:
        return [0.0, 0.0, 0.0]
    return [
        sum(known) / (len(known) + 1),
        sum(known[:_EXTREMES]) / _EXTREMES,
        sum(known[-_EXTREMES:]) / _EXTREMES,
    ]


def _name_features(names: Iterable[str], weights: Mapping[str, float]) -> list[float]:
    """Return the mean, the lowest below 0, the highest above 0, and the mean of the lowest three weights."""
    known = sorted(weights[name] for name in names if name in weights)
    if not known:
        return [0.0, 0.0, 0.0, 0.0]
    lowest = known[:_EXTREMES]
    return [sum(known) / (len(known) + 1), min(known[0], 0.0), max(known[-1], 0.0), sum(lowest) / _EXTREMES]
