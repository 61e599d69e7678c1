"""Hexo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedwright.sources.markup.page import Page

SETTINGS = ("_config.yml",)
KEYS = {"category": "categories", "permalink": "address"}
OTHER_KEYS = ("comment", "layout", "photos")


def is_tree(has: Callable[[str], bool]) -> bool:
    """Tell whether `_config.yml` is Hexo's: its posts lie in source/, and it is a package of Node."""
    return has("_config.yml") and has("source/_posts") and has("package.json")


def plain(text: str, page: Page) -> str:
    """Render tags, which have Liquid's form."""
    from feedwright.sources.markup import liquid

    return liquid.plain(text, page)
