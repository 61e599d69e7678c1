"""Eleventy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.js")
KEYS = {"page_excerpt": "summary"}
MARKS = {"eleventyExcludeFromCollections": "unlisted"}


def is_folder_data(folder: str, name: str) -> bool:
    """`posts/posts.json`, `posts/posts.11tydata.json`; and `posts/a.11tydata.json`, of one article."""
    called = folder.rpartition("/")[2]
    return name.endswith(".11tydata.json") or (bool(called) and name == f"{called}.json")


def plain(text: str, page: Page) -> str:
    """Its Markdown goes through Liquid first."""
    from feedwright.sources.markup import liquid

    return liquid.plain(text, page)
