"""VuePress's URLs (vuepress.vuejs.org/guide/page.html, Routing; Permalinks)."""

from __future__ import annotations

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below, fill
from feedwright.sources.permalinks.vitepress import folder_of
from feedwright.sources.scopes import is_below


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `base`; None if the articles are not in the site."""
    folder = folder_of(settings.root, ".vuepress")
    if folder and not is_below(settings.content, folder):
        return None

    def path_of(post: Post) -> str | None:
        path = below(post.path, folder)
        written = post.text("permalink") or settings.text("permalink") or settings.text("permalinkPattern")
        return _filled(written, post) if written else _page(path.rpartition(".")[0])

    return Permalinks(settings.text("base"), path_of, has_pages=True)


def _page(page: str) -> str:
    folder, slash, name = page.rpartition("/")
    return f"{folder}{slash}" if name.lower() in ("index", "readme") else f"{page}.html"


def _filled(pattern: str, post: Post) -> str | None:
    day, stem = post.date, post.stem
    slug = stem[11:] if stem[:10] == f"{day:%Y-%m-%d}" and stem[10:11] == "-" else stem
    parts = {
        "year": f"{day.year}",
        "month": f"{day.month:02}",
        "i_month": str(day.month),
        "day": f"{day.day:02}",
        "i_day": str(day.day),
        "slug": slug,
        "raw": post.path.rpartition(".")[0],
    }
    return fill(pattern, {name: lambda value=value: value for name, value in parts.items()})  # type: ignore[misc]
