"""The URLs of MkDocs, and of the blog of Material for MkDocs (its documentation, Plugins, Blog)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from posixpath import normpath
from typing import Any

from feedwright.schema import Value
from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below
from feedwright.sources.scopes import is_below

_PLACE = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"<[^>]*>|</[^>]*>")
_INVALID = re.compile(r"[^\w\- ]")
_FIELDS = re.compile(r"'([^']*)'|y+|M+|d+|[A-Za-z]+")


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `site_url`, `docs_dir`, `use_directory_urls`, and the options of the plugin `blog`.

    None if the articles are not in `docs_dir`.
    """
    if not is_below(settings.content, settings.text("docs_dir", "docs").strip("./")):
        return None
    path_of = partial(_path_of, settings, list(_blogs(settings.data)))
    return Permalinks(settings.text("site_url"), path_of, has_pages=True)


def _blogs(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The options of each time that the site has the plugin."""
    plugins = data.get("plugins")
    for plugin in plugins if isinstance(plugins, list) else [plugins]:
        if plugin in ("blog", "material/blog"):
            yield {}
        for name, options in plugin.items() if isinstance(plugin, dict) else ():
            if name in ("blog", "material/blog"):
                yield options if isinstance(options, dict) else {}


def _path_of(settings: Settings, blogs: Sequence[Mapping[str, Any]], post: Post) -> str | None:
    path = below(post.path, settings.text("docs_dir", "docs"))
    page = path.rpartition(".")[0]
    for blog in blogs:
        folder = normpath(str(blog.get("blog_dir") or "blog"))
        posts = normpath(str(blog.get("post_dir") or "{blog}/posts").replace("{blog}", folder))
        if path.startswith(f"{posts}/") or posts == ".":
            filled = _filled(blog, post)
            if filled is None:
                return None
            page = normpath(f"{folder}/{filled.strip('/')}")
            break
    if page == "index" or page.endswith("/index"):
        return page.removesuffix("index")
    return f"{page}/" if settings.data.get("use_directory_urls", True) is not False else f"{page}.html"


def _filled(blog: Mapping[str, Any], post: Post) -> str | None:
    """`post_url_format` with its places; None if only running a program would tell them."""
    # Functions; `!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}` is the usual one.
    if not all(_is_usual(blog.get(key)) for key in ("post_slugify", "categories_slugify")):
        return None
    most = int(str(blog.get("post_url_max_categories") or 1))
    separator = str(blog.get("post_slugify_separator") or "-")
    day = _created(post.values.get("date")) or post.date
    parts = {
        "categories": "/".join(slugify(name, "-") for name in post.words("categories")[:most]),
        "date": _date(str(blog.get("post_url_date_format") or "yyyy/MM/dd"), day),
        "file": post.stem,
        "slug": post.text("slug") or slugify(post.title, separator),
    }
    return _PLACE.sub(
        lambda found: parts.get(found[1], ""), str(blog.get("post_url_format") or "{date}/{slug}")
    )


def _is_usual(function: Any) -> bool:
    if isinstance(function, dict):
        return function.get("kwds") == {"case": "lower"}
    return function is None


def _created(date: Value | None) -> datetime | None:
    """The day in `date: {created: …}`."""
    created = date.members().get("created") if date is not None and date.is_mapping else None
    try:
        return datetime.fromisoformat(created.scalar or "") if created is not None else None
    except ValueError:
        return None


def _date(pattern: str, day: datetime) -> str:
    """A date by a pattern of CLDR; of names of months and days, none."""
    parts = {
        "yyyy": f"{day.year:04}",
        "y": str(day.year),
        "yy": f"{day.year % 100:02}",
        "MM": f"{day.month:02}",
        "M": str(day.month),
        "dd": f"{day.day:02}",
        "d": str(day.day),
    }

    def replace(found: re.Match[str]) -> str:
        return found[1] if found[1] is not None else parts.get(found[0], found[0])

    return _FIELDS.sub(replace, pattern)


def slugify(text: str, separator: str) -> str:
    """Letters, digits, hyphens and underscores in lower case; spaces as separators."""
    plain = unicodedata.normalize("NFC", _TAG.sub("", text)).strip().lower()
    return _INVALID.sub("", plain).replace(" ", separator)
