"""Zola."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("config.toml", "zola.toml")
KEYS = {"path": "place"}
LANGUAGE_KEYS = ("default_language", "languages")
INSIDE = ("taxonomies", "extra")
SIGN = r"\{\{ *\w+\([^){}]{0,500}\) *\}\}|\{% *\w+\([^){}]{0,500}\) *%\}"


def plain(text: str, page: Page) -> str:
    """Shortcodes as what they show."""
    from feedwright.sources.markup import kramdown, tera

    return kramdown.without_heading_ids(tera.plain(text, page))
