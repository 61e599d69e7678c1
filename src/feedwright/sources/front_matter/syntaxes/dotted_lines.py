"""Nikola's header: lines `.. title: …` up to the first empty one, in Markdown and HTML inside a comment."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.schema import Value
from feedwright.sources.front_matter.header import Header

_OPENING = lazy(r"\s*\A(?:[ \t]*\n)*(?:<!--[ \t]*\n?[ \t]*)?(?=\.\. [\w-]+:(?:[ \t]|\n))")
_LINE = lazy(r"[ \t]*\.\. ([\w-]+):(?:[ \t]+(.*?))?[ \t]*")
_END = lazy(r"\n[ \t]*(?:-->[ \t]*)?\n|-->")
_LISTS = {"authors", "author", "tags", "categories"}
_SPECIAL_TAGS = {"draft": "draft", "private": "private"}
"""Tags with a meaning in older versions of Nikola (USE_TAG_METADATA)."""


def split(text: str, path: str) -> Header | None:
    """Split off the header, if it has a title. Raises ArticleError if the text's dialect is not known.

    A `.txt` file has it only in a Nikola tree, where it is reStructuredText; elsewhere it is a page's text.
    """
    start = _OPENING.match(text) if text.lstrip()[:2] in ("..", "<!") else None
    if start is None:
        return None
    end = _END.search(text, start.end())
    header = text[start.end() : end.start() if end else len(text)]
    if re.search(r"^[ \t]*\.\. title:", header, re.MULTILINE) is None:
        return None
    body = text[end.end() :] if end else ""
    in_comment = "<!--" in text[: start.end()] and end is not None and "-->" not in end[0]
    if in_comment:
        body = body.partition("-->")[2]
    return Header(header, text.count("\n", 0, start.end()) + 1, body)


def values(header: Header, path: str) -> dict[str, Value]:
    """Of a key that stands twice the last one counts, as in Nikola; `link` is where a story was found."""
    from feedwright.schema.data import values_of

    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(header.text.split("\n"), header.line):
        if (pair := _LINE.fullmatch(line)) and pair[2]:
            found[pair[1]] = (pair[2], number)
    if "link" in found:
        found["via"] = found.pop("link")
    data: dict[str, object] = {
        key: _words(value) if key in _LISTS else value for key, (value, _) in found.items()
    }
    for tag in _words(found.get("tags", ("", 0))[0]):
        if tag.lower() in _SPECIAL_TAGS:
            data[_SPECIAL_TAGS[tag.lower()]] = True
            found[_SPECIAL_TAGS[tag.lower()]] = found["tags"]
    return values_of(data, path, lambda key: found[key][1], error=ArticleError)


def _words(value: str) -> list[str]:
    return [word for part in value.split(",") if (word := part.strip())]
