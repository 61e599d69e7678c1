"""VuePress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of
from feedwright.sources.systems.vitepress import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = tuple(
    f"{folder}.vuepress/config.{suffix}" for folder in FOLDERS for suffix in ("js", "ts", "mjs", "mts", "cjs")
)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True


def expand(text: str, page: Page) -> str:
    """Show what `v-pre` protects as it is, as VitePress does."""
    from feedwright.sources.systems import vitepress

    return vitepress.expand(text, page)


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `pagePatterns`: files of which no pages are made stand behind `!`."""
    patterns = texts_of(settings.get("pagePatterns"))
    return Site("", excluded((one[1:] for one in patterns if one.startswith("!")), articles, *FOLDERS))


def is_tree(has: Callable[[str], bool]) -> bool:
    """The settings are looked for only where their folder is."""
    folders = tuple(f"{one}.vuepress/" for one in FOLDERS if has(f"{one}.vuepress"))
    return bool(folders) and any(has(name) for name in SETTINGS if name.startswith(folders))
