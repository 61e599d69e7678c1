"""MkDocs, with the blog of Material for MkDocs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")

OTHER_KEYS = ("pin", "readtime", "hide", "icon", "template")
_KEYS = re.compile(r"\+\+([\w-]{1,30}(?:\+[\w-]{1,30}){0,5})\+\+")


def plain(text: str, page: Page) -> str:
    """Show keys to press (`++ctrl+c++`)."""
    from feedwright.sources.markup import code

    return code.change_prose(text, lambda prose: _KEYS.sub(_keys, prose)) if "++" in text else text


def _keys(found: re.Match[str]) -> str:
    return "+".join(f"<kbd>{key.replace('-', ' ').title()}</kbd>" for key in found[1].split("+"))
