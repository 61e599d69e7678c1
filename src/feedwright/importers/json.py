"""JSON of any size, object by object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from feedwright.importers.document import Document
from feedwright.importers.record import Problem
from feedwright.text import one_line


def numbered(document: Document, prefix: str) -> Iterator[tuple[str, Any]]:
    """The values at `prefix` (as ijson says it) with their places; a Problem where the JSON breaks off.

    What is no object there is a Problem, too.
    """
    for number, value in enumerate(values(document, prefix), 1):
        place = f"{document.name}: item {number}"
        if isinstance(value, Problem):
            yield value.place, value
        elif isinstance(value, dict):
            yield place, value
        else:
            yield place, Problem(place, f"found {one_line(str(value))[:60]}, expected an object")


def values(document: Document, prefix: str) -> Iterator[Any]:
    """The values at `prefix`, one by one; a Problem at the end where the JSON breaks off."""
    import ijson

    with document.open() as file:
        try:
            yield from ijson.items(file, prefix, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as fault:
            yield Problem(document.name, f"found broken JSON: {one_line(str(fault))[:200]}")


def text(item: dict[str, Any], key: str) -> str:
    """The text at this key; nothing where there is none, or something else."""
    found = item.get(key)
    return found if isinstance(found, str) else ""
