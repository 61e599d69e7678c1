"""Lines such as `Title: …` and `Date: …` up to the first empty line, as in Pelican and MultiMarkdown."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.schema import Value
from feedwright.sources.front_matter.header import Header

_OPENING = lazy(r"\s*\A(?:[ \t]*\n)*(?=[A-Za-z][\w-]{0,40}[ \t]*:[ \t]*\S)")
_USUAL = lazy(r"(?:title|date|slug|authors?|tags|category|status)[ \t]*:", re.IGNORECASE)
"""Lines that ordinary text does not begin with."""
_LINE = lazy(r"([A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+|$)(.*)")
_MORE = lazy(r"[ \t]+(\S.*)")
_EMPTY = lazy(r"\n[ \t]*\n")
_END = lazy(r"\n---[ \t]*(?:\n|\Z)")
_DATED = lazy(r"date[ \t]*:[ \t]*\S*\d", re.IGNORECASE)
_LISTS = {"authors", "author", "tags", "keywords", "categories"}


def split(text: str, path: str) -> Header | None:
    """Split off the header: every line is `Key: value` or continues the one above, and there is a title."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    start = opening.end()
    empty = _EMPTY.search(text, start)
    header = text[start:] if empty is None else text[start : empty.start()]
    body = "" if empty is None else text[empty.end() :]
    if "\n---" in header and (line := _END.search(header)):
        # In Python-Markdown, such a line ends it, too.
        header, body = header[: line.start()], text[start + line.end() :]
    lines = header.split("\n")
    is_header = all(_LINE.fullmatch(line) or _MORE.fullmatch(line) for line in lines)
    if not is_header or not any(line.lower().startswith("title") for line in lines):
        return None
    if not _USUAL.match(lines[0]) and (path.endswith(".txt") or not any(map(_DATED.match, lines))):
        return None
    return Header(header, text.count("\n", 0, start) + 1, body)


def lines_of(header: Header) -> Header | None:
    """The header without its blank lines, if all others are such lines; each keeps its number."""
    lines = header.text.strip("\n").split("\n")
    if not _LINE.fullmatch(lines[0]) or not all(
        _LINE.fullmatch(one) or _MORE.fullmatch(one) for one in lines
    ):
        return None
    above = len(header.text) - len(header.text.lstrip("\n"))
    return Header("\n".join(lines), header.line + above, header.body)


def values(header: Header, path: str) -> dict[str, Value]:
    """Keys are in lower case; authors and tags are lists, separated by `;` or commas."""
    from feedwright.schema.data import Pairs, values_of

    found: list[tuple[str, str, int]] = []
    for number, line in enumerate(header.text.split("\n"), header.line):
        if pair := _LINE.fullmatch(line):
            found.append((pair[1].lower().replace(" ", "_"), pair[2].strip(), number))
        else:
            key, value, first = found.pop()
            found.append((key, f"{value} {line.strip()}".strip(), first))
    lines = iter([number for _, _, number in found])
    data = Pairs((key, words(value) if key in _LISTS else value) for key, value, _ in found)
    return values_of(data, path, lambda key: next(lines), error=ArticleError)


def words(value: str) -> list[str]:
    """The words of a list, separated by `;` or, without one, by commas."""
    return [word.strip() for word in value.split(";" if ";" in value else ",") if word.strip()]
