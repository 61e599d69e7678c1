"""Hexo's front matter: YAML up to a line `---`, or members of a JSON object up to `;;;`."""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.schema import LONGEST, Value
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import json, yaml

_OPENING = lazy(
    r"\s*\A(?:[ \t]*\n)*(?:(?:;{3,}|-{4,})[ \t]*\n(?:[ \t]*\n)*)?"
    r"(?=(?:title|date|layout|tags|categories|\"\w+\")[ \t]*:)"
)
_YAML = lazy(r"(?:[\w-]+[ \t]*:(?:[ \t].*)?|[ \t]+.*|- .*|#.*|)")
_CLOSING = lazy(r"^(-{3,}|;{3,})[ \t]*(?:\n|\Z)", re.MULTILINE)


def split(text: str, path: str) -> Header | None:
    """Split off what stands above the first line `---` or `;;;`, if all of it looks like front matter."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = _CLOSING.search(text, opening.end(), opening.end() + LONGEST)
    if closing is None:
        return None
    header = text[opening.end() : closing.start()]
    is_json = closing[1][0] == ";"
    if is_json != header.startswith('"') or not (is_json or _is_yaml(header)):
        return None
    line = text.count("\n", 0, opening.end()) + 1
    return Header(f"{{{header}}}" if is_json else header, line, text[closing.end() :])


def _is_yaml(header: str) -> bool:
    """Tell whether all lines may be YAML's, and no paragraph of text stands among them."""
    lines = header.rstrip().split("\n")
    # Keys may stand in groups; a text has no title and date.
    may_have_groups = {"title", "date"} <= {line.partition(":")[0] for line in lines}
    return ("" not in lines or may_have_groups) and all(map(_YAML.fullmatch, lines))


def values(header: Header, path: str) -> dict[str, Value]:
    """Read the keys."""
    syntax = json if header.text.startswith("{") else yaml
    found: dict[str, Value] = syntax.values(header, path)
    return found
