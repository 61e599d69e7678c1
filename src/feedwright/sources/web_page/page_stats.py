"""Sum up text, links and prose over the blocks and containers of a page."""

from __future__ import annotations

import re
from collections import Counter

from feedwright.sources.web_page.blocks import Block, Container, length_of

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s*$")
_COMMAS = re.compile(r"[,;،、，]")
_MIN_PROSE, _MAX_LINK = 60, 40
LARGE, _ALMOST_ALL = 0.4, 0.95
"""Shares of a page's prose: from LARGE on, a container is large; from _ALMOST_ALL on, it says nothing."""
_MIN_BODY_LENGTH = 250
_DECAY = 0.6
"""The factor by which prose counts less for `density`, for each level that it is nested deeper."""


def normalize(text: str) -> str:
    """Case-fold a text and drop its punctuation: words with one space between them."""
    return " ".join(_WORD.findall(text.casefold()))


class Hints:
    """Metadata of the article, normalized for comparison with blocks: all titles, summary, authors, text.

    `article_body_trigrams` are the runs of three words in JSON-LD's articleBody, `article_body_length` its
    letters.
    """

    def __init__(self, titles: list[str], summary: str, authors: list[str], text: str) -> None:
        self.titles = {found for title in titles if (found := normalize(title))}
        self.summary = normalize(summary)
        self.authors = [name for one in authors if (name := normalize(one))]
        self.article_body_length = length_of(text)
        words = _WORD.findall(text.casefold()) if len(text) > _MIN_BODY_LENGTH else []
        self.article_body_trigrams = {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


class PageStats:
    """The blocks and containers of a page, with sums.

    Lists with an item for each block: `plain_texts` (normalized), `link_shares` (0 to 1), `ends_sentence`,
    `commas` (per 50 letters), `prose` (letters). `total_prose` is never 0.
    """

    def __init__(self, blocks: list[Block], containers: list[Container]) -> None:
        self.blocks, self.containers = blocks, containers
        self.plain_texts = [normalize(block.text) for block in blocks]
        self.text_counts = Counter(self.plain_texts)
        self.link_shares = [block.link_letters / block.length for block in blocks]
        self.ends_sentence = [_ENDS.search(block.text[-12:]) is not None for block in blocks]
        self.commas = [len(_COMMAS.findall(block.text)) / (1 + block.length / 50) for block in blocks]
        self.prose = [self._prose(at) for at in range(len(blocks))]
        self._sum()
        self.total_prose = sum(self.prose) or 1.0
        self._set_surroundings()

    def is_link(self, at: int) -> bool:
        """Whether a block is only a short link, as most blocks of a page are; it is never the article."""
        return self.link_shares[at] > 0.9 and self.blocks[at].length < _MAX_LINK

    def _prose(self, at: int) -> float:
        """Return the letters of a block that is written in sentences, else 0; links make them count less."""
        length = self.blocks[at].length
        if length < _MIN_PROSE or not (self.ends_sentence[at] or self.commas[at] > 0.5):
            return 0.0
        return float(length * (1 - self.link_shares[at]) ** 2)

    def _sum(self) -> None:
        for block, prose in zip(self.blocks, self.prose, strict=True):
            container = block.container
            container.length += block.length
            container.link_letters += block.link_letters
            container.prose += prose
            container.density += prose
            parent = container.parent or container
            parent.child_prose += prose
        for container in reversed(self.containers):
            outer = container.parent
            if outer is not None:
                outer.length += container.length
                outer.link_letters += container.link_letters
                outer.prose += container.prose
                outer.density += _DECAY * container.density

    def _set_surroundings(self) -> None:
        """Set the groups and kinds of each container and its ancestors, apart for small and large ones."""
        for container in self.containers:
            outer, share = container.parent, container.prose / self.total_prose
            counts_as_small, counts_as_large = share < LARGE, LARGE <= share < _ALMOST_ALL
            container.near_groups = container.own_groups if counts_as_small else 0
            container.small_kinds = container.own_kinds if counts_as_small else 0
            container.large_groups = container.own_groups if counts_as_large else 0
            container.large_kinds = container.own_kinds if counts_as_large else 0
            if outer is not None:
                theirs = outer.own_groups if outer.prose / self.total_prose < LARGE else 0
                container.small_kinds |= outer.small_kinds
                container.large_kinds |= outer.large_kinds
                container.large_groups |= outer.large_groups
                container.far_groups = outer.far_groups | theirs
                container.near_groups |= theirs

    def densest_container(self) -> Container | None:
        """Return the container with the highest `density`, near a block; None if the page has no blocks."""
        inner = {id(block.container): block.container for block in self.blocks}
        outer = {
            id(container.parent): container.parent
            for container in inner.values()
            if container.parent is not None
        }
        return max((inner | outer).values(), key=lambda container: container.density, default=None)


def count_hops(containers: list[Container], to: Container | None) -> None:
    """Set the distance of each container from `to`, by way of their nearest common ancestor.

    `hops_up` are the levels from the container up to that ancestor, `hops_down` those from there to `to`.
    """
    above: dict[int, int] = {}
    hops = 0
    while to is not None:
        above[id(to)] = hops
        to, hops = to.parent, hops + 1
    for container in containers:
        down = above.get(id(container))
        if down is not None:
            container.hops_up, container.hops_down = 0, down
        elif container.parent is not None:
            container.hops_up, container.hops_down = container.parent.hops_up + 1, container.parent.hops_down
        else:
            container.hops_up, container.hops_down = 0, 9


def prefix_sums(values: list[float]) -> list[float]:
    """Return the sums of the first 0, 1, 2, … values."""
    sums = [0.0]
    for one in values:
        sums.append(sums[-1] + one)
    return sums
