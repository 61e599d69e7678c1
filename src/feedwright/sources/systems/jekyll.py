"""Jekyll."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("_config.yml", "_config.yaml", "_config.toml")
KEYS = {
    "category": "categories",
    "last_modified_at": "updated",
    "modified_date": "updated",
    "permalink": "address",
    "lang": "locale",
    "locale": "locale",
    "excerpt_separator": "divider",
    "layout": "layout",
    "header": "picture",
    "subtitle": "summary",
}
SIGN = (
    r"\{%-? *(?:include|highlight|raw|link|post_url|assign|comment)\b"
    r"|\{\{[^{}]{0,200}(?:site\.(?:baseurl|url)|relative_url|absolute_url|page\.)"
)

SPACED = ("tags", "categories")


def plain(text: str, page: Page) -> str:
    """Liquid as what it shows, without kramdown's attributes."""
    from feedwright.sources.markup import kramdown, liquid

    return kramdown.without_attributes(liquid.plain(text, page))
