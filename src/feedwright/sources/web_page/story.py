"""Select the blocks of a page that are its article, a second time by text alone if too few were found."""

from __future__ import annotations

from collections import defaultdict
from math import exp, tanh

from feedwright.sources.dates_in_text import dates_in
from feedwright.sources.expected_f1 import lowest_chosen
from feedwright.sources.web_page.blocks import Block, Container, read_blocks
from feedwright.sources.web_page.document import HEADINGS, Element
from feedwright.sources.web_page.features import signatures_of
from feedwright.sources.web_page.model import MIN_TREE_LOGIT, logits
from feedwright.sources.web_page.page_stats import Hints, PageStats, normalize

_LISTS = ("ul", "ol", "dl", "table", "pre")
_MIN_SHARE_OF_BODY, _MIN_SHARE_OF_DENSEST = 0.5, 0.25
"""The story is selected again if it has a lower share of articleBody, or of the densest prose.

The second is lower because the densest prose may be comments.
"""
_MIN_BEST_LOGIT = -2.0
"""If the highest logit is lower, the page has no article."""
_TEMPERATURE = 2.4
"""Logits are divided by it, because the model is too confident about sites that it was not trained on."""
_ALIKE, _LONG, _MAX_WEIGHT = 0.8, 160, 400
"""How far logits of blocks that look alike move to their mean, from 0 to 1.

Blocks with fewer letters than _LONG move less; more letters than _MAX_WEIGHT do not weigh more in the mean.
"""
_MAX_SHARE = 0.6
"""A list or table with a larger share of the story is judged block by block."""
_KEEP_BIAS = 0.5
"""How much below 0 the mean vote of a list or table beside kept blocks may be, from -1 to 1."""

_MIN_PARAGRAPH, _MIN_TEXT = 60, 200
"""Letters: beside a line that only says a date, there is no article where no sentence ends, no block is so
long, and all together are fewer."""
_LEAD, _MAX_DATE_LINE, _MAX_DATE_LINES, _MAX_DATE_WORDS = 100, 70, 2, 2
"""A first paragraph has at least so many letters, a line that only says a date at most so many, and at most
so many words beside the date; a story with more such lines is a chronicle."""


class Story:
    """The blocks of a page, divided into `kept` ones, which are the article, and `dropped` ones."""

    def __init__(self, blocks: list[Block], containers: list[Container], kept: list[bool]) -> None:
        self.blocks, self.containers = blocks, containers
        self.kept = [block for block, keep in zip(blocks, kept, strict=True) if keep]
        self.dropped = [block for block, keep in zip(blocks, kept, strict=True) if not keep]

    @property
    def letters(self) -> int:
        """The letters of the article."""
        return sum(block.length for block in self.kept)

    def drop_date_lines(self, days: set[str]) -> None:
        """Drop lines before the first paragraph that only say one of these days (ISO 8601)."""
        said = [(block, day) for block in self.kept if (day := _only_day(block))]
        if not 0 < len(said) <= _MAX_DATE_LINES:
            return
        lead = next((at for at, block in enumerate(self.kept) if block.length >= _LEAD), 0)
        above = set(map(id, self.kept[:lead]))
        dropped = [block for block, day in said if day & days and id(block) in above]
        self.kept = [block for block in self.kept if block not in dropped]
        self.dropped += dropped


def _only_day(block: Block) -> set[str]:
    """Return the day of a line that says nothing else, such as "Updated: 4 March 2026"; two if ambiguous."""
    if block.length > _MAX_DATE_LINE or block.container.tag in (*HEADINGS, "li", "td", "th", "dt"):
        return set()
    days: set[str] = set()
    rest, end = "", 0
    for date in dates_in(block.text):
        days |= {date.iso[:10], *([date.month_first.iso[:10]] if date.is_ambiguous else [])}
        rest, end = f"{rest} {block.text[end : date.start]}", date.end
    words = f"{rest} {block.text[end:]}".split()
    beside = sum(any(map(str.isalpha, word)) for word in words)
    return days if beside <= _MAX_DATE_WORDS else set()


def select_story(body: Element, hints: Hints) -> Story:
    """Select the article's blocks.

    A class such as "ad", a form or a hidden element may mislead the model. If too little is left, the blocks
    are judged again by their text alone.
    """
    blocks, containers = read_blocks(body)
    if not blocks:
        return Story([], [], [])
    found = _select(blocks, containers, hints)
    if found.letters < max(
        _MIN_SHARE_OF_BODY * hints.article_body_length, _MIN_SHARE_OF_DENSEST * densest_prose(containers)
    ):
        for container in containers:
            container.clear_evidence()
        again = _select(blocks, containers, hints)
        if again.letters > 2 * found.letters:
            return again
    return found


def densest_prose(containers: list[Container]) -> float:
    """Return the most letters of prose that the children of one element have."""
    return max((container.child_prose for container in containers), default=0.0)


def _select(blocks: list[Block], containers: list[Container], hints: Hints) -> Story:
    page = PageStats(blocks, containers)
    kept = choose_blocks(blocks, even_out(blocks, logits(page, hints)))
    keep_headings(blocks, kept)
    for at, block in enumerate(blocks):
        kept[at] = kept[at] and normalize(block.text) not in hints.titles
    return Story(blocks, containers, kept if _is_article(page, kept) else [False] * len(blocks))


def _is_article(page: PageStats, kept: list[bool]) -> bool:
    """Whether the kept blocks are more than a date and a byline, which a page without its story has, too."""
    found = [at for at, keep in enumerate(kept) if keep]
    lengths = [page.blocks[at].length for at in found]
    return (
        not any(_only_day(page.blocks[at]) for at in found)
        or any(page.ends_sentence[at] for at in found)
        or max(lengths, default=0) >= _MIN_PARAGRAPH
        or sum(lengths) >= _MIN_TEXT
    )


def even_out(blocks: list[Block], scores: list[float]) -> list[float]:
    """Move the logits of blocks that look alike towards their mean.

    Short blocks move less, because "Read more" looks like a paragraph; very unlikely ones stay.
    """
    sums: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    likely = [
        (at, signatures_of(block)[1])
        for at, (block, score) in enumerate(zip(blocks, scores, strict=True))
        if score > MIN_TREE_LOGIT
    ]
    for at, look in likely:
        weight = min(blocks[at].length, _MAX_WEIGHT)
        sums[look][0] += weight * scores[at]
        sums[look][1] += weight
    found = scores.copy()
    for at, look in likely:
        mean = sums[look][0] / sums[look][1]
        found[at] += _ALIKE * min(1.0, blocks[at].length / _LONG) * (mean - scores[at])
    return found


def choose_blocks(blocks: list[Block], scores: list[float]) -> list[bool]:
    """Return, for each block, whether it belongs to the article; `scores` are logits."""
    scores = [score / _TEMPERATURE for score in scores]
    kept = _best_expected_f1(blocks, scores)
    _keep_lists_whole(blocks, scores, kept)
    return kept


def _best_expected_f1(blocks: list[Block], scores: list[float]) -> list[bool]:
    """Choose the blocks with the best expected F1 of letters; none if all are very unlikely."""
    if max(scores) < _MIN_BEST_LOGIT:
        return [False] * len(blocks)
    likely = [1 / (1 + exp(-score)) for score in scores]
    lowest = lowest_chosen(likely, [block.length for block in blocks])
    return [lowest is not None and one >= lowest for one in likely]


def _keep_lists_whole(blocks: list[Block], scores: list[float], kept: list[bool]) -> None:
    """Keep or drop each list and table as a whole, as most of its text suggests.

    Beside kept blocks, less is enough to keep it.
    """
    letters = sum(block.length for block, keep in zip(blocks, kept, strict=True) if keep)
    among = {id(block.container.parent) for block, keep in zip(blocks, kept, strict=True) if keep}
    for whole, group in _lists_and_tables(blocks):
        length = sum(blocks[at].length for at in group)
        if len(group) > 1 and length < _MAX_SHARE * letters:
            least = -_KEEP_BIAS * length if id(whole.parent) in among else 0.0
            keep = sum(blocks[at].length * tanh(scores[at] / 2) for at in group) >= least
            for at in group:
                kept[at] = keep


def keep_headings(blocks: list[Block], kept: list[bool]) -> None:
    """Keep each heading between two kept blocks, if it is beside the one that follows it. Changes `kept`.

    No model judges headings that are short links, because most of these are teasers.
    """
    for at in range(1, len(blocks) - 1):
        if kept[at - 1] and not kept[at] and kept[at + 1]:
            heading, following = blocks[at].container, blocks[at + 1].container
            kept[at] = heading.tag in HEADINGS and heading.parent is following.parent


def _lists_and_tables(blocks: list[Block]) -> list[tuple[Container, list[int]]]:
    """Return every list and table with the indexes of its blocks."""
    known: dict[int, Container | None] = {}
    found: dict[int, tuple[Container, list[int]]] = {}
    for at, block in enumerate(blocks):
        container = _innermost_list(block.container, known)
        if container is not None:
            found.setdefault(id(container), (container, []))[1].append(at)
    return list(found.values())


def _innermost_list(container: Container, known: dict[int, Container | None]) -> Container | None:
    """Return the list or table around a container; `known` has those of others, by id."""
    if id(container) not in known:
        outer = container.parent
        known[id(container)] = (
            container if container.tag in _LISTS else None if outer is None else _innermost_list(outer, known)
        )
    return known[id(container)]
