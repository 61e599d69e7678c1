"""YAML between two lines `---` (the second may be `...`), as in most generators."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError, InputError
from feedwright.patterns import lazy
from feedwright.schema import Value, parse_mapping
from feedwright.schema.advice import lost_words, misplaced_dashes
from feedwright.sources.front_matter.header import Header

_FENCE = lazy(r"\s*\A(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_TEXTS = frozenset(("title", "summary", "description", "dek", "excerpt", "author", "tags", "categories"))
_PLACEHOLDER = lazy(r"^(title|date):[ \t]*(\{\{.*\}\})[ \t]*$", re.MULTILINE)
_CLOSING = lazy(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)


def split(text: str, path: str) -> Header | None:
    """Split off the front matter. Raises ArticleError if the opening `---` has no closing one."""
    header = split_off(text, path)
    if header is not None and "{post}" in header.body:
        from feedwright.sources.front_matter.syntaxes import myst_post

        # Both count; that syntax knows both.
        return header if myst_post.split(text, path) is None else None
    return header


def split_off(text: str, path: str) -> Header | None:
    """Split off what is between the lines, whatever stands below."""
    if text.startswith("---\n"):
        # The usual case: both lines without blanks.
        end = text.find("\n---", 3)
        if end > 0 and text.startswith("\n", end + 4) and "\n..." not in text[:end]:
            return Header(text[4 : end + 1], 2, text[end + 5 :])
    opening = _FENCE.match(text)
    if opening is None:
        return None
    line = text.count("\n", 0, opening.end()) + 1
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise ArticleError(path, line=line - 1, expected="a line `---` that closes the front matter")
    return Header(text[opening.end() : closing.start()], line, text[closing.end() :])


def values(
    header: Header, path: str, duplicates: list[InputError] | None = None, *, aliases: bool = False
) -> dict[str, Value]:
    """Return the top-level keys; with a list of `duplicates`, the last of several equal keys counts.

    Other programs' files may have `aliases`.
    """
    return parse_mapping(
        header.text, path, error=ArticleError, first_line=header.line, duplicates=duplicates, aliases=aliases
    )


def words_lost(header: Header, path: str) -> list[str]:
    """Warn of words that YAML does not take for text. Raises ArticleError if no title is left."""
    notes: list[str] = []
    if "{{" in header.text and (found := _PLACEHOLDER.search(header.text)):
        line = header.line + header.text.count("\n", 0, found.start())
        what = f"`{found[2]}`, a placeholder of a template"
        raise ArticleError(path, line=line, field=found[1], found=what, expected=f"the {found[1]} itself")
    for advice in misplaced_dashes(header.text):
        line = header.line + advice.line
        error = ArticleError(path, line=line, found=advice.found, expected=advice.expected)
        notes.append(error.as_note())
    for lost in lost_words(header.text, _TEXTS):
        line = header.line + lost.line
        error = ArticleError(path, line=line, field=lost.key, found=lost.found, expected=lost.expected)
        if lost.key == "title" and not lost.kept:
            raise error
        notes.append(error.as_note("left out"))
    return notes
