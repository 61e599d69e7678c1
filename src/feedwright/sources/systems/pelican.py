"""Pelican; some of its keys are MultiMarkdown's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from feedwright.sources.scopes import Scope, Site, is_below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("pelicanconf.py",)
KEYS = {"modified": "updated"}
IGNORES_CASE = True
READS_LINES = True
HTML_IS_HTML = True
OTHER_KEYS = ("lang", "translation")
SIGN = r"\{(?:filename|static|attach)\}"


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """The time zone, keys of all articles (DEFAULT_METADATA), and the folders of pages."""
    zone, metadata = settings.get("TIMEZONE"), settings.get("DEFAULT_METADATA")
    scopes = (
        [Scope(lambda path: True, _lower(metadata.members()))] if metadata and metadata.is_mapping else []
    )
    paths = settings.get("PAGE_PATHS")
    for folder in [one.scalar or "" for one in paths.items()] if paths else ["pages"]:
        if folder:
            scopes.append(Scope(partial(is_below, folder=folder.strip("/")), None))
    return Site((zone and zone.scalar) or "", tuple(scopes))


def _lower(members: Mapping[str, Value]) -> dict[str, Value]:
    return {key.lower(): value for key, value in members.items()}


def plain(text: str, page: Page) -> str:
    """Resolve internal links to files, and the tags of the plugin liquid_tags."""
    from feedwright.sources.markup import intrasite, kramdown, liquid

    text = liquid.plain(text, page) if "{%" in text and page.is_markdown else text
    return kramdown.without_heading_ids(intrasite.plain(text, page))
