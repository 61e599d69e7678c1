"""Hexo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("_config.yml",)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
READS_UTC_AS_LOCAL = True
KEYS = {"category": "categories", "permalink": "address"}
OTHER_KEYS = ("comment", "layout", "photos")
TITLES_ARE_BARE = True
READS_TABS = True


def title_from_name(name: str) -> str:
    """The name: Hexo publishes posts without a title."""
    return name


def is_tree(has: Callable[[str], bool]) -> bool:
    """Tell whether `_config.yml` is Hexo's: its posts lie in source/, and it is a package of Node."""
    return has("_config.yml") and has("source/_posts") and has("package.json")


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """The time zone of dates without one, and the files in source/ of which no posts are made."""
    zone, source = (settings.get(key) for key in ("timezone", "source_dir"))
    patterns = [text for key in ("exclude", "skip_render", "ignore") for text in texts_of(settings.get(key))]
    return Site(
        (zone and zone.scalar) or "", excluded(patterns, articles, (source and source.scalar) or "source")
    )


def plain(text: str, page: Page) -> str:
    """Render tags."""
    from feedwright.sources.markup import hexo

    return hexo.plain(text, page)
