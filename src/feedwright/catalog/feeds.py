"""The feeds that sections ever had, and their files as they were last written."""

from __future__ import annotations

from datetime import datetime

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.catalog.values import FEED_FILES, FileStat


class Feeds:
    """The feed rows of an open catalog, one a section."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def sections(self) -> set[str]:
        """Return the sections that ever had a feed."""
        return {section for (section,) in self._db.execute("SELECT section FROM feed")}

    def files(self) -> dict[str, list[FileStat]]:
        """Return the sections that ever had a feed, and the files of each as they were written."""
        rows = self._db.execute("SELECT section, files FROM feed")
        return {section: FEED_FILES.unpack(files) for section, files in rows}

    def record(self, section: str, files: list[FileStat], updated: datetime) -> None:
        """Record the files of a section's feed as they are on disk, and the date that the feed has."""
        self._db.execute(
            "INSERT OR REPLACE INTO feed VALUES (?, ?, ?)",
            (section, FEED_FILES.pack(files), to_seconds(updated)),
        )

    def record_unwritten(self, section: str, files: list[FileStat]) -> None:
        """Record that a section's feed could not be written; `files` have stats that match no file."""
        self._db.execute(
            "INSERT INTO feed VALUES (?, ?, 0) ON CONFLICT (section) DO UPDATE SET files = excluded.files",
            (section, FEED_FILES.pack(files)),
        )

    def date_when_empty(self, section: str, now: datetime) -> datetime:
        """Return the date of a feed that shows nothing: its last expiry, or its date before if later.

        1970 if it never had anything to show.
        """
        (expired,) = self._db.execute(
            "SELECT MAX(expires) FROM placement WHERE section = ? AND expires <= ?",
            (section, to_seconds(now)),
        ).fetchone()
        before = self._db.execute("SELECT updated FROM feed WHERE section = ?", (section,)).fetchone()
        return to_moment(max(expired or 0, before[0] if before else 0))
