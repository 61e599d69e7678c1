"""An article as feeds and archive pages choose it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Listed(msgspec.Struct, frozen=True):
    """An article that a feed shows, its own section, and whether its entry is known.

    Feeds are in the order of `published` (seconds since 1970), the newest first, then of `id`.
    """

    path: str
    section: str
    has_entry: bool
    id: str = ""
    published: int = 0


def listed(rows: Iterable[tuple[str, str, int, str, int]]) -> list[Listed]:
    """The articles that these rows are of."""
    return [Listed(path, own, bool(has_entry), own_id, at) for path, own, has_entry, own_id, at in rows]
