"""Eleventy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = (
    *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts", "mts")),
    *(".eleventy.js", ".eleventyignore"),
)
KEYS = {"page_excerpt": "summary"}
OTHER_KEYS = ("eleventyComputed", "eleventyNavigation", "pagination")
MARKS = {"eleventyExcludeFromCollections": "unlisted"}

_DATA_FILES = (".11tydata.json", ".11tydata.js", ".11tydata.cjs", ".11tydata.mjs")


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read the files and folders in `.eleventyignore`, and those that `ignores.add(…)` names."""
    return Site("", excluded(texts_of(settings.get("ignores")), articles))


def is_folder_data(folder: str, name: str) -> bool:
    """`posts/posts.json` and `posts/posts.11tydata.json`; also `posts/a.11tydata.json`, for one article.

    A data file in JavaScript is read if it is plain data, and else said.
    """
    base_name = folder.rpartition("/")[2]
    return name.endswith(_DATA_FILES) or (bool(base_name) and name == f"{base_name}.json")


def plain(text: str, page: Page) -> str:
    """Render Liquid, which Eleventy does before Markdown."""
    from feedwright.sources.markup import liquid
    from feedwright.sources.markup.page import without_tags

    engines = page.keys.get("templateEngineOverride")
    is_plain = engines is not None and not _RENDERING.intersection(re.findall(r"\w+", str(engines)))
    return without_tags(text) if is_plain else liquid.plain(text, page)


_RENDERING = {"liquid", "njk", "hbs", "mustache", "ejs", "vto", "webc"}
"""Names of languages of templates in `templateEngineOverride`."""
