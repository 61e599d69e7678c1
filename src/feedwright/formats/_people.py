"""Several people as one name, for elements and readers that know only one."""

from __future__ import annotations

from collections.abc import Iterable

from feedwright.model import Person

_AND = {"de": " und ", "en": " and ", "fr": " et ", "it": " e ", "nl": " en ", "pt": " e "}
"""What stands between the last two of a list of names, by primary language subtag (CLDR's list patterns).

Only languages in which that word never changes with its neighbours: Spanish y becomes e before an i.
"""


def joined_names(people: Iterable[Person], language: str | None) -> str:
    """`Ann Lee`, `Ann Lee and Bo Chen`, `Ann Lee, Bo Chen and Cy Diaz` in a text of that language.

    A comma joins all of them in a language whose word for "and" is not known here, which every
    reader understands. People without a name are left out.
    """
    names = [person.name for person in people if person.name]
    primary = (language or "").replace("_", "-").partition("-")[0].lower()
    between = _AND.get(primary, ", ")
    return between.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
