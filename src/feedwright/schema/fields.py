"""Read mappings with tables of known keys and their types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from feedwright.errors import InputError
from feedwright.schema.describe import described, mapping
from feedwright.schema.value import Value

Kind = Callable[[Value], Any]
"""Converts a value to the type of the key, or raises `value.error(…)`."""


class Field(NamedTuple):
    """A known key: its type, and its name in the program (by default that of the key)."""

    kind: Kind
    name: str = ""
    holds_text: bool = False
    """Whether an unquoted `null` is a text."""
    none_if_false: bool = False
    """Whether an unquoted `false`, `no` or `off` means that the key is absent."""
    essential: bool = False
    """Whether an invalid value is an error even if those of other keys are only left out."""


Fields = Mapping[str, Field]


class Noted(NamedTuple):
    """A converted value, with notes for the author."""

    value: Any
    notes: tuple[str, ...]


def read_fields(
    values: Mapping[str, Value], fields: Fields, notes: list[str] | None = None
) -> dict[str, Any]:
    """Read the known keys among `values`; empty keys count as absent, unknown keys are ignored.

    A key whose kind gives None counts as absent, too. Where several keys have one name (`summary`, `dek`),
    the one that stands first in `fields` wins.

    With `notes`, a value that cannot be used is left out, and a note says so, unless its field is
    `essential`. Raises InputError otherwise, about all that is wrong if there are `notes`.
    """
    errors: list[InputError] = []
    known: dict[str, Any] = {}
    key_of: dict[str, str] = {}
    for key, value in values.items():
        field = fields.get(key)
        if field is None or (not value.scalar and value.is_empty):
            continue
        if not field.holds_text and value.is_null:
            continue
        if field.none_if_false and value.flag is False:
            continue
        try:
            found = field.kind(value)
        except InputError as error:
            if notes is None:
                raise
            if field.essential:
                errors.append(error)
            else:
                notes.append(error.as_note("left out"))
            continue
        if isinstance(found, Noted):
            found, more = found
            if notes is not None:
                notes += more
        name = field.name or key
        if found is not None and (name not in known or _stands_before(key, key_of[name], fields)):
            known[name], key_of[name] = found, key
    if errors:
        first, *others = errors
        raise first.and_also([*(error.as_note() for error in others), *(notes or ())])
    return known


def _stands_before(key: str, other: str, fields: Fields) -> bool:
    order = list(fields)
    return order.index(key) < order.index(other)


@described(lambda fields: mapping(fields))
def read_mapping(value: Value, fields: Fields) -> dict[str, Any]:
    """Like `read_fields` for a nested mapping in which every key must be known."""
    if not value.is_mapping:
        raise value.error(f"keys with values ({', '.join(fields)})")
    return read_strictly(value.members(), fields)


def read_leniently(value: Value, fields: Fields) -> tuple[dict[str, Any], list[str]]:
    """Like `read_mapping`, but leave out members that are unknown or cannot be used; and notes on them."""
    if not value.is_mapping:
        raise value.error(f"keys with values ({', '.join(fields)})")
    members, notes = value.members(), list[str]()
    for key, member in members.items():
        if key not in fields:
            notes.append(unknown_key(member, key, fields).as_note("left out"))
    return read_fields(members, fields, notes), notes


def read_strictly(members: Mapping[str, Value], fields: Fields) -> dict[str, Any]:
    """Like `read_fields`, but an unknown key is an error that names the nearest known one."""
    for key, member in members.items():
        if key not in fields:
            raise unknown_key(member, key, fields)
    return read_fields(members, fields)


def unknown_key(value: Value, key: str, known: Iterable[str]) -> InputError:
    """Return the error about a key, or a name, that is not among the `known` ones."""
    import difflib

    if ":" in key:
        name, _, rest = key.partition(":")
        return value.error(f"a blank after the colon: `{name}: {rest}`", found=f"`{key}`")
    known = list(known)
    near = difflib.get_close_matches(key.casefold(), known, n=1, cutoff=0.6)
    hint = f"`{near[0]}`" if near else "one of " + ", ".join(sorted(known))
    if " " in key and value.scalar == "":
        hint += "; in braces, a text with a comma needs quotation marks"
    return value.error(hint, found=f"the unknown key `{key}`")
