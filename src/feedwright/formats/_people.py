"""Join the names of several people, for elements and readers that support only one."""

from __future__ import annotations

from collections.abc import Iterable

from feedwright.model import Person

_AND = {"de": " und ", "en": " and ", "fr": " et ", "it": " e ", "nl": " en ", "pt": " e "}
"""The word between the last two names of a list, by primary language subtag (CLDR's list patterns).

Has only languages in which that word never depends on the next one: Spanish y becomes e before an i.
"""


def joined_names(people: Iterable[Person], language: str | None) -> str:
    """Join names as in a text of the language: `Ann Lee, Bo Chen and Cy Diaz`.

    In languages whose word for "and" is not in the table, all names are separated by commas. People without
    a name are left out.
    """
    names = [person.name for person in people if person.name]
    primary = (language or "").replace("_", "-").partition("-")[0].lower()
    between = _AND.get(primary, ", ")
    return between.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
