"""What `_section.yaml` files and breadcrumbs say of sections, and which files were rejected."""

from __future__ import annotations

from collections.abc import Collection

from feedwright.catalog.database import Database
from feedwright.catalog.values import SECTION_FILE
from feedwright.model import SectionData


class Sections:
    """The section files in an open catalog, as they last were good, and the labels from breadcrumbs."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def data(self) -> dict[str, SectionData]:
        """Return what `_section.yaml` files say, or said when they last were good, by section."""
        rows = self._db.execute("SELECT section, body FROM section_file")
        return {section: SECTION_FILE.unpack(body) for section, body in rows}

    def record(self, path: str, section: str, data: SectionData) -> bool:
        """Record a good `_section.yaml`; return whether it says something else than before."""
        body = SECTION_FILE.pack(data)
        row = self._db.execute("SELECT body FROM section_file WHERE path = ?", (path,)).fetchone()
        if row and bytes(row[0]) == body:
            return False
        self._db.execute("INSERT OR REPLACE INTO section_file VALUES (?, ?, ?)", (path, section, body))
        return True

    def remove(self, path: str) -> bool:
        """Delete what a `_section.yaml` said; return whether there was anything."""
        return self._db.execute("DELETE FROM section_file WHERE path = ?", (path,)).rowcount > 0

    def record_labels(self, section: str, breadcrumb: tuple[str, ...]) -> None:
        """Record what a breadcrumb calls a section and those above it: `News > U.S.` is news and news/us."""
        parts = section.split("/")
        labels = [("/".join(parts[:depth]), label) for depth, label in enumerate(breadcrumb[: len(parts)], 1)]
        self._db.write_later("INSERT OR REPLACE INTO label VALUES (?, ?)", labels)

    def labels(self) -> dict[str, str]:
        """Return the labels that breadcrumbs give to sections."""
        return dict(self._db.execute("SELECT section, label FROM label"))


class Rejections:
    """The files that the run before could not use."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(self, path: str, section: str, reason: str) -> None:
        """Record that a file cannot be used, so that the next run tries it again."""
        self._db.write_later("INSERT OR REPLACE INTO rejection VALUES (?, ?, ?)", [(path, section, reason)])

    def all(self) -> dict[str, str]:
        """Return the files that could not be used, and why."""
        return dict(self._db.execute("SELECT path, reason FROM rejection"))

    def take(self, only: Collection[str] | None = None) -> dict[str, str]:
        """Return the files (those of `only`, or all) that could not be used and why, and delete the rows."""
        taken = dict(self._db.execute("SELECT path, reason FROM rejection"))
        if only is not None:
            taken = {path: reason for path, reason in taken.items() if path in only}
            self._db.executemany("DELETE FROM rejection WHERE path = ?", [(path,) for path in taken])
        elif taken:
            # SQLite would also write the page of an empty table anew, and wait for the disk.
            self._db.execute("DELETE FROM rejection")
        return taken
