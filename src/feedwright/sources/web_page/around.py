"""Positions of a page's blocks relative to its headline and story."""

from __future__ import annotations

from functools import cached_property

from feedwright.sources.web_page.blocks import PLACES, Scope
from feedwright.sources.web_page.document import HEADINGS, Element
from feedwright.sources.web_page.evidence import GROUPS
from feedwright.sources.web_page.story import Story
from feedwright.sources.web_page.weigh import plain

_ABOVE = 6
"""If no headline is known, it is assumed to be this many blocks above the story."""
_HEAD = 12
"""The number of blocks above the headline that may belong to it."""
_TIMES = ("time", "relative-time", "time-ago", "abbr")


class Around:
    """The blocks of a page: the headline is at index `title`, the story from `first` to `last`."""

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
        """Whether a block is between headline and story, or shortly above the headline."""
        return self.title - _HEAD <= at <= self.first + 2

    def is_kept(self, at: int) -> bool:
        """Whether a block belongs to the story."""
        return id(self.blocks[at]) in self.kept

    @cached_property
    def _of_story(self) -> set[int]:
        """Ids of the elements that contain the beginning of the story."""
        found: set[int] = set()
        scope: Scope | None = self.blocks[self.first].scope
        while scope is not None:
            found.add(id(scope))
            scope = scope.around
        return found

    def apart(self, at: int) -> tuple[int, int, int]:
        """Describe the elements that contain a block, but not the beginning of the story.

        Returns the groups that their names suggest (a bit for each of GROUPS), their kinds (a bit for each of
        PLACES), and their number.
        """
        named, places, count = 0, 0, 0
        scope: Scope | None = self.blocks[at].scope
        while scope is not None and id(scope) not in self._of_story:
            named |= scope.own
            places |= scope.place
            count += 1
            scope = scope.around
        return named, places, count

    @cached_property
    def places(self) -> dict[Element, int]:
        """For each element, the index of the block in which its text begins."""
        found: dict[Element, int] = {}
        for at, block in enumerate(self.blocks):
            for element, is_tail in block.slots:
                if not is_tail:
                    found.setdefault(element, at)
        return found

    @cached_property
    def stamps(self) -> dict[int, str]:
        """Dates in attributes (`datetime`, or `title` of `abbr`), by the index of their block."""
        marked: dict[Element, str] = {}
        body = self.blocks[0].scope
        while body.around is not None:
            body = body.around
        for one in body.element.iter(*_TIMES):
            said = (one.get("datetime") or (one.get("title") if one.tag == "abbr" else "") or "").strip()
            if said and said[:1].isdigit():
                marked |= dict.fromkeys(one.iter(), said)
        found: dict[int, str] = {}
        for element, said in marked.items():
            if element in self.places:
                found.setdefault(self.places[element], said)
        return found


def bits(code: int, named: tuple[str, ...], chosen: tuple[str, ...]) -> list[str]:
    """Return those of the `chosen` groups or places whose bits are set in `code`."""
    return [one for one in chosen if code >> named.index(one) & 1]


__all__ = ["GROUPS", "PLACES", "Around", "bits"]
