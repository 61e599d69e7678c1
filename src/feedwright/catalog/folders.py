"""The listings of content/'s folders as the last run saw them."""

from __future__ import annotations

from feedwright.catalog.database import Database


class Folders:
    """The folder listings in an open catalog, packed (`LISTING` in values.py), to be compared as bytes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def listings(self) -> dict[str, bytes]:
        """Return the listing of each folder, by its path."""
        return dict(self._db.execute("SELECT path, listing FROM folder"))

    def listing(self, folder: str) -> bytes | None:
        """Return the listing of one folder; None if the last run saw none there."""
        row = self._db.execute("SELECT listing FROM folder WHERE path = ?", (folder,)).fetchone()
        return row and bytes(row[0])

    def record(self, folder: str, listing: bytes) -> None:
        """Record the listing of a folder."""
        self._db.write_later("INSERT OR REPLACE INTO folder VALUES (?, ?)", [(folder, listing)])

    def delete(self, folder: str) -> None:
        """Delete the listing of a folder that is gone, or that has to be compared anew."""
        self._db.execute("DELETE FROM folder WHERE path = ?", (folder,))
