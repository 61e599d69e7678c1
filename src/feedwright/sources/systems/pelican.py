"""Pelican, and what MultiMarkdown calls things."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("pelicanconf.py",)
KEYS = {"modified": "updated"}
SIGN = r"\{(?:filename|static|attach)\}"


def plain(text: str, page: Page) -> str:
    """Links inside the site as the files they lead to."""
    from feedwright.sources.markup import intrasite, kramdown

    return kramdown.without_heading_ids(intrasite.plain(text, page))
