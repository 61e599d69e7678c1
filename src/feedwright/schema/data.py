"""Convert data of other parsers (TOML, JSON, header lines) to values of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from os import PathLike, fspath
from typing import Any
from zoneinfo import ZoneInfo

from feedwright.errors import InputError
from feedwright.schema.node import Node
from feedwright.schema.value import Value, mapping_value
from feedwright.text import legal

_DEEPEST = 50

LineOf = Callable[[str], int]
"""Returns the line of a dotted key, counted from 1. It is called once for each key, in their order."""


class Number(str):
    """A number as it is written, so that no digit is lost: what parsers make of one."""

    __slots__ = ()


class Pairs(list[tuple[str, Any]]):
    """The members of a mapping in the order of the file, with duplicates."""


def as_data(given: Any, error: Callable[[object], Exception]) -> Any:
    """Return the value of a program in the types that parsers give; empty values of mappings are left out.

    Raises `error(value)` for a value of another type.
    """
    if isinstance(given, str | int | float | date | datetime):
        return given
    if isinstance(given, Mapping):
        return {str(key): as_data(one, error) for key, one in given.items() if one is not None}
    if isinstance(given, list | tuple | set | frozenset):
        return [as_data(one, error) for one in given]
    if isinstance(given, PathLike):
        return str(fspath(given))
    if isinstance(given, ZoneInfo):
        return str(given)
    raise error(given)


def values_of(
    data: Pairs | dict[str, Any],
    path: str,
    line_of: LineOf,
    *,
    error: type[InputError],
    duplicates: list[InputError] | None = None,
) -> dict[str, Value]:
    """Return the top-level keys of `data`, which was read from the file `path`.

    With a list of `duplicates`, the last of several equal keys counts, and the error goes there.
    Else, raises `error` for a duplicate key; RecursionError if the data are nested too deeply.
    """
    return mapping_value(_node(data, "", 0, line_of, 0), path, error=error).members(duplicates)


def _node(data: Any, key: str, line: int, line_of: LineOf, depth: int) -> Node:
    if depth > _DEEPEST:
        raise RecursionError
    if isinstance(data, (Pairs, dict)):
        members: list[tuple[str, Node]] = []
        pairs: Iterable[tuple[str, Any]] = data.items() if isinstance(data, dict) else data
        for name, member in pairs:
            dotted = f"{key}.{name}" if key else name
            at = line_of(dotted) - 1
            node = _node(member, dotted, at, line_of, depth + 1)
            members.append((legal(name), node))
        return Node(tuple(members), line)
    if isinstance(data, list):
        return Node([_node(item, key, line, line_of, depth + 1) for item in data], line)
    return Node(_text(data), line, is_quoted=isinstance(data, str) and not isinstance(data, Number))


def _text(data: Any) -> str:
    if data is None:
        return ""
    if isinstance(data, bool):
        return "true" if data else "false"
    return data.isoformat() if isinstance(data, (datetime, date, time)) else legal(str(data))
