"""The blocks of a page that are its article, and a second look where the first found too little."""

from __future__ import annotations

from math import exp, tanh

from feedwright.sources.web_page.blocks import Block, Scope, blocks_of
from feedwright.sources.web_page.document import Element
from feedwright.sources.web_page.model import logits
from feedwright.sources.web_page.weigh import Known, Page, plain

_LISTS = ("ul", "ol", "dl", "table", "pre")
_FEW_OF_TOLD, _FEW_OF_DENSEST = 0.5, 0.25
"""Of JSON-LD's text, and of the densest prose (which may be comments): with less, it is read again."""
_HOPELESS = -2.0
"""A logit: none of the page's blocks is likelier."""
_TOO_SURE = 1.8
"""By what logits are divided: of sites that it was not trained on, the model is surer than it is right."""
_ALL, _LEAN = 0.6, 0.5


class Story:
    """What of a page is the article: `kept` blocks among `blocks`; `letters` by the element they stand in."""

    def __init__(self, blocks: list[Block], scopes: list[Scope], kept: list[bool]) -> None:
        self.blocks, self.scopes = blocks, scopes
        self.kept = [block for block, keep in zip(blocks, kept, strict=True) if keep]
        self.dropped = [block for block, keep in zip(blocks, kept, strict=True) if not keep]

    @property
    def letters(self) -> int:
        return sum(block.length for block in self.kept)


def story_of(body: Element, known: Known) -> Story:
    """The article's blocks.

    That something is hidden, a form, or called an advertisement is evidence against it, and may be wrong:
    where too little is left, the page is read again by its text alone.
    """
    blocks, scopes = blocks_of(body)
    if not blocks:
        return Story([], [], [])
    found = _chosen(blocks, scopes, known)
    if found.letters < max(_FEW_OF_TOLD * known.letters, _FEW_OF_DENSEST * densest(scopes)):
        for scope in scopes:
            scope.forget()
        again = _chosen(blocks, scopes, known)
        if again.letters > 2 * found.letters:
            return again
    return found


def densest(scopes: list[Scope]) -> float:
    """The letters of prose in the element that has most of it in its own blocks."""
    return max((scope.direct for scope in scopes), default=0.0)


def _chosen(blocks: list[Block], scopes: list[Scope], known: Known) -> Story:
    kept = chosen(blocks, logits(Page(blocks, scopes), known))
    for at, block in enumerate(blocks):
        kept[at] = kept[at] and plain(block.text) not in known.titles
    return Story(blocks, scopes, kept)


def chosen(blocks: list[Block], scores: list[float]) -> list[bool]:
    """Which blocks count: `scores` are their logits."""
    scores = [score / _TOO_SURE for score in scores]
    kept = _most_promising(blocks, scores)
    _as_wholes(blocks, scores, kept)
    return kept


def _most_promising(blocks: list[Block], scores: list[float]) -> list[bool]:
    """The blocks that promise the best F1 of letters: the likeliest first, as long as one more is worth it.

    None where all are very unlikely.
    """
    kept = [False] * len(blocks)
    if max(scores) < _HOPELESS:
        return kept
    likely = [1 / (1 + exp(-score)) for score in scores]
    expected = sum(one * block.length for one, block in zip(likely, blocks, strict=True))
    order = sorted(range(len(blocks)), key=lambda at: -likely[at])
    best, count, right, length = 0.0, 0, 0.0, 0
    for place, at in enumerate(order, start=1):
        right += likely[at] * blocks[at].length
        length += blocks[at].length
        f1 = 2 * right / (length + expected)
        if f1 > best:
            best, count = f1, place
    for at in order[:count]:
        kept[at] = True
    return kept


def _as_wholes(blocks: list[Block], scores: list[float], kept: list[bool]) -> None:
    """A list or table is part of the article, or is not: as most of its text says; among kept text, less."""
    letters = sum(block.length for block, keep in zip(blocks, kept, strict=True) if keep)
    among = {id(block.scope.around) for block, keep in zip(blocks, kept, strict=True) if keep}
    for whole, group in _wholes(blocks):
        length = sum(blocks[at].length for at in group)
        if len(group) > 1 and length < _ALL * letters:
            least = -_LEAN * length if id(whole.around) in among else 0.0
            keep = sum(blocks[at].length * tanh(scores[at] / 2) for at in group) >= least
            for at in group:
                kept[at] = keep


def _wholes(blocks: list[Block]) -> list[tuple[Scope, list[int]]]:
    """Every list and table, with the places of the blocks in it."""
    found: dict[int, tuple[Scope, list[int]]] = {}
    for at, block in enumerate(blocks):
        scope: Scope | None = block.scope
        while scope is not None and scope.tag not in _LISTS:
            scope = scope.around
        if scope is not None:
            found.setdefault(id(scope), (scope, []))[1].append(at)
    return list(found.values())
