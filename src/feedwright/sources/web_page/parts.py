"""What stands around a block, by the first guesses: what a single block and its neighbours do not tell.

The heading above it, and how many headlines came before; the part of the page that it is in, where that is
not the article's own element; and whether it is about what the likely paragraphs are about. So a second
article, comments and panels about cookies are judged as the wholes that they are.
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
"""The numbers of a block, in their order."""

_WORDS, _LOW_WORDS, _LOW_NAMES = (
    LEXICON_FEATURES.index(name) for name in ("words", "low words", "low names")
)
_SURE, _LONG_BLOCK, _LONG_WORD = 0.7, 60, 5
_MAIN_SHARE = 0.7
"""Of the likely letters: the innermost element that has so many of them is the article's own."""
_UNKNOWN_TOPIC = 0.5
_MAX_HEADLINES = 4


def part_features(
    page: PageStats,
    guesses: Sequence[float],
    lexicon_rows: Sequence[Sequence[float]],
    hints: Hints,
    wanted: Sequence[int],
) -> list[list[float]]:
    """The numbers that PARTS names, of the `wanted` blocks.

    `guesses` are probabilities, `told` what SAID names, both of all blocks.
    """
    topic = _Topic(page, guesses, hints)
    parts = _Parts(page, guesses, lexicon_rows, topic)
    headings = _headings(page, guesses, lexicon_rows)
    return [[*topic.of(at), *parts.of(at), *headings[at]] for at in wanted]


class _Topic:
    """How many of a block's longer words stand in likely paragraphs, too, and in title and summary."""

    def __init__(self, page: PageStats, guesses: Sequence[float], hints: Hints) -> None:
        self._words = [
            {word for word in words_in(one) if len(word) >= _LONG_WORD} for one in page.plain_texts
        ]
        self._sure = [
            guess > _SURE and block.length > _LONG_BLOCK
            for block, guess in zip(page.blocks, guesses, strict=True)
        ]
        self._times: Counter[str] = Counter()
        for words, is_sure in zip(self._words, self._sure, strict=True):
            if is_sure:
                self._times.update(words)
        lexicon_rows = [*sorted(hints.titles), hints.summary]
        self._title = {word for one in lexicon_rows for word in words_in(one) if len(word) >= _LONG_WORD}

    def of(self, at: int) -> tuple[float, int]:
        """The share of words that other paragraphs have, and how many the title has."""
        words, own = self._words[at], self._sure[at]
        if not words:
            return _UNKNOWN_TOPIC, 0
        times = self._times
        return sum(times[word] > own for word in words) / len(words), len(words & self._title)


class _Part:
    """Sums over what stands in an element beside the article's own, or in that one itself."""

    __slots__ = ("letters", "likely", "names", "titled", "topic", "words")

    def __init__(self) -> None:
        self.letters = self.titled = 0
        self.likely = self.words = self.names = self.topic = 0.0


class _Parts:
    """The page in parts: what is in the article's element and in none beside, and each element beside."""

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
        part = self._parts[self._key(self._blocks[at])]
        letters = part.letters
        return [
            part.likely / self._whole, part.likely / letters, part.words / letters, part.names,
            part.topic / letters, part.titled,
        ]  # fmt: skip


def _part_roots(page: PageStats, likely: Sequence[float], whole: float) -> dict[int, Container | None]:
    """Of each scope, the outermost element around it that is beside the article's; None in that one."""
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
    tops: dict[int, Container | None] = {}
    while main is not None:
        tops[id(main)] = None
        main = main.parent
    for container in page.containers:
        if id(container) not in tops:
            above = None if container.parent is None else tops[id(container.parent)]
            tops[id(container)] = above or container
    return tops


def _headings(
    page: PageStats, guesses: Sequence[float], lexicon_rows: Sequence[Sequence[float]]
) -> list[tuple[float, ...]]:
    """Of each block, the headlines above it, whether its words were there before, and the heading above."""
    found: list[tuple[float, ...]] = []
    headlines = large = letters = 0
    heading: tuple[float, ...] = (-1, 0, 0, 0, 0)
    seen: set[str] = set()
    for at, block in enumerate(page.blocks):
        tag, words = block.container.tag, page.plain_texts[at]
        headlines += tag == "h1"
        large += tag in ("h1", "h2")
        counted = (min(headlines, _MAX_HEADLINES), large, words in seen)
        found.append((*counted, *heading, log1p(letters)))
        seen.add(words)
        letters += block.length
        if tag in HEADINGS:
            one, letters = lexicon_rows[at], 0
            heading = (guesses[at], one[_WORDS], one[_LOW_WORDS], int(tag[1]), page.link_shares[at])
    return found
