"""`articles.keys` in config.yaml: our keys whose values stand elsewhere in front matter."""

from __future__ import annotations

from collections.abc import Mapping

from feedwright.schema import Value


def with_places(
    values: dict[str, Value], places: tuple[tuple[str, tuple[str, ...]], ...]
) -> dict[str, Value]:
    """Give our keys the values at the places that config.yaml names; one without a value changes nothing."""
    for key, path in places:
        found = _at(values, path)
        if found is None or found.is_empty:
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
