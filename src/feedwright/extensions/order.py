"""The order in which people read an item: feedgen writes its own elements first, extensions one by one."""

from __future__ import annotations

from collections.abc import Mapping

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree


class OrderExtension(BaseExtension):
    """Nothing: channels are as feedgen orders them."""


class OrderEntryExtension(BaseEntryExtension):
    """Orders all elements of an item that stand there when its turn comes.

    Those of extensions that were registered later stay behind.
    """

    def __init__(self) -> None:
        self._ranks: Mapping[str, int] = {}

    def by(self, ranks: Mapping[str, int]) -> None:
        """Sets the ranks of tags; that of `{namespace}` is of all its elements with none of their own."""
        self._ranks = ranks

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Orders an item."""
        ranks = [self._rank(str(one.tag)) for one in feed]
        if ranks != sorted(ranks):
            feed[:] = sorted(feed, key=lambda one: self._rank(str(one.tag)))
        return feed

    def _rank(self, tag: str) -> int:
        rank = self._ranks.get(tag)
        return self._ranks[tag[: tag.index("}") + 1]] if rank is None else rank
