"""VitePress's URLs (vitepress.dev/guide/routing)."""

from __future__ import annotations

from functools import partial

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.scopes import is_below


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `base`, `srcDir` and `cleanUrls`; of a site with `rewrites`, no URL is known.

    None if the articles are not in the site.
    """
    if _is_in_docs(settings) and not is_below(settings.content, "docs"):
        return None
    return Permalinks(settings.text("base"), partial(_path_of, settings), has_pages=True)


def _path_of(settings: Settings, post: Post) -> str | None:
    if "rewrites" in settings.data:
        return None
    path = below(post.path, "docs") if _is_in_docs(settings) else post.path
    page = below(path, settings.text("srcDir")).rpartition(".")[0]
    if page == "index" or page.endswith("/index"):
        return page.removesuffix("index")
    return page if settings.data.get("cleanUrls") is True else f"{page}.html"


def _is_in_docs(settings: Settings) -> bool:
    """Whether the site is a project's folder docs/."""
    return not (settings.root / ".vitepress").is_dir() and (settings.root / "docs/.vitepress").is_dir()
