"""`articles.keys` in config.yaml: our keys whose values stand elsewhere in front matter."""

from __future__ import annotations

from collections.abc import Mapping

from feedwright.schema import Value

Places = tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
"""Keys of ours, each with paths into front matter, of which the first with a value counts."""


def with_places(values: dict[str, Value], places: Places) -> dict[str, Value]:
    """Give our keys the values at the places that config.yaml names; one without a value changes nothing."""
    for key, paths in places:
        there = (_at(values, path) for path in paths)
        found = next((value for value in there if value is not None and not value.is_empty), None)
        if found is None:
            continue
        # A name of its own that means the same would win, or be said to stand there twice.
        others = _SAME.get(key, ())
        values = {name: value for name, value in values.items() if name not in others} | {key: found}
    return values


def _at(values: Mapping[str, Value], path: tuple[str, ...]) -> Value | None:
    """The value at a path; a key may have points in its name."""
    whole = values.get(".".join(path))
    if whole is not None or len(path) == 1:
        return whole
    inner = values.get(path[0])
    return _at(inner.members(), path[1:]) if inner is not None and inner.is_mapping else None


_SAME: Mapping[str, tuple[str, ...]] = {
    "date": ("published", "pubDate", "publishDate", "publishdate"),
    "author": ("authors",),
    "authors": ("author",),
    "summary": ("description", "dek", "excerpt"),
}
"""Keys of ours, each with others that mean the same."""
