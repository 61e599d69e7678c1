"""Where the blocks of a page stand relative to its headline and story."""

from __future__ import annotations

from functools import cached_property

from feedwright.sources.web_page.blocks import PLACES, Block
from feedwright.sources.web_page.document import HEADINGS, Element
from feedwright.sources.web_page.evidence import GROUPS
from feedwright.sources.web_page.story import Story
from feedwright.sources.web_page.weigh import plain

_ABOVE = 6
"""Blocks above the story where its headline is taken to be, if none is known."""
_HEAD = 12
"""Blocks above the headline that may belong to it."""
_UP = 4
"""Elements around a block whose names are evidence of what it is."""
_TIMES = ("time", "relative-time", "time-ago", "abbr")


class Around:
    """The blocks of a page: the headline at `title`, the story from `first` to `last`."""

    def __init__(self, story: Story, titles: set[str]) -> None:
        self.blocks = story.blocks
        self.kept = set(map(id, story.kept))
        places = {id(block): at for at, block in enumerate(self.blocks)}
        self.first, self.last = places[id(story.kept[0])], places[id(story.kept[-1])]
        headings = [
            at
            for at, block in enumerate(self.blocks[: self.first + 2])
            if block.scope.tag in HEADINGS and plain(block.text) in titles
        ]
        self.has_title = bool(headings)
        self.title = headings[-1] if headings else max(self.first - _ABOVE, 0)

    def is_near(self, at: int) -> bool:
        """Whether a block stands between headline and story, or right above."""
        return self.title - _HEAD <= at <= self.first + 2

    def is_kept(self, at: int) -> bool:
        """Whether a block is of the story."""
        return id(self.blocks[at]) in self.kept

    @cached_property
    def stamps(self) -> dict[int, str]:
        """What elements for machines say of when it is, by the places of blocks that hold them."""
        marked: dict[Element, str] = {}
        body = self.blocks[0].scope
        while body.around is not None:
            body = body.around
        for one in body.element.iter(*_TIMES):
            said = (one.get("datetime") or (one.get("title") if one.tag == "abbr" else "") or "").strip()
            if said and said[:1].isdigit():
                marked |= dict.fromkeys(one.iter(), said)
        found: dict[int, str] = {}
        if marked:
            for at, block in enumerate(self.blocks):
                for element, is_tail in block.slots:
                    if not is_tail and element in marked:
                        found.setdefault(at, marked[element])
        return found


def evidence_around(block: Block) -> int:
    """What the names of the elements around a block are evidence of: a bit a group."""
    found, scope = 0, block.scope
    for _ in range(_UP):
        found |= scope.own
        if scope.around is None:
            break
        scope = scope.around
    return found


def places_around(block: Block) -> int:
    """In which elements a block stands: a bit each of PLACES."""
    found, scope = 0, block.scope
    while scope.around is not None:
        found |= scope.place
        scope = scope.around
    return found


def bits(code: int, named: tuple[str, ...], chosen: tuple[str, ...]) -> list[str]:
    """Those of the `chosen` groups or places that a code of bits has."""
    return [one for one in chosen if code >> named.index(one) & 1]


__all__ = ["GROUPS", "PLACES", "Around", "bits", "evidence_around", "places_around"]
