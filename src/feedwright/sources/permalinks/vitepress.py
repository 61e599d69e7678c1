"""VitePress's URLs (vitepress.dev/guide/routing)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.scopes import is_below
from feedwright.sources.systems.vitepress import FOLDERS


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `base`, `srcDir` and `cleanUrls`; of a site with `rewrites`, no URL is known.

    None if the articles are not in the site.
    """
    folder = folder_of(settings.root, ".vitepress")
    if folder and not is_below(settings.content, folder):
        return None
    return Permalinks(settings.text("base"), partial(_path_of, settings, folder), has_pages=True)


def _path_of(settings: Settings, folder: str, post: Post) -> str | None:
    if "rewrites" in settings.data:
        return None
    page = below(below(post.path, folder), settings.text("srcDir")).rpartition(".")[0]
    if page == "index" or page.endswith("/index"):
        return page.removesuffix("index")
    return page if settings.data.get("cleanUrls") is True else f"{page}.html"


def folder_of(root: Path, settings: str) -> str:
    """The folder of the site, which has its `settings`; "" for that of the project."""
    return next((one.rstrip("/") for one in FOLDERS if (root / one / settings).is_dir()), "")
