"""Nikola."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedwright.sources.scopes import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("conf.py",)
READS_AS = {".txt": ".rst"}
KEYS = {"previewimage": "picture", "enclosure": "enclosures", "guid": "id"}
HTML_IS_HTML = True
MONTH_FIRST = True
LANGUAGE_KEYS = ("DEFAULT_LANG", "TRANSLATIONS")
_RESTRUCTURED = (".rst", ".rest", ".txt")


def is_folder_data(folder: str, name: str) -> bool:
    """`a.meta`, the header of `a.rst`."""
    return name.endswith(".meta")


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """The time zone of dates without one."""
    zone = settings.get("TIMEZONE")
    return Site((zone and zone.scalar) or "")


def include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]:
    """The folders of code that posts show: LISTINGS_FOLDERS."""
    named = settings.get("LISTINGS_FOLDERS")
    return {"listing": list(named) if isinstance(named, dict) and named else ["listings"]}


def plain(text: str, page: Page) -> str:
    """Replace shortcodes by what they show."""
    from feedwright.sources.markup import other_files, shortcodes

    text = other_files.with_listings(text, page) if "listing" in text else text
    return shortcodes.plain(text, page, as_role=page.path.lower().endswith(_RESTRUCTURED))
