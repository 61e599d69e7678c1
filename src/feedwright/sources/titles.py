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
_BLOCK = lazy(
    r"<(blockquote|div|h[1-6]|li|ol|p|ul)(?:\s[^<>]*)?>((?:(?!</?\1[\s>]).)*)</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = lazy(r"(?:(?<!\s)\s++)?<br\s*/?>\s*", re.IGNORECASE)
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
    without_tags = _without_elements(title, _PAIR)
    if "&" in without_tags:
        without_tags = _REFERENCE.sub(_character, _SOFT_BREAK.sub("", without_tags))
    return one_line(legal(without_tags)) or title


_LINKED = lazy(
    r"!?\[([^\[\]]{1,300})\]\((?=[^()\s]{0,300}[/.#:])(?:[^()\s]|\([^()\s]{0,200}\)){1,1000}"
    r"(?:\s+\"[^\"]{0,300}\")?\)"
)
_STRONG = lazy(r"(?<![\w*])\*\*(?=[^\s*])([^*]{1,500})(?<=\S)\*\*(?![\w*])")
"""Markdown that nobody types who does not mean it."""


_NOTE = lazy(r"!?\[\[([^\[\]|\\#]{1,300})(?:#[^\[\]|\\]{0,300})?(?:\\?\|([^\[\]]{1,300}))?\]\]")


def plain_heading(title: str) -> str:
    """A title that is a heading of the text, with the words of links to notes for these."""
    return _NOTE.sub(lambda found: found[2] or found[1], title) if "[[" in title else title


def plain_summary(text: str) -> str:
    """A summary without elements of text, paragraphs, links and bold print; characters for references."""
    if "](" in text or "**" in text:
        text = _STRONG.sub(r"\1", _LINKED.sub(r"\1", text))
    if "<" not in text and "&" not in text:
        return text
    inner = _without_elements(_without_elements(text, _BLOCK, " "), _PAIR)
    return one_line(legal(_REFERENCE.sub(lambda found: html.unescape(found[0]), inner))) or text


def summary_to_type(text: str) -> str:
    """Return what an author types as a summary so that readers see this text, even if it is about HTML."""
    return text if plain_summary(text) == text else html.escape(text, quote=False)


def _without_elements(text: str, pairs: re.Pattern[str], beside: str = "") -> str:
    if "<" not in text:
        return text
    text = _SOFT_BREAK.sub("", _BREAK.sub(" ", text))
    for _ in range(_DEEPEST):
        shorter = pairs.sub(rf"{beside}\2{beside}", text)
        if shorter == text:
            break
        text = shorter
    return text


def _character(reference: re.Match[str]) -> str:
    character = html.unescape(reference[0])
    return reference[0] if character in _OF_TAGS else character
