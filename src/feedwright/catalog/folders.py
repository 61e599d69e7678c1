"""The folders of content/ as they were looked at last."""

from __future__ import annotations

from feedwright.catalog.database import Database


class Folders:
    """The folders in an open catalog, packed by whoever put them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def listings(self) -> dict[str, bytes]:
        """Every folder, by its path."""
        return dict(self._db.execute("SELECT path, listing FROM folder"))

    def put(self, folder: str, listing: bytes) -> None:
        """Remembers what a folder held."""
        self._db.put("INSERT OR REPLACE INTO folder VALUES (?, ?)", [(folder, listing)])

    def drop(self, folder: str) -> None:
        """Forgets a folder that is gone, or that has to be looked at anew."""
        self._db.execute("DELETE FROM folder WHERE path = ?", (folder,))
