"""Abbreviations that a text explains (`*[HTML]: Hyper Text`), as Markdown Extra and kramdown have them."""

from __future__ import annotations

import re
from html import escape

from feedwright.sources.markup.code import change_prose
from feedwright.sources.markup.html_prose import NO_PROSE, change_texts

_DEFINITION = re.compile(r"^ {0,3}\*\[([^\]\n]+)\]:[ \t]*([^\n]*)(?:\n|\Z)", re.MULTILINE)
_MOST = 500


def taken_out(text: str) -> tuple[str, dict[str, str]]:
    """A Markdown text without its explanations, and these by abbreviation."""
    found: dict[str, str] = {}

    def keep(definition: re.Match[str]) -> str:
        if definition[2].strip() and len(found) < _MOST:
            found[definition[1].strip()] = definition[2].strip()
        return ""

    return change_prose(text, lambda prose: _DEFINITION.sub(keep, prose)), found


def explained(html: str, found: dict[str, str]) -> str:
    """HTML in which each abbreviation has its explanation."""
    names = sorted((name for name in found if escape(name, quote=False) in html), key=len, reverse=True)
    if not names:
        return html
    words = re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(escape(name, quote=False)) for name in names)})(?!\w)"
    )
    titles = {escape(name, quote=False): escape(found[name]) for name in names}

    def element(one: re.Match[str]) -> str:
        return f'<abbr title="{titles[one[0]]}">{one[0]}</abbr>'

    places = (one.start() for one in words.finditer(html))
    return change_texts(html, places, lambda text, _: words.sub(element, text), NO_PROSE | {"abbr"})
