"""Sphinx, with the extension ablog: a post is a page with a directive `.. post::`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("conf.py",)
TAKES_LAST_KEY = True
MONTH_FIRST = True
TITLE_HEADING = "anywhere"


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Leave out what `exclude_patterns` match; `conf.py` with POSTS is Nikola's."""
    if "POSTS" in settings:
        return Site()
    return Site("", excluded(texts_of(settings.get("exclude_patterns")), articles))


def expand(text: str, page: Page) -> str:
    """Convert MyST."""
    from feedwright.sources.markup import myst

    text = myst.with_substitutions(text, page.keys) if "{{" in text else text
    return myst.plain(text, page) if myst.SIGN.search(text) else text


def include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]:
    """The folders from which documents name files: their own, and that of the settings."""
    return {"document": [content], "source": ["."]}


def plain(text: str, page: Page) -> str:
    """Put what other files have into reStructuredText; the texts of notebooks are MyST."""
    if page.path.lower().endswith(".ipynb"):
        return expand(text, page)
    if "include::" not in text or page.is_markdown:
        return text
    from feedwright.sources.markup import sphinx_files

    return sphinx_files.with_files(text, page)
