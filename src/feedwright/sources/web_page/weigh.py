"""A page's blocks weighed: how much text, links and prose stand in what, and where most of it stands."""

from __future__ import annotations

import re
from collections import Counter

from feedwright.sources.web_page.blocks import Block, Scope, length_of

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s*$")
_COMMAS = re.compile(r"[,;،、，]")
_SHORTEST_PROSE, _LONGEST_LINK = 60, 40
LARGE, _WHOLE = 0.4, 0.95
"""Of a page's prose: what holds more than that is most of the page, or all of it."""
_TOLD = 250
_STEP = 0.6
"""What prose counts for an element, one element farther away."""


def plain(text: str) -> str:
    """Its words in small letters, and nothing between them but a blank."""
    return " ".join(_WORD.findall(text.casefold()))


class Known:
    """What a page says of its article elsewhere: titles in all forms, summary, authors, and its text."""

    def __init__(self, titles: list[str], summary: str, authors: list[str], text: str) -> None:
        self.titles = {found for title in titles if (found := plain(title))}
        self.summary = plain(summary)
        self.authors = [name for one in authors if (name := plain(one))]
        self.letters = length_of(text)
        words = _WORD.findall(text.casefold()) if len(text) > _TOLD else []
        self.told = {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


class Page:
    """Blocks and scopes with their sums; of each block its words, share of links, commas and prose."""

    def __init__(self, blocks: list[Block], scopes: list[Scope]) -> None:
        self.blocks, self.scopes = blocks, scopes
        self.words = [plain(block.text) for block in blocks]
        self.times = Counter(self.words)
        self.linked = [block.linked / block.length for block in blocks]
        self.ends = [_ENDS.search(block.text[-12:]) is not None for block in blocks]
        self.commas = [len(_COMMAS.findall(block.text)) / (1 + block.length / 50) for block in blocks]
        self.prose = [self._prose(at) for at in range(len(blocks))]
        self._sum()
        self.whole = sum(self.prose) or 1.0
        self._surround()

    def is_link(self, at: int) -> bool:
        """A word or two that lead elsewhere: most of what is on a page, and never the article by itself."""
        return self.linked[at] > 0.9 and self.blocks[at].length < _LONGEST_LINK

    def _prose(self, at: int) -> float:
        """The letters of a block that is written in sentences, the fewer the more of them are links."""
        length = self.blocks[at].length
        if length < _SHORTEST_PROSE or not (self.ends[at] or self.commas[at] > 0.5):
            return 0.0
        return float(length * (1 - self.linked[at]) ** 2)

    def _sum(self) -> None:
        for block, prose in zip(self.blocks, self.prose, strict=True):
            scope = block.scope
            scope.length += block.length
            scope.linked += block.linked
            scope.prose += prose
            scope.score += prose
            parent = scope.around or scope
            parent.direct += prose
        for scope in reversed(self.scopes):
            around = scope.around
            if around is not None:
                around.length += scope.length
                around.linked += scope.linked
                around.prose += scope.prose
                around.score += _STEP * scope.score

    def _surround(self) -> None:
        """What each scope is in: in parts of the page, and in what holds most of its prose."""
        for scope in self.scopes:
            around, share = scope.around, scope.prose / self.whole
            is_small, is_large = share < LARGE, LARGE <= share < _WHOLE
            scope.near = scope.own if is_small else 0
            scope.places = scope.place if is_small else 0
            scope.large = scope.own if is_large else 0
            scope.large_places = scope.place if is_large else 0
            if around is not None:
                theirs = around.own if around.prose / self.whole < LARGE else 0
                scope.places |= around.places
                scope.large_places |= around.large_places
                scope.large |= around.large
                scope.small = around.small | theirs
                scope.near |= theirs

    def densest(self) -> Scope | None:
        """The scope with most prose in it, near."""
        inner = {id(block.scope): block.scope for block in self.blocks}
        around = {id(scope.around): scope.around for scope in inner.values() if scope.around is not None}
        return max((inner | around).values(), key=lambda scope: scope.score, default=None)


def count_hops(scopes: list[Scope], to: Scope | None) -> None:
    """How far each is, up to what `to` stands in, too (`up`), and from `to` up to that (`down`)."""
    above: dict[int, int] = {}
    hops = 0
    while to is not None:
        above[id(to)] = hops
        to, hops = to.around, hops + 1
    for scope in scopes:
        down = above.get(id(scope))
        if down is not None:
            scope.up, scope.down = 0, down
        elif scope.around is not None:
            scope.up, scope.down = scope.around.up + 1, scope.around.down
        else:
            scope.up, scope.down = 0, 9


def running(values: list[float]) -> list[float]:
    """Sums of the first none, one, two … of them."""
    sums = [0.0]
    for one in values:
        sums.append(sums[-1] + one)
    return sums
