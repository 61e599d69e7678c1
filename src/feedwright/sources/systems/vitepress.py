"""VitePress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedwright.schema import Value

FOLDERS = ("", "docs/", "src/", "site/", "blog/", "website/", "content/")
"""Folders of the site, where its settings may lie."""
SETTINGS = tuple(
    f"{folder}.vitepress/config.{suffix}" for folder in FOLDERS for suffix in ("ts", "mts", "js", "mjs")
)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `srcExclude`: files of which no pages are made."""
    source = settings.get("srcDir")
    folders = (*FOLDERS, (source and source.scalar) or "")
    return Site("", excluded(texts_of(settings.get("srcExclude")), articles, *folders))


def is_tree(has: Callable[[str], bool]) -> bool:
    """The settings are looked for only where their folder is."""
    folders = tuple(f"{one}.vitepress/" for one in FOLDERS if has(f"{one}.vitepress"))
    return bool(folders) and any(has(name) for name in SETTINGS if name.startswith(folders))
