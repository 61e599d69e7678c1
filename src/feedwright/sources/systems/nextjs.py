"""Next.js, whose sites read Markdown by programs of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedwright.sources.systems.docusaurus import SIGN

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = tuple(f"next.config.{suffix}" for suffix in ("js", "mjs", "ts", "cjs", "mts"))
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
OTHER_KEYS = ("canonicalUrl", "layout", "readingTime")


def plain(text: str, page: Page) -> str:
    """Convert MDX in files called .md, and remove what other processors of Markdown read."""
    from feedwright.sources.markup import kramdown, mdx

    if "{" in text and not page.path.endswith(".mdx") and re.search(SIGN, text):
        text = mdx.plain(text)
    return kramdown.without_heading_ids(text)
