"""Astro, and Starlight."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("astro.config.mjs", "astro.config.ts", "astro.config.js")
KEYS = {
    "pubDate": "date",
    "pubDatetime": "date",
    "publishedAt": "date",
    "datePublished": "date",
    "updatedDate": "updated",
    "modDatetime": "updated",
    "updatedAt": "updated",
    "dateModified": "updated",
    "heroImage": "picture",
    "ogImage": "picture",
    "coverImage": "picture",
}
OTHER_KEYS = ("banner", "lastUpdated", "pagefind")


def plain(text: str, page: Page) -> str:
    """Convert Starlight's asides to quotes; MDX is a dialect of its own."""
    from feedwright.sources.markup import admonitions

    return admonitions.plain(text)
