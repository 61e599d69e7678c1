"""CommonMark with tables, footnotes, strikethrough and task lists (pyromark)."""

from __future__ import annotations

from feedwright.sources.body import Body

SUFFIXES = (".md", ".markdown")
TELLS_MORE = False


def read(text: str, path: str) -> Body:
    """Markdown as HTML; HTML inside it passes through, to be cleaned later."""
    import pyromark

    options = (
        pyromark.Options.ENABLE_TABLES
        | pyromark.Options.ENABLE_FOOTNOTES
        | pyromark.Options.ENABLE_STRIKETHROUGH
        | pyromark.Options.ENABLE_TASKLISTS
    )
    return Body(pyromark.html(text, options=options))
