"""Nuxt Content, the module with which sites of Nuxt read Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedwright.sources.scopes import Scope, Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = (
    *(f"nuxt.config.{suffix}" for suffix in ("ts", "js", "mjs", "mts")),
    *(f"content.config.{suffix}" for suffix in ("ts", "js", "mjs")),
)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
OTHER_KEYS = ("head", "layout", "navigation", "seo", "surround", "toc")
CONVERTS_BLOCKS = True


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Leave out what Nuxt Content does: `name.draft.md`, names that begin with a hyphen, what settings name.

    These are regular expressions in `content.ignores` (2), and globs in a collection's `exclude` (3).
    """
    always = excluded(("**/*.draft.*", "**/-*"), articles)
    listed = excluded(texts_of(settings.get("left_out")), articles, "content")
    content = settings.get("content")
    ignores = (
        texts_of(content.members([]).get("ignores")) if content is not None and content.is_mapping else ()
    )
    return Site("", (*always, *listed, *(Scope(one, None) for one in map(_ignoring, ignores) if one)))


def _ignoring(pattern: str) -> Callable[[str], bool] | None:
    """Whether a path has what an expression of `content.ignores` means; None for one that is not plain."""
    if not _PLAIN.fullmatch(pattern):
        return None
    found = re.compile(pattern)
    return lambda path: found.search(f"/{path}") is not None


_PLAIN = re.compile(r"[\w/ -]*(?:\\\.[\w/ -]*)*\$?")


def plain(text: str, page: Page) -> str:
    """Convert components."""
    from feedwright.sources.markup import mdc

    return mdc.plain(text, page) if page.is_markdown else text
