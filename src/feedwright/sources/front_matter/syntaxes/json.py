"""A JSON object at the top, as in Hugo and as programs write it; also after a line `---json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feedwright.errors import ArticleError, InputError
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.header import Header

if TYPE_CHECKING:
    import json

TAKES_LAST_KEY = True
"""Programs that read JSON take the last of several equal keys."""
_OPENING = re.compile(r"\s*\A(?:---json[ \t]*\n)?\s*(?=\{\s*[\"}])")
_CLOSING = re.compile(r"[ \t]*\n---[ \t]*(?:\n|\Z)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?')


def split(text: str, path: str) -> Header | None:
    """Split off the object. Raises ArticleError if it is not valid JSON, because its end is then unknown."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    import json

    start = opening.end()
    line = text.count("\n", 0, start) + 1
    # Limited like front matter in other syntaxes.
    head = text[start : start + LONGEST]
    try:
        _, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(head)
    except json.JSONDecodeError as fault:
        raise _invalid(fault, path, line) from None
    except RecursionError:
        raise ArticleError(path, line=line, expected="lists and objects a few levels deep") from None
    closing = _CLOSING.match(text, start + end)
    return Header(head[:end], line, text[closing.end() if closing else start + end :])


def values(header: Header, path: str, duplicates: list[InputError] | None = None) -> dict[str, Value]:
    """Read the keys; with a list of `duplicates`, the last of several equal keys counts.

    Raises ArticleError if a key is repeated, or if it is not JSON (files of JSON only).
    """
    import json

    from feedwright.schema.data import Number, Pairs, values_of

    lines = _lines(header)
    try:
        data = json.loads(header.text, parse_int=Number, parse_float=Number, object_pairs_hook=Pairs)
        return values_of(data, path, lambda key: next(lines), error=ArticleError, duplicates=duplicates)
    except RecursionError:
        raise ArticleError(path, line=header.line, expected="lists and objects a few levels deep") from None
    except json.JSONDecodeError as fault:
        raise _invalid(fault, path, header.line) from None


def _invalid(fault: json.JSONDecodeError, path: str, line: int) -> ArticleError:
    from feedwright.sources.front_matter import wrong_json

    advice = wrong_json.explain(fault.doc, fault.pos, fault.msg)
    return ArticleError(path, line=line + advice.line, found=advice.found, expected=advice.expected)


def _lines(header: Header) -> Iterator[int]:
    """The line of each key, in order; a key is a string followed by a colon."""
    line, at = header.line, 0
    for string in _STRING.finditer(header.text):
        line += header.text.count("\n", at, string.start())
        at = string.start()
        if string[1]:
            yield line
