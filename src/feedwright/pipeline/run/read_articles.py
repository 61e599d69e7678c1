"""Articles whose texts a run has read, and of which it will make entries, so that no file is read twice."""

from __future__ import annotations

from datetime import datetime
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.pipeline.copies.messages import ReadArticle

_MOST_CHARACTERS = 32_000_000
"""Of the texts that are held at once. The files of other articles are read again."""


class ReadArticles:
    """Holds the newest articles of each section, at most so many (`most`), until their entries are made."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_path: dict[str, ReadArticle] = {}
        self._by_section: dict[str, list[tuple[datetime, str]]] = {}
        self._characters = 0

    def keep(self, path: str, read: ReadArticle) -> None:
        """Keep what was read of the file at `path`, as long as there is room."""
        if self._characters >= _MOST_CHARACTERS:
            return
        self._by_path[path] = read
        self._characters += len(read.text.body)
        oldest_first = self._by_section.setdefault(read.article.section, [])
        heappush(oldest_first, (read.article.published, path))
        if len(oldest_first) > self._most:
            _, oldest = heappop(oldest_first)
            self._characters -= len(self._by_path.pop(oldest).text.body)

    def take(self, path: str) -> ReadArticle | None:
        """Return what was read of the file at `path`, and forget it; None if that is not kept."""
        return self._by_path.pop(path, None)
