"""VitePress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value

SETTINGS = tuple(
    f"{folder}.vitepress/config.{suffix}" for folder in ("", "docs/") for suffix in ("ts", "mts", "js", "mjs")
)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `srcExclude`: files of which no pages are made."""
    source = settings.get("srcDir")
    folders = ("docs", (source and source.scalar) or "")
    return Site("", excluded(texts_of(settings.get("srcExclude")), articles, *folders))
