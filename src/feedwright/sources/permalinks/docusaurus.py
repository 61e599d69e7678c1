"""The URLs of Docusaurus's blogs (docusaurus.io/docs/api/plugins; blogUtils.ts of 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from posixpath import normpath
from typing import Any, NamedTuple

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, texts
from feedwright.sources.scopes import is_below

_DATED = re.compile(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*?)(?:/index)?\.mdx?")
_SUFFIX = re.compile(r"(?:/index)?\.mdx?\Z")
_TRANSLATED = re.compile(r"i18n/([^/]+)/docusaurus-plugin-content-blog(?:-([^/]+))?/(.*)")


class _Blog(NamedTuple):
    """A blog of the site: its name, where its files and its pages are, and which files are no posts."""

    name: str
    folder: str
    route: str
    exclude: tuple[str, ...] = ()


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `url`, `baseUrl`, `trailingSlash`, and each blog's options; None if the articles are in none."""
    content, blogs = settings.content, list(blogs_in(settings.data))
    folders = ["i18n", *(blog.folder for blog in blogs)]
    if not any(is_below(content, folder) or is_below(folder, content) for folder in folders):
        return None
    base = f"{settings.text('url').rstrip('/')}/{settings.text('baseUrl', '/').strip('/')}"
    return Permalinks(base, partial(_path_of, settings, blogs))


def blogs_in(data: Mapping[str, Any]) -> Iterator[_Blog]:
    """The blogs that presets and plugins have; by default one in `blog`."""
    for preset in data.get("presets") or ():
        options = preset[1] if isinstance(preset, list) and len(preset) > 1 else {}
        blog = options.get("blog", {}) if isinstance(options, dict) else {}
        if isinstance(blog, dict):
            yield _blog("", blog)
    for plugin in data.get("plugins") or ():
        if isinstance(plugin, list) and len(plugin) > 1 and "content-blog" in str(plugin[0]):
            yield _blog(str(plugin[1].get("id") or ""), plugin[1])


def _blog(name: str, options: Mapping[str, Any]) -> _Blog:
    route = options.get("routeBasePath")
    return _Blog(
        name,
        normpath(str(options.get("path") or "blog")),
        "blog" if route is None else str(route),
        tuple(texts(options.get("exclude"))),
    )


def _path_of(settings: Settings, blogs: list[_Blog], post: Post) -> str | None:
    translated = _TRANSLATED.fullmatch(post.path)
    if translated is not None:
        language, name, inner = translated.groups()
        blog = next((one for one in blogs if one.name == (name or "")), None)
    else:
        blog = next((one for one in blogs if post.path.startswith(f"{one.folder}/")), None)
        language, inner = "", post.path[len(blog.folder) + 1 :] if blog is not None else ""
    if blog is None:
        return None
    path = re.sub("/+", "/", f"/{language}/{blog.route}/{post.text('slug') or _slug(inner)}")
    slash = settings.data.get("trailingSlash")
    if slash is True:
        return f"{path.rstrip('/')}/"
    return path if slash is None else path.rstrip("/") or "/"


def _slug(path: str) -> str:
    """The path of a post, in which a date stands first, as folders."""
    dated = _DATED.fullmatch(path)
    if dated is None:
        return _SUFFIX.sub("", path)
    return f"{dated['date'].replace('-', '/')}/{dated['folder']}{dated['text']}"
