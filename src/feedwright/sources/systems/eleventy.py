"""Eleventy."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from feedwright.sources.scopes import FolderFile, Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = (
    *(f"eleventy.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts", "mts")),
    *(".eleventy.js", ".eleventyignore"),
)
ROLLS_DAYS_OVER = True
NEEDS_NO_TITLE = True
KEYS = {"page_excerpt": "summary"}
NOT_TAGS = frozenset(("all", "nav", "post", "posts"))
"""Tags that only make collections for templates, as Eleventy's starter project has them."""
DATED_BY_FILE = ("created", "git created", "git last modified", "last modified")
OTHER_KEYS = ("eleventyComputed", "eleventyNavigation", "pagination")
MARKS = {"eleventyExcludeFromCollections": "unlisted"}

_DATA_FILES = tuple(f".11tydata.{suffix}" for suffix in ("json", "js", "cjs", "mjs", "ts", "yml", "yaml"))
_DATA = (".json", ".yml", ".yaml")
_TEMPLATES = (".md", ".markdown", ".html", ".njk", ".liquid")


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read the files and folders in `.eleventyignore`, and those that `ignores.add(…)` names."""
    return Site("", excluded(texts_of(settings.get("ignores")), articles))


def is_folder_data(folder: str, name: str) -> bool:
    """`posts/posts.json` and `posts/posts.11tydata.json`; also `posts/a.11tydata.json`, for one article.

    Data in YAML is read, too, for which settings have to add a reader. Of a program, plain values are read.
    """
    if name.endswith(_DATA_FILES):
        return True
    stem, suffix = os.path.splitext(name)
    if suffix not in _DATA:
        return False
    return stem == folder.rpartition("/")[2] or any(
        os.path.exists(f"{folder}/{stem}{template}") for template in _TEMPLATES
    )


_COMPUTED = "eleventyComputed.permalink"


def shared_keys(values: Mapping[str, Value], file: FolderFile) -> Iterator[Mapping[str, Value]]:
    """The values of a file; an article's own `eleventyComputed` replaces only the members that it has."""
    computed = _computed(values)
    yield {**values, _COMPUTED: computed} if computed is not None else values


def with_computed(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Values with the permalink that `eleventyComputed` has, if they have no other one."""
    computed = _computed(values) or values.get(_COMPUTED)
    return values if computed is None else {"permalink": computed, **values}


def _computed(values: Mapping[str, Value]) -> Value | None:
    computed = values.get("eleventyComputed")
    members = computed.members([]) if computed is not None and computed.is_mapping else {}
    return members.get("permalink")


def plain(text: str, page: Page) -> str:
    """Render Liquid, which Eleventy does before Markdown."""
    from feedwright.sources.markup import liquid
    from feedwright.sources.markup.page import without_tags

    engines = page.keys.get("templateEngineOverride")
    is_plain = engines is not None and not _RENDERING.intersection(re.findall(r"\w+", str(engines)))
    return without_tags(text) if is_plain else liquid.plain(text, page)


_RENDERING = {"liquid", "njk", "hbs", "mustache", "ejs", "vto", "webc"}
"""Names of languages of templates in `templateEngineOverride`."""
