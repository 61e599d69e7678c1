"""Articles whose texts a run has read, and of which it will make entries, so that no file is read twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.pipeline.copies.messages import ReadArticle

_MOST_CHARACTERS = 32_000_000
"""Of the texts that are held at once. The files of other articles are read again."""


class ReadArticles:
    """Holds the articles of one run until their entries are made."""

    def __init__(self) -> None:
        self._by_path: dict[str, ReadArticle] = {}
        self._characters = 0

    def keep(self, path: str, read: ReadArticle) -> None:
        """Keep what was read of the file at `path`, as long as there is room."""
        if self._characters < _MOST_CHARACTERS:
            self._by_path[path] = read
            self._characters += len(read.text.body)

    def take(self, path: str) -> ReadArticle | None:
        """Return what was read of the file at `path`, and forget it; None if that is not kept."""
        return self._by_path.pop(path, None)
