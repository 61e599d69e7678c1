"""Remarks in Markdown that are not for readers: comments of HTML, and lines `[//]: # (a remark)`."""

from __future__ import annotations

from feedwright.patterns import lazy
from feedwright.sources.markup.code import change_prose, spans_of_code

_NOTE = lazy(
    r"(?m)^[ ]{0,3}\[(?://|#|comment)\]:[ \t]*(?:#|<>)[ \t]*(?:\([^\n]*\)|\"[^\n]*\"|'[^\n]*')[ \t]*(?:\n|\Z)"
)
_DIVIDERS = ("more", "truncate", "excerpt")


def without_remarks(text: str) -> str:
    """The text without them; code keeps what it shows."""
    if "<!--" in text:
        text = _without_comments(text)
    return change_prose(text, lambda prose: _NOTE.sub("", prose)) if "]:" in text else text


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    spans, number, at, searched = spans_of_code(text), 0, 0, 0
    while (start := text.find("<!--", searched)) >= 0:
        while number < len(spans) and spans[number][1] <= start:
            number += 1
        if number < len(spans) and spans[number][0] <= start:
            searched = spans[number][1]
            continue
        end = text.find("-->", start)
        if end < 0:
            break
        searched = end + len("-->")
        if text[start + len("<!--") : end].strip() not in _DIVIDERS:
            pieces.append(text[at:start])
            at = searched
    return "".join((*pieces, text[at:]))
