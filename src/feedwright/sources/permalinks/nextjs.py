"""URLs of articles in sites of Next.js, as far as the names of its routes tell them (nextjs.org/docs).

Programs of the site say which files a route shows. Most are called as the folder of these: `posts/a.mdx` is
shown by `pages/posts/[slug].tsx` or `app/(site)/posts/[slug]/page.tsx`.
"""

from __future__ import annotations

import os
import re
from functools import partial
from typing import NamedTuple

from feedwright.sources.permalinks.astro import OF_LISTS
from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below

_PAGES, _APP = ("pages", "src/pages"), ("app", "src/app")
_PROGRAM = re.compile(r"\.(?:tsx?|jsx?|mjs)$")
_PARAMETER = re.compile(r"\[{1,2}(\.\.\.)?(\w+)\]{1,2}")
_GROUP = re.compile(r"\(.*\)|@.*")
_ROOTS = re.compile(r"(?:(?:src|content|contents|data)/)*")


class _Route(NamedTuple):
    """A route to single articles: the folders above its parameter, and whether that has several parts.

    `is_filed` says that one of the folders is a parameter, too, such as a language.
    """

    folders: tuple[str, ...]
    is_open: bool
    is_filed: bool


def permalinks(settings: Settings) -> Permalinks:
    """Read `basePath` and `trailingSlash`, and the names of the site's routes."""
    return Permalinks(settings.text("basePath"), partial(_path_of, settings, _routes(settings)))


def _routes(settings: Settings) -> list[_Route]:
    found: set[_Route] = set()
    for place in (*_PAGES, *_APP):
        root = str(settings.root / place)
        for folder, names, files in os.walk(root):
            names[:] = sorted(name for name in names if name not in ("api", "node_modules"))
            parts = [] if folder == root else os.path.relpath(folder, root).split("/")
            for name in files:
                stem = _PROGRAM.sub("", name)
                if stem == name or (place in _APP and stem != "page"):
                    continue
                whole = parts if place in _APP else [*parts, *([stem] if stem != "index" else [])]
                route = _route([part for part in whole if not _GROUP.fullmatch(part)])
                found |= {route} if route is not None else set()
    return sorted(found)


def _route(parts: list[str]) -> _Route | None:
    """The route of a page in these folders; None if it is not to a single article."""
    last = _PARAMETER.fullmatch(parts[-1]) if parts else None
    if last is None or last[2].lower() in OF_LISTS:
        return None
    folders = tuple(parts[:-1])
    return _Route(folders, last[1] is not None, any(_PARAMETER.fullmatch(one) for one in folders))


def _path_of(settings: Settings, routes: list[_Route], post: Post) -> str | None:
    for place in (*_PAGES, *_APP):
        if (inner := below(post.path, place)) != post.path:
            # The file itself is a page.
            return _page(settings, [], inner.removesuffix("/page.mdx").removesuffix("/page.md"))
    *folders, name = post.path.split("/")
    for at in range(len(folders) - 1, -1, -1):
        of_folder = [one for one in routes if one.folders and _are_alike(one.folders[-1], folders[at])]
        if of_folder:
            return _of_routes(settings, of_folder, "/".join((*folders[at + 1 :], name)), post)
    if len(routes) == 1 and routes[0].folders:
        return _of_routes(settings, routes, below(post.path, settings.content), post)
    if any(one.is_open and not one.folders for one in routes):
        return _page(settings, [], _ROOTS.sub("", post.path, count=1))
    return _of_routes(settings, routes, below(post.path, settings.content), post)


def _are_alike(first: str, second: str) -> bool:
    """Whether two names are the same: `post` and `posts`, `_posts` and `posts`."""
    return first.strip("_").removesuffix("s").lower() == second.strip("_").removesuffix("s").lower()


def _of_routes(settings: Settings, routes: list[_Route], inner: str, post: Post) -> str | None:
    """The path in the one route of several that may show the article; None if none is certain."""
    if len(routes) != 1 or routes[0].is_filed:
        return None
    inner = post.text("slug").strip("/") or _without_suffix(inner)
    if "/" in inner and not routes[0].is_open:
        return None
    return _page(settings, routes[0].folders, inner)


def _page(settings: Settings, folders: tuple[str, ...] | list[str], inner: str) -> str:
    path = "/".join((*folders, _without_suffix(inner)))
    return f"{path}/" if settings.data.get("trailingSlash") is True else path


def _without_suffix(path: str) -> str:
    return re.sub(r"(?:(?:/|\A)index)?\.(?:mdx?|markdown)\Z", "", path)
