"""Titles as people read them: without the HTML that some generators allow in them."""

from __future__ import annotations

import html
import re

from feedwright.patterns import lazy
from feedwright.text import legal, one_line

_PAIR = lazy(
    r"<(a|abbr|b|bdi|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|samp|small|span|strike|strong|sub"
    r"|sup|tt|u|var)(?:\s[^<>]*)?>([^<>]*)</\1\s*>",
    re.IGNORECASE,
)
_BREAK = lazy(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_SOFT_BREAK = lazy(r"<wbr\s*/?>|&shy;|&ZeroWidthSpace;", re.IGNORECASE)
_REFERENCE = lazy(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_OF_TAGS = ("<", ">")
"""Characters that stay references: readers that take titles for HTML would see a tag."""
_DEEPEST = 5
"""Elements inside elements of a title."""


def plain_title(title: str) -> str:
    """A title without elements of text and with characters for references; a tag alone is part of the title.

    `<em>On</em> tides` is `On tides`, and `The <canvas> element` stays as it is.
    """
    if "<" not in title and "&" not in title:
        return title
    written = title
    if "<" in title:
        title = _SOFT_BREAK.sub("", _BREAK.sub(" ", title))
        for _ in range(_DEEPEST):
            shorter = _PAIR.sub(r"\2", title)
            if shorter == title:
                break
            title = shorter
    if "&" in title:
        title = _REFERENCE.sub(_character, _SOFT_BREAK.sub("", title))
    return one_line(legal(title)) or written


def _character(reference: re.Match[str]) -> str:
    character = html.unescape(reference[0])
    return reference[0] if character in _OF_TAGS else character
