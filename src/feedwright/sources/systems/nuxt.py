"""Nuxt Content, the module with which sites of Nuxt read Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = tuple(f"nuxt.config.{suffix}" for suffix in ("ts", "js", "mjs", "mts"))
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
OTHER_KEYS = ("head", "layout", "navigation", "seo", "surround", "toc")
CONVERTS_BLOCKS = True


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Leave out what Nuxt Content does: `name.draft.md`, and names that begin with a hyphen."""
    return Site("", excluded(("**/*.draft.*", "**/-*"), articles))


def plain(text: str, page: Page) -> str:
    """Convert components."""
    from feedwright.sources.markup import mdc

    return mdc.plain(text, page) if page.is_markdown else text
