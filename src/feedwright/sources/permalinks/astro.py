"""Astro's URLs, if a page for a whole collection tells them (docs.astro.build), and Starlight's."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import partial

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.systems import astro

_PAGES = "src/pages"
_ROUTE = re.compile(r"\[(?:\.\.\.)?(\w+)\](?:/index)?\.astro")
OF_LISTS = {
    "page",
    "tag",
    "tags",
    "category",
    "categories",
    "author",
    "year",
    "month",
    "lang",
    "locale",
    "series",
}
"""Parameters of pages with lists of articles."""
_OF_DATES = re.compile(r"\[(year|month|day)\]")
_DATED = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)[-_](?P<slug>.+)")
_COLLECTION = re.compile(r"""getCollection\(\s*["'`]([\w-]+)["'`]""")
_STARLIGHT = re.compile(r"\bstarlight\(")
_IMPORTED = re.compile(r"""\bimport\s+(?:type\s+)?([\w\s{},*$]{1,500}?)\s+from\s+["'`]([^"'`]+)["'`]""")
_DEFINITION = re.compile(r"\b(?:function|const|let)\s+(\w+)(?=\s*(?:[(<:]|=\s*(?:async\s*)?(?:\(|\w+\s*=>)))")
_ALIAS = re.compile(r"""["']([\w@~.-]*/)\*["']\s*:\s*\[\s*["'](?:\./)?([^"'*]*)\*["']""")
_SUFFIXES = ("", ".ts", ".js", ".mjs", "/index.ts", "/index.js")
_CONFIGS = tuple(
    f"src/{name}.{suffix}" for name in ("content.config", "content/config") for suffix in ("ts", "mjs", "js")
)
_DEFINED = re.compile(r"(\w+)\s*[:=]\s*defineCollection\(")
_BASE = re.compile(r"""\bbase:\s*["'`]([^"'`$]+)["'`]""")
_PATTERN = re.compile(r"""\bpattern:\s*\[?\s*["'`]([^"'`*{}$!]+)/[^"'`]*["'`]""")
_ONLY_SUFFIX = re.compile(
    r"""\bgenerateId\b[^;`]{0,80}?\bentry\.replace\(\s*/\\\.[^/\s]+/\w*\s*,\s*(["'`])\1\s*\)\s*[,}\n]"""
)
_NAMED = re.compile(r"\bcollections\s*=\s*\{([^{}]*)\}")


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `site`, `base`, `trailingSlash`, `build.format`, and which pages show collections."""
    routes = _routes(settings)
    if _has_starlight(settings):
        routes["docs"] = ""
    if not routes:
        return None
    base = f"{settings.text('site').rstrip('/')}/{settings.text('base').strip('/')}"
    definitions = _definitions(settings)
    folders, own_ids = _folders(definitions), _own_ids(definitions)
    return Permalinks(base, partial(_path_of, settings, routes, folders, own_ids))


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
    """The folders of pages, by the collections that these show; None where a program names the folders.

    Folders such as `[year]` stay as they are: the names of files say them.
    """
    found: dict[str, str | None] = {}
    for folder, names, files in os.walk(settings.root / _PAGES):
        names.sort()
        for name in sorted(files):
            place = os.path.relpath(folder, settings.root / _PAGES)
            path = name if place == "." else f"{place}/{name}"
            route = _ROUTE.search(path)
            if route is None or route.end() != len(path) or route[1].lower() in OF_LISTS:
                continue
            is_filed = "[" in path[: route.start()]
            for collection in _shown(settings, folder, name):
                if is_filed:
                    # Pages in such folders are single articles, and those above them lists.
                    above = path[: route.start()]
                    found[collection] = above if not _OF_DATES.sub("", above).count("[") else None
                else:
                    found.setdefault(collection, path[: route.start()])
    return found


_USUAL = {"@/": "src/", "~/": "src/", "src/": "src/"}


def _shown(settings: Settings, folder: str, name: str) -> list[str]:
    """The collections that a page shows, itself or by one module that it imports."""
    text = _read(os.path.join(folder, name))
    found = list(dict.fromkeys(_COLLECTION.findall(text)))
    if found:
        return found
    aliases = dict(_ALIAS.findall(_read(str(settings.root / "tsconfig.json"))))
    for names, written in _IMPORTED.findall(text):
        start, path = folder, written
        if not written.startswith("."):
            alias = max(
                (one for one in {**_USUAL, **aliases} if written.startswith(one)), key=len, default=None
            )
            if alias is None:
                continue
            start = str(settings.root / {**_USUAL, **aliases}[alias])
            path = written[len(alias) :]
        place = os.path.normpath(os.path.join(start, path))
        if os.path.relpath(place, settings.root).startswith(".."):
            continue
        module = next(filter(None, (_read(f"{place}{suffix}") for suffix in _SUFFIXES)), "")
        # A function may call another one of the module.
        found += _COLLECTION.findall(_functions(module, re.findall(r"\w+", names))) or _COLLECTION.findall(
            module
        )
    # Of several, nobody knows which it shows.
    return found[:1] if len(set(found)) == 1 else []


def _functions(module: str, names: list[str]) -> str:
    """The parts of a module in which these names are defined."""
    pieces = _DEFINITION.split(module)
    return "\n".join(body for name, body in zip(pieces[1::2], pieces[2::2], strict=True) if name in names)


def _definitions(settings: Settings) -> dict[str, str]:
    """How the content's settings define each collection."""
    found: dict[str, str] = {}
    for name in _CONFIGS:
        text = _read(str(settings.root / name))
        pieces = _DEFINED.split(text)
        found |= zip(pieces[1::2], pieces[2::2], strict=True)
        for pair in named[1].split(",") if (named := _NAMED.search(text)) else ():
            key, _, variable = (part.strip().strip("\"'") for part in pair.partition(":"))
            if variable in found:
                found[key] = found[variable]
    return found


def _folders(definitions: dict[str, str]) -> dict[str, str]:
    """The folders of collections, as far as the content's settings name them."""
    bases = {name: _BASE.search(body) or _PATTERN.search(body) for name, body in definitions.items()}
    return {name: os.path.normpath(base[1].strip("/")) for name, base in bases.items() if base is not None}


def _own_ids(definitions: dict[str, str]) -> dict[str, bool]:
    """The collections whose ids a function makes; True where it only takes the suffix away."""
    return {
        name: _ONLY_SUFFIX.search(body) is not None
        for name, body in definitions.items()
        if "generateId" in body
    }


def _path_of(
    settings: Settings,
    routes: dict[str, str | None],
    folders: dict[str, str],
    own_ids: dict[str, bool],
    post: Post,
) -> str | None:
    for collection, route in routes.items():
        usual = (f"src/content/{collection}", f"src/data/{collection}", collection)
        for folder in (folders[collection],) if collection in folders else usual:
            inner = below(post.path, folder)
            if inner != post.path:
                if route is None or own_ids.get(collection) is False:
                    return None
                return _page(settings, route, inner, post, is_as_written=collection in own_ids)
    return None


def _page(settings: Settings, route: str, inner: str, post: Post, *, is_as_written: bool) -> str | None:
    path = inner.rpartition(".")[0]
    if "[" in route:
        dated = _DATED.fullmatch(path.removesuffix("/index"))
        if dated is None:
            return None
        route, path = _OF_DATES.sub(lambda found: dated[found[1]], route), dated["slug"]
    if is_as_written:
        own = path
    else:
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
