"""Read a file of content/_lists/: a list of articles that editors curate."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from feedwright.curated import CuratedList, Named
from feedwright.errors import ArticleError
from feedwright.schema import Field, Value, kinds, parse_mapping, read_strictly
from feedwright.sources.decode import decode
from feedwright.text import slugify

FOLDER = "_lists"
"""The folder under content/ with the files."""

SUFFIXES = (".yaml", ".yml")

DEFAULT_FOLDER = "lists"
"""The folder under feeds/ of lists that do not name another place."""


def _named(value: Value) -> Named:
    return Named(kinds.text(value), value.line)


def _section(value: Value) -> Named:
    """Read the path of a section; `/` is the whole publication."""
    return Named(kinds.text(value).strip("/"), value.line)


def _name(value: Value) -> str:
    name = kinds.text(value).strip("/")
    if not name or name != "/".join(map(slugify, name.split("/"))):
        raise value.error("a name for URLs such as top-stories or lists/top-stories")
    return name


_FIELDS = {
    "name": Field(_name),
    "title": Field(kinds.any_text, holds_text=True),
    "description": Field(kinds.any_text, holds_text=True),
    "language": Field(kinds.language),
    "link": Field(kinds.url),
    "entries": Field(kinds.positive_number),
    "limit": Field(kinds.positive_number, "entries"),
    "pinned": Field(kinds.many(_named)),
    "articles": Field(kinds.many(_named)),
    "fill": Field(kinds.many(_section)),
}


def read_list_file(data: bytes, path: str) -> CuratedList:
    """Read a list. Raises ArticleError if a key is unknown or a value cannot be used."""
    text, _ = decode(data, path)
    found: dict[str, Any] = read_strictly(parse_mapping(text, path, error=ArticleError), _FIELDS)
    picks = (*found.pop("pinned", ()), *found.pop("articles", ()))
    first_with = {one.text: one for one in reversed(picks)}
    slug = slugify(PurePosixPath(path).stem)
    if "name" not in found and not slug:
        raise ArticleError(path, expected="a file name with letters or digits, or `name:` in it")
    name = found.pop("name", f"{DEFAULT_FOLDER}/{slug}")
    return CuratedList(name, path, picks=tuple(sorted(first_with.values(), key=picks.index)), **found)
