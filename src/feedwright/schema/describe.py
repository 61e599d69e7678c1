"""JSON Schema (2020-12) of keys, so that editors complete and check YAML as somebody types.

A kind says with `described` what it accepts. The schema never refuses what the kind accepts; what it cannot
express, such as whether a language exists, it lets pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from feedwright.schema.fields import Field, Fields, Kind

Schema = dict[str, Any]
_Kind = TypeVar("_Kind", bound="Callable[..., Any]")

_KNOWN: dict[Callable[..., Any], Schema | Callable[..., Schema]] = {}

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": ["string", "number"]}
"""A text; YAML takes `2022` for a number."""


def described(schema: Schema | Callable[..., Schema]) -> Callable[[_Kind], _Kind]:
    """Mark a kind with its schema, or a function that makes one of the keywords of a partial kind."""

    def mark(kind: _Kind) -> _Kind:
        _KNOWN[kind] = schema
        return kind

    return mark


def describe(kind: Kind) -> Schema:
    """Return the schema of a kind; of one that is not marked, that of any value."""
    known = _KNOWN.get(kind.func if isinstance(kind, partial) else kind, {})
    if not callable(known):
        return dict(known)
    return known(**kind.keywords) if isinstance(kind, partial) else known()


def undescribed(fields: Fields) -> list[str]:
    """Return the keys whose kinds are not marked."""
    return [
        name
        for name, (kind, *_) in fields.items()
        if (kind.func if isinstance(kind, partial) else kind) not in _KNOWN
    ]


def mapping(fields: Fields, *required: str, is_open: bool = False) -> Schema:
    """Return the schema of a mapping; one that `is_open` may have other keys, too."""
    schema: Schema = {
        "type": "object",
        "properties": {name: _of_field(field) for name, field in sorted(fields.items())},
    }
    if required:
        schema["required"] = list(required)
    if not is_open:
        schema["additionalProperties"] = False
    return schema


def file_schema(title: str, schema: Schema) -> Schema:
    """Return the schema of a file."""
    return {"$schema": DIALECT, "title": title, **schema}


def any_of(*schemas: Schema) -> Schema:
    """Return a schema of values that meet one of these."""
    return {"anyOf": [*schemas]}


def words(*accepted: str) -> Schema:
    """Return a schema of these words."""
    return {"enum": [*accepted]}


def text_like(pattern: str) -> Schema:
    """Return a schema of texts that match a pattern as a whole."""
    return {"type": "string", "pattern": f"^(?:{pattern})$"}


def number_or(pattern: str, least: int = 0) -> Schema:
    """Return a schema of whole numbers, and of texts that match a pattern."""
    return any_of({"type": "integer", "minimum": least}, text_like(pattern))


def one_or_many(schema: Schema) -> Schema:
    """Return a schema of one value or a list of such; empty ones do not count."""
    return any_of(schema, {"type": "array", "items": _or(schema, None)})


def in_any_case(accepted: Iterable[str]) -> str:
    """Return a pattern of words in capitals or not."""
    each = ("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in accepted)
    return "|".join(each)


def _of_field(field: Field) -> Schema:
    schema = describe(field.kind)
    if not schema:
        return {}
    schema = _or(schema, None)
    return _or(schema, False) if field.none_if_false else schema


def _or(schema: Schema, value: bool | None) -> Schema:
    """Return the schema of these values, or of one more."""
    if not schema:
        return schema
    if set(schema) == {"enum"}:
        return {"enum": [*schema["enum"], value]}
    if set(schema) == {"anyOf"}:
        return {"anyOf": [*schema["anyOf"], {"const": value}]}
    return any_of(schema, {"const": value})


def escaped(words: Iterable[str]) -> str:
    """Return a pattern of any of these texts."""
    return "|".join(map(re.escape, words))
