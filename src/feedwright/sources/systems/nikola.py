"""Nikola."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from feedwright.sources.scopes import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("conf.py",)
TRANSLATIONS_SHARE = True
READS_AS = {".txt": ".rst"}
KEYS = {"previewimage": "picture", "enclosure": "enclosures", "guid": "id"}
HTML_IS_HTML = True
MONTH_FIRST = True
LANGUAGE_KEYS = ("DEFAULT_LANG", "TRANSLATIONS")
_RESTRUCTURED = (".rst", ".rest", ".txt")


def is_folder_data(folder: str, name: str) -> bool:
    """`a.meta`, the header of `a.rst`; and `a.rst` itself, if it is translated in `a.es.rst`."""
    return name.endswith(".meta") or name in _translated(folder, os.stat(folder).st_mtime_ns)


@lru_cache(maxsize=64)
def _translated(folder: str, state: int) -> frozenset[str]:
    """The files of a folder that have translations beside them; `state` changes with the folder."""
    names = set(os.listdir(folder))
    found = (_TRANSLATION.fullmatch(name) for name in names)
    originals = {f"{one[1]}.{one[2]}" for one in found if one is not None and one[2] != "ipynb"}
    return frozenset(originals & names)


_TRANSLATION = re.compile(r"(.+)\.[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?\.(\w+)")


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """The time zone of dates without one."""
    zone = settings.get("TIMEZONE")
    return Site((zone and zone.scalar) or "")


def include_folders(settings: Mapping[str, Any], content: str) -> Mapping[str, list[str]]:
    """The folders of code that posts show: LISTINGS_FOLDERS; and those from which they name files."""
    named = settings.get("LISTINGS_FOLDERS")
    listings = list(named) if isinstance(named, dict) and named else ["listings"]
    return {"listing": listings, "document": [content], "source": ["."]}


def plain(text: str, page: Page) -> str:
    """Replace shortcodes by what they show."""
    from feedwright.sources.markup import other_files, shortcodes

    text = other_files.with_listings(text, page) if "listing" in text else text
    if "include::" in text and not page.is_markdown:
        from feedwright.sources.markup import sphinx_files

        text = sphinx_files.with_files(text, page)
    return shortcodes.plain(text, page, as_role=page.path.lower().endswith(_RESTRUCTURED))
