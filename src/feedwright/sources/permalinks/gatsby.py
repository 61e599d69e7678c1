"""The URLs of Gatsby's pages, as far as `gatsby-node` makes them as most blogs do: by `createFilePath`."""

from __future__ import annotations

import re
from functools import partial
from posixpath import normpath

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below

_NODE = tuple(f"gatsby-node.{suffix}" for suffix in ("js", "ts", "mjs"))
_CONFIG = tuple(f"gatsby-config.{suffix}" for suffix in ("js", "ts", "mjs"))
_SOURCE = re.compile(
    r"""\bpath:\s*(?:["'`](?:\$\{__dirname\}/|\./)?([^"'`$]+)["'`]"""
    r"""|path\.(?:join|resolve)\(\s*__dirname\s*,\s*([^()]+)\))"""
)
_TEXT = re.compile(r"""["'`]([^"'`]+)["'`]""")
_PREFIXED = re.compile(
    r"`/?([\w/-]+?)/?\$\{\s*(?:value|slug|filePath|relativeFilePath|[\w.]*fields\.slug)\s*\}/?`"
)
_BEFORE_A_FIELD = re.compile(r"\bpath:\s*`/?[\w/-]+/?\$\{[\w.]*fields\.slug\b")
_FIELD = re.compile(r"\bpath:\s*[\w.]*fields\.slug\b")
_CHANGED = re.compile(r"\b(?:value|slug|filePath|relativeFilePath)\.replace\(|createFilePath\([^()]*\)\s*\.")
"""A program changes the path that it got."""
_IS_PLAIN = re.compile(r"createNodeField\([^;]*?\bvalue\b|\bpath:\s*[\w.]*fields\.slug\b", re.DOTALL)


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `siteUrl`, `pathPrefix`, the folders of files, and what programs write before a path."""
    program = "".join(_read(settings, name) for name in _NODE)
    if "createFilePath" not in program:
        return None
    folders = [
        normpath(plain.strip("/") or "/".join(_TEXT.findall(joined)))
        for plain, joined in _SOURCE.findall("".join(_read(settings, name) for name in _CONFIG))
    ]
    prefixes = set(_PREFIXED.findall(program))
    if len(prefixes) > 1 or not (prefixes or _IS_PLAIN.search(program)):
        return None
    if _CHANGED.search(program) or (_BEFORE_A_FIELD.search(program) and _FIELD.search(program)):
        # Which pages are where depends on what a query finds.
        return Permalinks("", lambda post: None)
    prefix = settings.text("pathPrefix").strip("/")
    base = f"{str(settings.mapping('siteMetadata').get('siteUrl') or '').rstrip('/')}/{prefix}"
    takes_slug = "frontmatter.slug" in program
    before = next(iter(prefixes), "").strip("/")
    return Permalinks(base, partial(_path_of, sorted(folders, key=len), before, takes_slug))


def _read(settings: Settings, name: str) -> str:
    try:
        return (settings.root / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _path_of(folders: list[str], prefix: str, takes_slug: bool, post: Post) -> str:
    if takes_slug and post.text("slug"):
        return re.sub("/+", "/", f"/{prefix}/{post.text('slug')}/")
    path = post.path
    for folder in folders:
        inner = below(post.path, folder)
        path = inner if inner != post.path else path
    path = path.rpartition(".")[0]
    path = path.removesuffix("index").rstrip("/") if path == "index" or path.endswith("/index") else path
    return re.sub("/+", "/", f"/{prefix}/{path}/")
