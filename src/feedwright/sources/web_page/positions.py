"""Positions of a page's blocks relative to its headline and story."""

from __future__ import annotations

from functools import cached_property

from feedwright.sources.web_page.blocks import ELEMENT_KINDS, Container
from feedwright.sources.web_page.document import HEADINGS, Element
from feedwright.sources.web_page.page_stats import normalize
from feedwright.sources.web_page.story import Story
from feedwright.sources.web_page.word_groups import GROUPS

_ASSUMED_HEADLINE = 6
"""If no headline is known, it is assumed to be this many blocks above the story."""
_HEAD_BLOCKS = 12
"""The number of blocks above the headline that may belong to it."""
_TIME_ELEMENTS = ("time", "relative-time", "time-ago", "abbr")


class Positions:
    """The blocks of a page: the headline is at index `title`, the story from `first` to `last`."""

    def __init__(self, story: Story, titles: set[str]) -> None:
        self.blocks = story.blocks
        self.kept = set(map(id, story.kept))
        block_indexes = {id(block): at for at, block in enumerate(self.blocks)}
        self.first, self.last = block_indexes[id(story.kept[0])], block_indexes[id(story.kept[-1])]
        headings = [
            at
            for at, block in enumerate(self.blocks[: self.first + 2])
            if block.container.tag in HEADINGS and normalize(block.text) in titles
        ]
        self.has_title = bool(headings)
        self.title = headings[-1] if headings else max(self.first - _ASSUMED_HEADLINE, 0)

    def is_near(self, at: int) -> bool:
        """Whether a block is between headline and story, or shortly above the headline."""
        return self.title - _HEAD_BLOCKS <= at <= self.first + 2

    def is_kept(self, at: int) -> bool:
        """Whether a block belongs to the story."""
        return id(self.blocks[at]) in self.kept

    @cached_property
    def _story_containers(self) -> set[int]:
        """Ids of the elements that contain the beginning of the story."""
        found: set[int] = set()
        container: Container | None = self.blocks[self.first].container
        while container is not None:
            found.add(id(container))
            container = container.parent
        return found

    def describe_ancestors(self, at: int) -> tuple[int, int, int]:
        """Describe the elements that contain a block, but not the beginning of the story.

        Returns the groups that their names suggest (a bit for each of GROUPS), their kinds (a bit for each of
        ELEMENT_KINDS), and their number.
        """
        groups, kinds, count = 0, 0, 0
        container: Container | None = self.blocks[at].container
        while container is not None and id(container) not in self._story_containers:
            groups |= container.own_groups
            kinds |= container.own_kinds
            count += 1
            container = container.parent
        return groups, kinds, count

    @cached_property
    def block_indexes(self) -> dict[Element, int]:
        """For each element, the index of the block in which its text begins."""
        found: dict[Element, int] = {}
        for at, block in enumerate(self.blocks):
            for element, is_tail in block.text_nodes:
                if not is_tail:
                    found.setdefault(element, at)
        return found

    @cached_property
    def attribute_dates(self) -> dict[int, str]:
        """Dates in attributes (`datetime`, or `title` of `abbr`), by the index of their block."""
        marked: dict[Element, str] = {}
        body = self.blocks[0].container
        while body.parent is not None:
            body = body.parent
        for one in body.element.iter(*_TIME_ELEMENTS):
            value = (one.get("datetime") or (one.get("title") if one.tag == "abbr" else "") or "").strip()
            if value and value[:1].isdigit():
                marked |= dict.fromkeys(one.iter(), value)
        found: dict[int, str] = {}
        for element, value in marked.items():
            if element in self.block_indexes:
                found.setdefault(self.block_indexes[element], value)
        return found


def names_of_bits(code: int, names: tuple[str, ...], wanted: tuple[str, ...]) -> list[str]:
    """Return those of the `wanted` groups or kinds whose bits are set in `code`."""
    return [one for one in wanted if code >> names.index(one) & 1]


__all__ = ["ELEMENT_KINDS", "GROUPS", "Positions", "names_of_bits"]
