"""Articles to read again although their files are unchanged, because what they say depends on more."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import datetime

from feedwright.catalog.codec import to_seconds
from feedwright.catalog.database import Database
from feedwright.catalog.values import KNOWN_SECTIONS, NamedValues


class Rereads:
    """The moments and sections in an open catalog at which articles have to be read again."""

    def __init__(self, db: Database, values: NamedValues) -> None:
        self._db, self._values = db, values

    def record(self, path: str, moment: datetime | None, sections: Iterable[str]) -> None:
        """Have the article at `path` read again at a moment, and when one of `sections` comes or goes.

        Of several moments, the first one counts: when it is read then, the others are found again.
        """
        if moment is not None:
            row = path, to_seconds(moment)
            self._db.write_later(
                """INSERT INTO update_due VALUES (?, ?)
                   ON CONFLICT (path) DO UPDATE SET at = min(at, excluded.at)""",
                [row],
            )
        rows = [(section, path) for section in sections]
        if rows:
            self._db.write_later("INSERT OR IGNORE INTO named_section VALUES (?, ?)", rows)

    def delete(self, path: str) -> None:
        """Delete the rows of an article that is gone, or about to be recorded anew."""
        self._db.execute("DELETE FROM update_due WHERE path = ?", (path,))
        self._db.execute("DELETE FROM named_section WHERE path = ?", (path,))

    def paths(self, now: datetime, sections: Set[str]) -> set[str]:
        """Return the paths of the articles to read again at `now`, when there are these `sections`."""
        rows = self._db.execute("SELECT path FROM update_due WHERE at <= ?", (to_seconds(now),))
        found = {path for (path,) in rows}
        for section in (self._known_sections() ^ sections) if self._any_named() else ():
            rows = self._db.execute("SELECT path FROM named_section WHERE section = ?", (section,))
            found |= {path for (path,) in rows}
        return found

    def record_sections(self, sections: Set[str]) -> None:
        """Record the sections that there were when all articles that name sections were last read."""
        if self._any_named() and self._known_sections() != sections:
            self._values.put(KNOWN_SECTIONS, sorted(sections))

    def _any_named(self) -> bool:
        (any_named,) = self._db.execute("SELECT EXISTS (SELECT 1 FROM named_section)").fetchone()
        return bool(any_named)

    def _known_sections(self) -> set[str]:
        return set(self._values.get(KNOWN_SECTIONS) or ())
