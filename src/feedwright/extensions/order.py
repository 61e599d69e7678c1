"""Sort the elements of an item: feedgen writes its own first, then those of one extension after the other."""

from __future__ import annotations

from collections.abc import Mapping

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree


class OrderExtension(BaseExtension):
    """Does nothing: channels keep the order of feedgen."""


class OrderEntryExtension(BaseEntryExtension):
    """Sorts the elements of an item that are there when this extension is applied.

    Elements of extensions that were registered later come last.
    """

    def __init__(self) -> None:
        self._ranks: Mapping[str, int] = {}

    def by(self, ranks: Mapping[str, int]) -> None:
        """Set the ranks of tags. `{namespace}` is for all tags of a namespace without a rank of their own.

        Tags without a rank come last.
        """
        self._ranks = ranks

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Sort the elements."""
        ranks = [self._rank(str(one.tag)) for one in feed]
        if ranks != sorted(ranks):
            feed[:] = sorted(feed, key=lambda one: self._rank(str(one.tag)))
        return feed

    def _rank(self, tag: str) -> int:
        rank = self._ranks.get(tag)
        return self._ranks.get(tag[: tag.find("}") + 1], len(self._ranks)) if rank is None else rank
