"""MDX: Markdown in which Astro and Docusaurus have components."""

from __future__ import annotations

from feedwright.sources.body import Body
from feedwright.sources.dialects import markdown

SUFFIXES = (".mdx",)
TELLS_MORE = False


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """As Markdown; nothing in it is run."""
    from feedwright.sources.markup import mdx

    return markdown.read(mdx.plain(text), path)
