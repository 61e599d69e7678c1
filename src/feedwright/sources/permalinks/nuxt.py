"""Nuxt Content's paths (content.nuxt.com; path-meta.ts of 2 and 3): that of the file below content/."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from feedwright.sources.permalinks.post import Permalinks, Post, Settings, below

_VERSION = re.compile(r"\d+(?:\.\d+)*(?:\.x)?")
_NUMBER = re.compile(r"\A\d+\.(?=.)")
_INDEX = re.compile(r"\Aindex(?:\.draft)?\Z|\.draft\Z")
_SIGNS = re.compile(r"[^\w\s$*+~.()'\"!\-:@]+", re.ASCII)
_PREFIX = re.compile(
    r"""include:\s*["'`]([^"'`*]*)[^"'`]*["'`]\s*,[^{}]*?prefix:\s*["'`]([^"'`]*)["'`]""", re.DOTALL
)
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})


def permalinks(settings: Settings) -> Permalinks:
    """Read `app.baseURL`, `site.url`, and the prefixes of collections in `content.config.ts`."""
    base = settings.mapping("app").get("baseURL") or settings.mapping("router").get("base") or ""
    site = settings.mapping("site").get("url") or ""
    url = f"{str(site).rstrip('/')}/{str(base).strip('/')}"
    return Permalinks(url, partial(_path_of, _prefixes(settings)))


def _prefixes(settings: Settings) -> dict[str, str]:
    """The folders of collections with a path of their own, and that path."""
    for name in ("content.config.ts", "content.config.js", "content.config.mjs"):
        try:
            text = (settings.root / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        return {folder.strip("/"): prefix for folder, prefix in _PREFIX.findall(text)}
    return {}


def _path_of(prefixes: dict[str, str], post: Post) -> str | None:
    path = below(post.path, "content").rpartition(".")[0]
    before = ""
    for folder, prefix in prefixes.items():
        inner = below(path, folder)
        if inner != path:
            path, before = inner, prefix.strip("/")
            break
    parts = [_slug(part) for part in path.split("/")]
    if None in parts:
        return None
    return "/" + "/".join(filter(None, (before, *parts)))


def _slug(part: str) -> str | None:
    """A part of the path, without its number; None if it has letters of scripts that may be left out."""
    name = part if _VERSION.fullmatch(part) else _INDEX.sub("", _NUMBER.sub("", part))
    plain = unicodedata.normalize("NFD", name.lower().translate(_LETTERS))
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    if any(one.isalpha() and not one.isascii() for one in plain):
        return None
    return re.sub(r"[\s-]+", "-", _SIGNS.sub("", plain).strip())
