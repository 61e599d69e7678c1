"""Hugo."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page
    from feedwright.sources.scopes import FolderFile, Scope, Site

SETTINGS = (
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default",
    "config/production",
)
_OURS = (".yaml", ".yml", ".json")
_BASE_URL = re.compile(rb"^\s*\"?baseurl\"?\s*:", re.MULTILINE | re.IGNORECASE)
_ZOLAS_URL = re.compile(rb"^\s*\"?base_url\"?\s*=", re.MULTILINE)
HAS_BUNDLES = READS_ALL_FOLDERS = True
LINKS_ADDRESSES = True
NEEDS_NO_TITLE = True
KEYS = {
    "publishDate": "goes_live",
    "publishdate": "goes_live",
    "lastmod": "updated",
    "modified": "updated",
    "expiryDate": "expires",
    "expirydate": "expires",
    "unpublishdate": "expires",
    "resources": "resources",
    "images": "picture",
    "cover": "picture",
    "featured_image": "picture",
    "featuredImage": "picture",
    "thumbnail": "picture",
    "url": "address",
    "type": "layout",
    "keywords": "tags",
    "copyright": "rights",
}
IGNORES_CASE = True
OTHER_KEYS = ("aliases", "isCJKLanguage", "linkTitle", "linktitle", "series", "translationKey", "videos")
MARKS = {"headless": "hidden", "build": "listing", "_build": "listing"}
LANGUAGE_KEYS = ("defaultContentLanguage", "languages")
NOT_READ = (".qmd", ".rmd")
LANGUAGE_FOLDER_KEY = "contentDir"
INSIDE = ("params",)
SIGN = r"\{\{[<%]"


def is_settings(path: Path) -> bool:
    """Tell whether `config.yaml` is Hugo's: it names a `baseURL`, which ours never does.

    `config.toml` is not, if it has Zola's `base_url`. Nor is `production` without `_default`.
    """
    if path.name == "production":
        return (path.parent / "_default").is_dir()
    if path.stem != "config" or path.suffix not in (*_OURS, ".toml"):
        return True
    try:
        if path.suffix == ".toml":
            return _ZOLAS_URL.search(path.read_bytes()) is None
        return _BASE_URL.search(path.read_bytes()) is not None
    except OSError:
        return False


def dated(values: Mapping[str, Value]) -> Value | None:
    """`lastmod`, of an article without a date (gohugo.io/configuration/front-matter, Dates)."""
    if not values.keys().isdisjoint(_DATES):
        return None
    return next((values[key] for key in ("lastmod", "modified") if key in values), None)


_DATES = ("date", "publishDate", "publishdate", "pubdate", "pubDate", "published")


def is_folder_data(folder: str, name: str) -> bool:
    """`_index.md` or `_index.fr.md`, whose `cascade` is for all pages of its language below it."""
    return name.startswith("_index.") and name.endswith(_SECTIONS)


_SECTIONS = (".md", ".markdown", ".html", ".htm")


def shared_keys(values: Mapping[str, Value], file: FolderFile) -> Iterator[Mapping[str, Value] | Scope]:
    """The keys of a `cascade` (gohugo.io/content-management/front-matter, Cascade)."""
    from feedwright.sources.systems import _cascade

    return _cascade.of_folder(values.get("cascade"), file)


def site(values: Mapping[str, Value], articles: str) -> Site:
    """The time zone, the cascade in the settings, for all pages, and the files that are none."""
    from feedwright.sources.systems import _cascade

    return _cascade.of_site({key.lower(): value for key, value in values.items()}, articles)


def include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]:
    """The folders of files that templates show."""
    return {"content": [content], "assets": ["assets"], "site": [".", content]}


def plain(text: str, page: Page) -> str:
    """Replace shortcodes by what they show, and show titles of pictures and formulas as the site does."""
    from feedwright.sources.markup import code, formulas, hugo_images, kramdown, shortcodes

    text = shortcodes.plain(text, page)
    if page.is_markdown:
        text = hugo_images.plain(text, page)
        if "$" in text and page.site is not None and not _passes_formulas(page.site):
            text = code.change_prose(text, formulas.without_escapes)
    return kramdown.without_heading_ids(text)


def _passes_formulas(site: Mapping[str, Any]) -> bool:
    """Whether formulas are left as they are written (markup.goldmark.extensions.passthrough)."""
    found: Any = site.get("markup")
    for key in ("goldmark", "extensions", "passthrough", "enable"):
        found = found.get(key) if isinstance(found, dict) else None
    return found is True
