"""Contentlayer, with which sites of Next.js read Markdown and MDX."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("contentlayer.config.ts", "contentlayer.config.js", "contentlayer.config.mjs")
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
OTHER_KEYS = ("bibliography", "canonicalUrl", "layout", "readingTime")


def plain(text: str, page: Page) -> str:
    """Remove what other processors of Markdown read."""
    from feedwright.sources.markup import kramdown

    return kramdown.without_heading_ids(text)
