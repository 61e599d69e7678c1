"""A JSON object at the top: Hugo's third syntax, and what programs write. Also after `---json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feedwright.errors import ArticleError
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.header import Header

if TYPE_CHECKING:
    import json

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
        raise _no_json(fault, path, line) from None
    except RecursionError:
        raise ArticleError(path, line=line, expected="lists and objects a few levels deep") from None
    closing = _CLOSING.match(text, start + end)
    return Header(head[:end], line, text[closing.end() if closing else start + end :])


def values(header: Header, path: str) -> dict[str, Value]:
    """Raises ArticleError where a key stands twice, or (of a file that is all JSON) what is not JSON."""
    import json

    from feedwright.schema.data import Pairs, values_of

    lines = _lines(header)
    try:
        data = json.loads(header.text, parse_int=str, parse_float=str, object_pairs_hook=Pairs)
        return values_of(data, path, lambda key: next(lines), error=ArticleError)
    except RecursionError:
        raise ArticleError(path, line=header.line, expected="lists and objects a few levels deep") from None
    except json.JSONDecodeError as fault:
        raise _no_json(fault, path, header.line) from None


def _no_json(fault: json.JSONDecodeError, path: str, line: int) -> ArticleError:
    found = f"{fault.msg[:1].lower()}{fault.msg[1:]}"
    return ArticleError(path, line=line + fault.lineno - 1, found=found, expected="valid JSON")


def _lines(header: Header) -> Iterator[int]:
    """The line of each key, in their order: a key is a string that a colon follows."""
    line, at = header.line, 0
    for string in _STRING.finditer(header.text):
        line += header.text.count("\n", at, string.start())
        at = string.start()
        if string[1]:
            yield line
