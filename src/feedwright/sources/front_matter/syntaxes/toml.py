"""TOML between two lines `+++`, as in Hugo and Zola."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.header import Header

_OPENING = lazy(r"\s*\A(?:[ \t]*\n)*\+\+\+[ \t]*(?:\n|\Z)")
_CLOSING = lazy(r"^\+\+\+[ \t]*$\n?", re.MULTILINE)
_TABLE = lazy(r"\s*\[+([^\[\]]+)\]+\s*(?:#.*)?$")
_KEY = lazy(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PLACE = lazy(r" \(at (?:line (\d+), column \d+|end of document)\)")


def split(text: str, path: str) -> Header | None:
    """Split off the front matter. Raises ArticleError if the opening `+++` has no closing one."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    line = text.count("\n", 0, opening.end()) + 1
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise ArticleError(path, line=line - 1, expected="a line `+++` that closes the front matter")
    return Header(text[opening.end() : closing.start()], line, text[closing.end() :])


def values(header: Header, path: str) -> dict[str, Value]:
    """Read the keys. Raises ArticleError if it is not TOML."""
    import tomllib

    from feedwright.schema.data import Number, values_of

    if len(header.text) > LONGEST:
        found = f"{len(header.text)} characters"
        raise ArticleError(path, line=header.line, found=found, expected=f"at most {LONGEST} characters")
    try:
        data = tomllib.loads(header.text, parse_float=Number)
        lines = _lines(header)
        return values_of(data, path, lambda key: _line(key, lines, header.line), error=ArticleError)
    except RecursionError:
        raise ArticleError(path, line=header.line, expected="lists and tables a few levels deep") from None
    except ValueError as fault:
        message = str(fault)
        place = _PLACE.search(message)
        last = header.line + header.text.rstrip("\n").count("\n")
        line = header.line + int(place[1]) - 1 if place and place[1] else last
        from feedwright.sources.front_matter import wrong_toml

        written = header.text.split("\n")[line - header.line]
        found, expected = wrong_toml.explain(written, _PLACE.sub("", message))
        raise ArticleError(path, line=line, found=found, expected=expected) from None


def _lines(header: Header) -> dict[str, int]:
    """The line of each dotted key, for error messages; text in multi-line strings may look like a key."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(header.text.split("\n"), header.line):
        if opens := _TABLE.match(line):
            table = _dotted(opens[1])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{table}.{_dotted(key[1])}".lstrip("."), number)
    return lines


def _dotted(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _line(key: str, lines: dict[str, int], default: int) -> int:
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, default)
