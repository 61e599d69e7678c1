"""Hugo."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = (
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config/_default",
)
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
    "headless": "draft",
    "build": "listing",
    "_build": "listing",
    "type": "layout",
    "keywords": "tags",
    "copyright": "rights",
}
LANGUAGE_KEYS = ("defaultContentLanguage", "languages")
INSIDE = ("params",)
SIGN = r"\{\{[<%]"


def plain(text: str, page: Page) -> str:
    """Shortcodes as what they show."""
    from feedwright.sources.markup import kramdown, shortcodes

    return kramdown.without_heading_ids(shortcodes.plain(text, page))
