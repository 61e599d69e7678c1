"""Nikola's URLs (getnikola.com/handbook.html; post.py of 8.3)."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from feedwright.sources.permalinks._ascii import to_ascii
from feedwright.sources.permalinks.post import Permalinks, Post, Settings

_STRIP = re.compile(r"[^+\w\s-]")
_UNSAFE = str.maketrans(dict.fromkeys("/\\?#\"'\r\n\t*:<>|", "-"))
_HYPHENS = re.compile(r"[-\s]+")


def permalinks(settings: Settings) -> Permalinks | None:
    """Read POSTS, PRETTY_URLS, TRANSLATIONS, SITE_URL and BASE_URL; None for another program's `conf.py`."""
    if "POSTS" not in settings.data:
        return None
    base = settings.text("BASE_URL") or settings.text("SITE_URL")
    return Permalinks(base, partial(_path_of, settings))


def _path_of(settings: Settings, post: Post) -> str | None:
    for rule in settings.data["POSTS"]:
        folder = str(rule[0]).rpartition("/")[0] if isinstance(rule, list) and len(rule) > 1 else None
        if folder is not None and (not folder or post.path.startswith(f"{folder}/")):
            return _page(settings, post, folder, str(rule[1]).strip("/"))
    return None


def _page(settings: Settings, post: Post, folder: str, target: str) -> str | None:
    stem, prefix = post.stem, ""
    name, _, last = stem.rpartition(".")
    languages: Any = settings.data.get("TRANSLATIONS")
    if name and isinstance(languages, dict) and last in languages:
        stem, prefix = name, str(languages[last] or "").removeprefix("./").strip("/")
    slug = post.text("slug") or slugify(stem, settings)
    if slug is None:
        return None
    inner = post.folder[len(folder) :].strip("/")
    path = "/".join(filter(None, (prefix, target, inner, slug)))
    return f"/{path}/" if settings.data.get("PRETTY_URLS", True) is not False else f"/{path}.html"


def slugify(text: str, settings: Settings) -> str | None:
    """ASCII letters, digits, underscores and plus signs in lower case, with hyphens."""
    if settings.data.get("USE_SLUGIFY", True) is False:
        return text.translate(_UNSAFE)
    written = to_ascii(text)
    return None if written is None else _HYPHENS.sub("-", _STRIP.sub("", written).strip().lower())
