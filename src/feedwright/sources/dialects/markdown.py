"""CommonMark with tables, footnotes, strikethrough and task lists (pyromark)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from feedwright.sources.body import Body

if TYPE_CHECKING:
    from pyromark import Options

SUFFIXES = (".md", ".markdown")
TELLS_MORE = False


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """Markdown as HTML; HTML inside it passes through, to be cleaned later."""
    import pyromark

    return Body(pyromark.html(text, options=_options()))


@lru_cache(maxsize=1)
def _options() -> Options:
    from pyromark import Options

    return (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
    )
