"""Astro's URLs, if a page for a whole collection tells them (docs.astro.build), and Starlight's."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import partial

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.systems import astro

_PAGES = "src/pages"
_ROUTE = re.compile(r"\[(?:\.\.\.)?\w+\](?:/index)?\.astro")
_COLLECTION = re.compile(r"""getCollection\(\s*["'`]([\w-]+)["'`]""")
_STARLIGHT = re.compile(r"\bstarlight\(")


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `site`, `base`, `trailingSlash`, `build.format`, and which pages show collections."""
    routes = _routes(settings)
    if _has_starlight(settings):
        routes["docs"] = ""
    if not routes:
        return None
    base = f"{settings.text('site').rstrip('/')}/{settings.text('base').strip('/')}"
    return Permalinks(base, partial(_path_of, settings, routes))


def _has_starlight(settings: Settings) -> bool:
    """Whether Starlight makes a page of each document in the collection `docs`."""
    return any(_STARLIGHT.search(_read(str(settings.root / name))) for name in astro.SETTINGS)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(100_000)
    except (OSError, UnicodeDecodeError):
        return ""


def _routes(settings: Settings) -> dict[str, str | None]:
    """The folders of pages, by the collections that these show; None where a program names the folders."""
    found: dict[str, str | None] = {}
    for folder, names, files in os.walk(settings.root / _PAGES):
        names.sort()
        for name in sorted(files):
            place = os.path.relpath(folder, settings.root / _PAGES)
            path = name if place == "." else f"{place}/{name}"
            route = _ROUTE.search(path)
            if route is None or route.end() != len(path):
                continue
            is_filed = "[" in path[: route.start()]
            for collection in dict.fromkeys(_COLLECTION.findall(_read(os.path.join(folder, name)))):
                if is_filed:
                    # Pages in such folders are single articles, and those above them lists.
                    found[collection] = None
                else:
                    found.setdefault(collection, path[: route.start()])
    return found


def _path_of(settings: Settings, routes: dict[str, str | None], post: Post) -> str | None:
    for collection, route in routes.items():
        for folder in (f"src/content/{collection}", f"src/data/{collection}", collection):
            inner = below(post.path, folder)
            if inner != post.path:
                return None if route is None else _page(settings, route, inner, post)
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
