"""Zola's URLs (getzola.org/documentation/content/page; page.rs and slugs.rs of 0.22)."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from feedwright.sources.permalinks._ascii import to_ascii
from feedwright.sources.permalinks.post import Permalinks, Post, Settings

_DATED = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?"
    r"\s?[_-](?P<slug>.+)"
)
_UNSAFE = str.maketrans("", "", '<>:"/\\|?*')
_CONTENT = "content"


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `base_url`, `default_language`, `languages` and `slugify`."""
    if "base_url" not in settings.data:
        return None
    return Permalinks(settings.text("base_url"), partial(_path_of, settings))


def _path_of(settings: Settings, post: Post) -> str | None:
    written = post.text("path")
    if written:
        return f"/{written.strip('/')}/"
    default = settings.text("default_language", "en")
    stem, language = post.stem, default
    name, _, tag = stem.rpartition(".")
    if name and tag in settings.mapping("languages"):
        stem, language = name, tag
    folders = [*post.folder.split("/")]
    folders = folders[folders.index(_CONTENT) + 1 :] if _CONTENT in folders else []
    prefix = [language] if language != default else []
    if stem == "_index":
        return "/".join(["", *prefix, *folders, ""])
    if stem == "index" and folders:
        stem = folders.pop()
    rules = settings.mapping("slugify")
    dated = _DATED.fullmatch(stem)
    if dated is not None and rules.get("paths_keep_dates") is not True:
        stem = dated["slug"]
    slug = _slug(post.text("slug") or stem, str(rules.get("paths") or "on"))
    if slug is None:
        return None
    return f"/{'/'.join([*prefix, *folders, slug])}/"


def _slug(text: str, strategy: str) -> str | None:
    if strategy == "off":
        return text
    return text.rstrip(" .").translate(_UNSAFE) if strategy == "safe" else slugify(text)


def slugify(text: str) -> str | None:
    """ASCII letters in lower case, with hyphens; None if a script is not known, or there are emoji.

    Zola writes emoji as words.
    """
    written = None if any(unicodedata.category(one) == "So" for one in text) else to_ascii(text)
    return None if written is None else re.sub("[^a-z0-9]+", "-", written.lower()).strip("-")
