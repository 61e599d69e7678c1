"""The tree of sections, and the part of it that the page of a section shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from feedwright.model import Place


class Around(Struct, frozen=True):
    """A section with its subsections, and its ancestors from the root down (`trail`).

    The root section has all sections below it, and `lists`, those of tags and authors with feeds. All other
    sections have only their own children.
    """

    here: Place
    trail: tuple[Place, ...] = ()
    lists: tuple[Place, ...] = ()


def grow(places: Mapping[str, Place], orders: Mapping[str, int]) -> Place:
    """Build the tree of these sections, by path. The root has to be included.

    Each is below the nearest section above it. Siblings are sorted by `orders`, those without one last, then
    by name.
    """
    children: dict[str, list[str]] = {path: [] for path in places}
    for path in sorted(filter(None, places), key=lambda path: (orders.get(path, inf), path)):
        above = path.rpartition("/")[0]
        while above not in children:
            above = above.rpartition("/")[0]
        children[above].append(path)

    def grown(path: str) -> Place:
        return replace(places[path], children=tuple(map(grown, children[path])))

    return grown("")


def walk(root: Place) -> Iterator[Place]:
    """Yield all sections, parents before their children."""
    yield root
    for child in root.children:
        yield from walk(child)


def around_each(root: Place) -> dict[str, Around]:
    """Return what the page of each section shows of the tree, by the section's path."""
    found = {root.path: Around(root)}
    for child in root.children:
        found |= _around(child, (_alone(root),))
    return found


def reached(before: Place | None, now: Place) -> set[str]:
    """Return the sections whose pages differ because the tree has changed."""
    if before == now:
        return set()
    known = {} if before is None else around_each(before)
    return {path for path, around in around_each(now).items() if known.get(path) != around}


def _around(place: Place, trail: tuple[Place, ...]) -> dict[str, Around]:
    found = {place.path: Around(replace(place, children=tuple(map(_alone, place.children))), trail)}
    for child in place.children:
        found |= _around(child, (*trail, _alone(place)))
    return found


def _alone(place: Place) -> Place:
    return replace(place, children=())
