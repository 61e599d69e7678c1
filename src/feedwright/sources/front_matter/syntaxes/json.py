"""A JSON object at the top: Hugo's third syntax, and what programs write. Also after `---json`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.errors import ArticleError
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.header import Header

_OPENING = re.compile(r"\s*\A(?:---json[ \t]*\n)?\s*(?=\{\s*[\"}])")
_CLOSING = re.compile(r"[ \t]*\n---[ \t]*(?:\n|\Z)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?')


def split(text: str, path: str) -> Header | None:
    """Raises ArticleError where the object is not valid JSON: then nobody can tell where it ends."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    import json

    start = opening.end()
    line = text.count("\n", 0, start) + 1
    # No longer than other front matter may be.
    head = text[start : start + LONGEST]
    try:
        _, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(head)
    except json.JSONDecodeError as fault:
        found = f"{fault.msg[:1].lower()}{fault.msg[1:]}"
        raise ArticleError(path, line=line + fault.lineno - 1, found=found, expected="valid JSON") from None
    except RecursionError:
        raise ArticleError(path, line=line, expected="lists and objects a few levels deep") from None
    closing = _CLOSING.match(text, start + end)
    return Header(head[:end], line, text[closing.end() if closing else start + end :])


def values(header: Header, path: str) -> dict[str, Value]:
    """Raises ArticleError where a key stands twice."""
    import json

    from feedwright.schema.data import Pairs, values_of

    data = json.loads(header.text, parse_int=str, parse_float=str, object_pairs_hook=Pairs)
    lines = _lines(header)
    try:
        return values_of(data, path, lambda key: next(lines), error=ArticleError)
    except RecursionError:
        raise ArticleError(path, line=header.line, expected="lists and objects a few levels deep") from None


def _lines(header: Header) -> Iterator[int]:
    """The line of each key, in their order: a key is a string that a colon follows."""
    line, at = header.line, 0
    for string in _STRING.finditer(header.text):
        line += header.text.count("\n", at, string.start())
        at = string.start()
        if string[1]:
            yield line
