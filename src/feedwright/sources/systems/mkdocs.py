"""MkDocs, with the blog of Material for MkDocs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from feedwright.sources.markup.page import Page

SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
_BLOG = re.compile(rb"(?:^\s*(?:-\s*)?|^plugins:.*[\[,]\s*)[\"']?(?:(?:material/)?blog|rss)\b", re.MULTILINE)

HTML_IS_HTML = True
TITLE_HEADING = "first-level"
OTHER_KEYS = ("pin", "readtime", "hide", "icon", "template")
_KEYS = re.compile(r"\+\+([\w-]{1,30}(?:\+[\w-]{1,30}){0,5})\+\+")


def is_settings(path: Path) -> bool:
    """Tell whether the site has a blog or feeds. Many projects have one without, for their documentation."""
    try:
        return _BLOG.search(path.read_bytes()) is not None
    except OSError:
        return False


def title_from_name(name: str) -> str:
    """The words of the name, which begins with a capital if it has none."""
    words = name.replace("-", " ").replace("_", " ")
    return words.capitalize() if words.islower() else words


def plain(text: str, page: Page) -> str:
    """Show keys to press (`++ctrl+c++`), subscripts and superscripts."""
    from feedwright.sources.markup import code, quarto

    text = code.change_prose(text, lambda prose: _KEYS.sub(_keys, prose)) if "++" in text else text
    return code.change_prose(text, quarto.scripts) if "~" in text or "^" in text else text


def _keys(found: re.Match[str]) -> str:
    return "+".join(f"<kbd>{key.replace('-', ' ').title()}</kbd>" for key in found[1].split("+"))
