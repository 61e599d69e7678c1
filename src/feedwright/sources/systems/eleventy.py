"""Eleventy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.js")
KEYS = {"eleventyExcludeFromCollections": "unlisted", "page_excerpt": "summary"}


def is_folder_data(folder: str, name: str) -> bool:
    """`posts/posts.json`, `posts/posts.11tydata.json`."""
    called = folder.rpartition("/")[2]
    return bool(called) and name in (f"{called}.json", f"{called}.11tydata.json")


def plain(text: str, page: Page) -> str:
    """Its Markdown goes through Liquid first."""
    from feedwright.sources.markup import liquid

    return liquid.plain(text, page)
