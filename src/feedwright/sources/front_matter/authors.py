"""The authors of an article, whichever of several keys name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from feedwright.model import Person
from feedwright.schema import Noted, Value, kinds

NAME = "author_name"
_DETAILS = {"author_email": ("email", kinds.is_email), "author_url": ("url", kinds.is_web_url)}
OF_SITE = "author of the site"
"""A key of no front matter: whom the settings of a generator name as author of articles without one."""
KEYS = frozenset((NAME, OF_SITE, *_DETAILS))
"""Keys beside `author` and `authors`: the name, address and page of a single author."""


def complete(
    found: dict[str, Any],
    values: Mapping[str, Value],
    people: Callable[[Value], tuple[Person, ...] | Noted],
    notes: list[str],
) -> None:
    """Put into `found` the authors of all keys of an article: `author`, `authors` and `author_name`.

    Args:
        found: its fields so far.
        values: its keys.
        people: reads the value of a key.
        notes: gets warnings about what cannot be used.
    """
    given = [key for key in ("author", "authors") if key in values and not values[key].is_empty]
    if len(given) > 1:
        # What is wrong with them has been said when they were first read.
        by_name: dict[str, Person] = {}
        for person in (person for key in given for person in _people_in(values[key], people, [])):
            by_name.setdefault(person.name, person)
        found["authors"] = tuple(by_name.values())
    elif not given and NAME in values and not values[NAME].is_empty:
        found["authors"] = _people_in(values[NAME], people, notes)
    elif not given and OF_SITE in values:
        found["authors"] = _people_in(values[OF_SITE], people, [])
    authors: tuple[Person, ...] = found.get("authors") or ()
    if len(authors) == 1 and not KEYS.isdisjoint(values):
        found["authors"] = (_with_details(authors[0], values),)


def _people_in(
    value: Value, people: Callable[[Value], tuple[Person, ...] | Noted], notes: list[str]
) -> tuple[Person, ...]:
    read = people(value)
    if not isinstance(read, Noted):
        return read
    notes += read.notes
    return tuple(read.value or ())


def _with_details(person: Person, values: Mapping[str, Value]) -> Person:
    for key, (field, is_valid) in _DETAILS.items():
        written = values[key].scalar if key in values else None
        if written and is_valid(written) and not getattr(person, field):
            person = replace(person, **{field: written})
    return person
