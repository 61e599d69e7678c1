"""Remarks in Markdown that are not for readers: comments of HTML, and lines `[//]: # (a remark)`."""

from __future__ import annotations

from feedwright.patterns import lazy
from feedwright.sources.markup.code import change_outside_fences

_CODE_OR_REMARK = lazy(
    r"(?s)(?<!`)(`{1,10})(?!`).{1,2000}?(?<!`)\1(?!`)"
    r"|<!--(?!\s*(?:more|truncate|excerpt)\s*-->)(?:[^-]|-(?!->)){0,20000}-->"
)
_NOTE = lazy(
    r"(?m)^[ ]{0,3}\[(?://|#|comment)\]:[ \t]*(?:#|<>)[ \t]*(?:\([^\n]*\)|\"[^\n]*\"|'[^\n]*')[ \t]*(?:\n|\Z)"
)


def without_remarks(text: str) -> str:
    """The text without them; code keeps what it shows."""
    if "<!--" not in text and "]:" not in text:
        return text
    return change_outside_fences(
        text, lambda part: _NOTE.sub("", _CODE_OR_REMARK.sub(lambda one: one[0] if one[1] else "", part))
    )
