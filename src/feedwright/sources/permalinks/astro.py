"""Astro's URLs, if a page for a whole collection tells them (docs.astro.build, Content collections)."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import partial

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below

_PAGES = "src/pages"
_ROUTE = re.compile(r"\[(?:\.\.\.)?\w+\](?:/index)?\.(?:astro|ts|js)")
_COLLECTION = re.compile(r"""getCollection\(\s*["'`]([\w-]+)["'`]""")


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `site`, `base`, `trailingSlash`, `build.format`, and which pages show collections."""
    routes = _routes(settings)
    if not routes:
        return None
    base = f"{settings.text('site').rstrip('/')}/{settings.text('base').strip('/')}"
    return Permalinks(base, partial(_path_of, settings, routes))


def _routes(settings: Settings) -> dict[str, str]:
    """The folders of pages, by the collections that these show."""
    found: dict[str, str] = {}
    for folder, names, files in os.walk(settings.root / _PAGES):
        names.sort()
        for name in sorted(files):
            place = os.path.relpath(folder, settings.root / _PAGES)
            path = name if place == "." else f"{place}/{name}"
            route = _ROUTE.search(path)
            if route is None or "[" in path[: route.start()] or route.end() != len(path):
                continue
            try:
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    shown = _COLLECTION.findall(file.read(100_000))
            except (OSError, UnicodeDecodeError):
                continue
            for collection in dict.fromkeys(shown):
                found.setdefault(collection, path[: route.start()])
    return found


def _path_of(settings: Settings, routes: dict[str, str], post: Post) -> str | None:
    for collection, route in routes.items():
        for folder in (f"src/content/{collection}", f"src/data/{collection}", collection):
            inner = below(post.path, folder)
            if inner != post.path:
                return _page(settings, route, inner, post)
    return None


def _page(settings: Settings, route: str, inner: str, post: Post) -> str:
    path = inner.rpartition(".")[0]
    own = post.text("slug") or "/".join(map(slugify, path.removesuffix("/index").split("/")))
    url = f"/{route}{own.strip('/')}"
    slash = settings.text("trailingSlash", "ignore")
    build = settings.mapping("build")
    if slash == "never" or (slash == "ignore" and build.get("format") == "file"):
        return url
    return f"{url}/"


def slugify(text: str) -> str:
    """As `github-slugger`: letters, marks, digits and underscores, in lower case; spaces as hyphens."""
    kept = (one for one in text.lower() if one in "-_ " or unicodedata.category(one)[0] in "LMN")
    return "".join(kept).replace(" ", "-")
