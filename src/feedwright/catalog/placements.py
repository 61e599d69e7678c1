"""Which sections' feeds may show an article, as the catalog stores it, and how many each section has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from feedwright.catalog.database import Database
from feedwright.catalog.values import PLACED

NOWHERE = PLACED.pack([])
"""Stored for an article that no feed may show."""


@lru_cache(maxsize=10_000)
def _usual(section: str) -> list[str]:
    """Return the section and all sections above it, the root last."""
    parts = section.split("/") if section else []
    return ["/".join(parts[:depth]) for depth in range(len(parts), -1, -1)]


def pack_placed(section: str, sections: Iterable[str]) -> bytes | None:
    """Return what is stored for an article of `section` that the feeds of `sections` may show."""
    placed = list(sections)
    return None if placed == _usual(section) else PLACED.pack(placed)


def unpack_placed(section: str, placed: bytes | None) -> list[str]:
    """Return the sections whose feeds may show an article of `section`. Raises DamagedValueError."""
    return _usual(section) if placed is None else PLACED.unpack(placed)


class PlacementCounts:
    """The number of articles placed in each section, kept so that no run has to count them.

    Changes are collected in memory until somebody asks, or `flush`.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._changes: Counter[tuple[str, bool]] = Counter()

    def add(self, placements: Iterable[tuple[str, bool]]) -> None:
        """Count placements that were inserted, each a section and whether it is inherited."""
        self._changes.update(placements)

    def subtract(self, placements: Iterable[tuple[str, bool]]) -> None:
        """Count placements that were deleted."""
        self._changes.subtract(placements)

    def of(self, section: str, *, descendants: bool) -> int:
        """Return the number of articles placed in a section, with those of its `descendants` or without."""
        self.flush()
        row = self._db.execute(
            "SELECT own, inherited FROM placement_count WHERE section = ?", (section,)
        ).fetchone()
        own, inherited = row or (0, 0)
        return int(own + inherited if descendants else own)

    def flush(self) -> None:
        """Write what was collected. Call this before the catalog is committed."""
        if not self._changes:
            return
        changes, self._changes = self._changes, Counter()
        self._db.executemany(
            """INSERT INTO placement_count VALUES (:section, :own, :inherited)
               ON CONFLICT (section) DO UPDATE SET own = own + :own, inherited = inherited + :inherited""",
            [
                {"section": section, "own": 0 if inherited else by, "inherited": by if inherited else 0}
                for (section, inherited), by in changes.items()
                if by
            ],
        )
        self._db.execute("DELETE FROM placement_count WHERE own = 0 AND inherited = 0")
