"""MDX: Markdown with components, as in Astro and Docusaurus."""

from __future__ import annotations

from feedwright.sources.body import Body
from feedwright.sources.dialects import markdown

SUFFIXES = (".mdx",)
HAS_MARKUP = True
TELLS_MORE = False


def read(text: str, path: str, day_first: bool | None = None) -> Body:
    """Read it as Markdown; nothing in it is executed."""
    from feedwright.sources.markup import mdx

    return markdown.read(mdx.plain(text), path)
