"""Articles that have to be read again though nobody has touched them: what they say depends on more."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime

from feedwright.catalog.database import Database
from feedwright.catalog.values import Value, to_seconds

_SECTIONS = "sections"
_NAMES = Value[Iterable[str]]("whole.sections", list[str])


class Again:
    """The moments and sections that articles in an open catalog wait for."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, path: str, moment: datetime | None, sections: Iterable[str]) -> None:
        """The article at `path` says something else from a moment on, or when there are other sections."""
        if moment is not None:
            self._db.put("INSERT OR REPLACE INTO moment VALUES (?, ?)", [(path, to_seconds(moment))])
        rows = [(section, path) for section in sections]
        if rows:
            self._db.put("INSERT OR IGNORE INTO named VALUES (?, ?)", rows)

    def forget(self, path: str) -> None:
        """The article is gone, or about to be put anew."""
        self._db.execute("DELETE FROM moment WHERE path = ?", (path,))
        self._db.execute("DELETE FROM named WHERE path = ?", (path,))

    def due(self, now: datetime, sections: Set[str]) -> set[str]:
        """The paths of those to be read again, where these are the sections that there are at `now`."""
        rows = self._db.execute("SELECT path FROM moment WHERE at <= ?", (to_seconds(now),))
        found = {path for (path,) in rows}
        for section in (self._sections() ^ sections) if self._any_named() else ():
            rows = self._db.execute("SELECT path FROM named WHERE section = ?", (section,))
            found |= {path for (path,) in rows}
        return found

    def note_sections(self, sections: Set[str]) -> None:
        """All that name sections have been read with these in mind."""
        if self._any_named() and self._sections() != sections:
            packed = _NAMES.pack(sorted(sections))
            self._db.execute("INSERT OR REPLACE INTO whole VALUES (?, ?)", (_SECTIONS, packed))

    def _any_named(self) -> bool:
        (any_named,) = self._db.execute("SELECT EXISTS (SELECT 1 FROM named)").fetchone()
        return bool(any_named)

    def _sections(self) -> set[str]:
        row = self._db.execute("SELECT value FROM whole WHERE name = ?", (_SECTIONS,)).fetchone()
        return set(_NAMES.unpack(row[0])) if row else set()
