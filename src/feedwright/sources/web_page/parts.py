"""Features for the decision trees: topic of a block, part of the page, and headings above it.

A part is an outermost element that does not contain the likely article as a whole. Its features let the trees
judge a second article, the comments or a cookie panel as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log1p

from feedwright.sources.web_page.blocks import Block, Container
from feedwright.sources.web_page.document import HEADINGS
from feedwright.sources.web_page.lexicon import LEXICON_FEATURES, words_in
from feedwright.sources.web_page.page_stats import Hints, PageStats

PART_FEATURES = (
    *("topic", "title's words"),
    *("part's share", "part's guess", "part's words", "part's names", "part's topic", "part's title words"),
    *("headlines above", "large headings above", "said before", "heading's guess", "heading's words"),
    *("heading's low words", "heading's level", "heading's links", "letters below heading"),
)
"""The names of the features, in their order."""

_WORDS, _LOW_WORDS, _LOW_NAMES = (
    LEXICON_FEATURES.index(name) for name in ("words", "low words", "low names")
)
_SURE, _LONG_BLOCK, _LONG_WORD = 0.7, 60, 5
"""Likely paragraphs have a higher probability and more letters; words with fewer letters do not count."""
_MAIN_SHARE = 0.7
"""A share of all likely letters: the innermost element with so many is the article's own."""
_UNKNOWN_TOPIC = 0.5  # for a block without long words
_MAX_HEADLINES = 4


def part_features(
    page: PageStats,
    guesses: Sequence[float],
    lexicon_rows: Sequence[Sequence[float]],
    hints: Hints,
    wanted: Sequence[int],
) -> list[list[float]]:
    """Return the PART_FEATURES of the `wanted` blocks.

    Args:
        page: the page with its sums.
        guesses: the regression's probabilities, for all blocks.
        lexicon_rows: the LEXICON_FEATURES of all blocks.
        hints: the page's metadata, normalized.
        wanted: indexes of blocks.
    """
    topic = _Topic(page, guesses, hints)
    parts = _Parts(page, guesses, lexicon_rows, topic)
    headings = _headings(page, guesses, lexicon_rows)
    return [[*topic.of(at), *parts.of(at), *headings[at]] for at in wanted]


class _Topic:
    """Compares a block's longer words with those of likely paragraphs, and of title and summary."""

    def __init__(self, page: PageStats, guesses: Sequence[float], hints: Hints) -> None:
        self._words = [_long_words(one) for one in page.plain_texts]
        self._sure = [
            guess > _SURE and block.length > _LONG_BLOCK
            for block, guess in zip(page.blocks, guesses, strict=True)
        ]
        times = Counter(
            word for words, is_sure in zip(self._words, self._sure, strict=True) if is_sure for word in words
        )
        self._likely = set(times)
        self._likely_elsewhere = {word for word, count in times.items() if count > 1}
        self._title = {word for text in (*hints.titles, hints.summary) for word in _long_words(text)}

    def of(self, at: int) -> tuple[float, int]:
        """Return the share of words in likely paragraphs, and the number of words in title and summary."""
        words = self._words[at]
        if not words:
            return _UNKNOWN_TOPIC, 0
        likely = self._likely_elsewhere if self._sure[at] else self._likely
        return len(words & likely) / len(words), len(words & self._title)


def _long_words(plain_text: str) -> set[str]:
    return {word for word in words_in(plain_text) if len(word) >= _LONG_WORD}


class _Part:
    """Sums over the blocks of a part."""

    __slots__ = ("letters", "likely", "names", "titled", "topic", "words")

    def __init__(self) -> None:
        self.letters = self.titled = 0
        self.likely = self.words = self.names = self.topic = 0.0


class _Parts:
    """Divides the page into parts; text directly in elements that contain the article is one more part."""

    def __init__(
        self,
        page: PageStats,
        guesses: Sequence[float],
        lexicon_rows: Sequence[Sequence[float]],
        topic: _Topic,
    ) -> None:
        likely = [block.length * guess for block, guess in zip(page.blocks, guesses, strict=True)]
        self._blocks, self._whole = page.blocks, sum(likely) or 1.0
        self._part_roots = _part_roots(page, likely, self._whole)
        self._parts: dict[int, _Part] = {}
        for at, block in enumerate(page.blocks):
            part = self._parts.setdefault(self._key(block), _Part())
            shared, titled = topic.of(at)
            part.letters += block.length
            part.likely += likely[at]
            part.words += lexicon_rows[at][_WORDS] * block.length
            part.names = min(part.names, lexicon_rows[at][_LOW_NAMES])
            part.titled += titled
            part.topic += shared * block.length

    def _key(self, block: Block) -> int:
        top = self._part_roots[id(block.container)]
        return 0 if top is None else id(top)

    def of(self, at: int) -> list[float]:
        """Return the features of the part in which a block is."""
        part = self._parts[self._key(self._blocks[at])]
        letters = part.letters
        return [
            part.likely / self._whole, part.likely / letters, part.words / letters, part.names,
            part.topic / letters, part.titled,
        ]  # fmt: skip


def _part_roots(page: PageStats, likely: Sequence[float], whole: float) -> dict[int, Container | None]:
    """Map each container to the element of its part; None if the container contains the likely article."""
    for container in page.containers:
        container.likely_letters = 0.0
    for block, one in zip(page.blocks, likely, strict=True):
        block.container.likely_letters += one
    for container in reversed(page.containers):
        if container.parent is not None:
            container.parent.likely_letters += container.likely_letters
    main = max(
        (container for container in page.containers if container.likely_letters >= _MAIN_SHARE * whole),
        key=lambda container: container.depth,
        default=None,
    )
    roots: dict[int, Container | None] = {}
    while main is not None:
        roots[id(main)] = None
        main = main.parent
    for container in page.containers:
        if id(container) not in roots:
            above = None if container.parent is None else roots[id(container.parent)]
            roots[id(container)] = above or container
    return roots


def _headings(
    page: PageStats, guesses: Sequence[float], lexicon_rows: Sequence[Sequence[float]]
) -> list[tuple[float, ...]]:
    """Return features of each block: the headlines above it, repeated text, and the last heading."""
    found: list[tuple[float, ...]] = []
    headline_count = large = letters = 0
    heading: tuple[float, ...] = (-1, 0, 0, 0, 0)
    seen: set[str] = set()
    for at, block in enumerate(page.blocks):
        tag, words = block.container.tag, page.plain_texts[at]
        headline_count += tag == "h1"
        large += tag in ("h1", "h2")
        counted = (min(headline_count, _MAX_HEADLINES), large, words in seen)
        found.append((*counted, *heading, log1p(letters)))
        seen.add(words)
        letters += block.length
        if tag in HEADINGS:
            one, letters = lexicon_rows[at], 0
            heading = (guesses[at], one[_WORDS], one[_LOW_WORDS], int(tag[1]), page.link_shares[at])
    return found
