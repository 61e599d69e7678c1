"""Markdown of Obsidian: comments (`%%…%%`), highlights (`==…==`), blocks (`^name`), notes (`^[…]`)."""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.sources.markup import inline_notes
from feedwright.sources.markup.code import change_prose
from feedwright.sources.markup.page import Page

_MARK = "\0"
_COMMENT = re.compile(rf"{_MARK}[^{_MARK}]*(?:{_MARK}|\Z)")
_HIGHLIGHT = re.compile(r"==(?=[^\s=])([^=\n]{1,1000}?)(?<=\S)==")
_BLOCK = re.compile(r"(?:^|(?<=\S)[ \t]{1,20})\^[a-zA-Z0-9-]{1,100}$", re.MULTILINE)


def plain(text: str) -> str:
    """Remove comments, which Obsidian shows to nobody, and names of blocks; keep highlights and notes."""
    if "%%" in text:
        # A comment may contain code, but code no comment.
        text = _COMMENT.sub("", change_prose(text, lambda prose: prose.replace("%%", _MARK)))
    return inline_notes.as_footnotes(change_prose(text, _prose))


_WIDE = re.compile(r"(!\[[^\[\]|\n]{0,500})\|\d{1,5}(?:x\d{1,5})?(?=\]\()")
"""A picture of another site, with its width."""


def _prose(prose: str) -> str:
    prose = _WIDE.sub(r"\1", prose) if "](" in prose and "|" in prose else prose
    return _BLOCK.sub("", _HIGHLIGHT.sub(r"<mark>\1</mark>", prose))


_QUERY = lazy(
    r"^([ \t]*)(`{3,}+|~{3,}+)[ \t]*(dataview|dataviewjs|tasks|query|button)[ \t]*\n"
    r"(?:.*\n){0,200}?\1\2[ \t]*$",
    re.MULTILINE,
)
"""A program for Obsidian's plugins, which shows what it finds in the vault."""


def without_queries(text: str, page: Page) -> str:
    """Leave out what only Obsidian can find, and count it."""

    def left_out(found: re.Match[str]) -> str:
        page.leave_out("block of Obsidian", found[3])
        return ""

    return _QUERY.sub(left_out, text) if "```" in text or "~~~" in text else text
