"""Tombstones (RFC 6721): which article has left which section's feed for good, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.model import Deleted


class Tombstones:
    """The tombstones in an open catalog. They are kept for ever; feeds show them for a while."""

    def __init__(self, db: Database) -> None:
        self._db = db
        (self._any,) = db.execute("SELECT EXISTS (SELECT 1 FROM tombstone)").fetchone()

    def record(self, deleted: Deleted, sections: Iterable[str]) -> None:
        """Record that an article has left the feeds of these sections."""
        self._insert("REPLACE", deleted, sections)

    def record_if_unknown(self, deleted: Deleted, section: str) -> None:
        """Record a tombstone that a published feed shows; one that is known already stays as it is."""
        self._insert("IGNORE", deleted, [section])

    def _insert(self, on_conflict: str, deleted: Deleted, sections: Iterable[str]) -> None:
        self._any = True
        moment = to_seconds(deleted.when)
        columns = deleted.id, moment, deleted.reason, deleted.title, deleted.url
        self._db.executemany(
            f"INSERT OR {on_conflict} INTO tombstone VALUES (?, ?, ?, ?, ?, ?)",
            [(section, *columns) for section in sections],
        )

    def set_reason(self, own_id: str, reason: str) -> set[str]:
        """Set why an article is gone; return the sections whose tombstones gave another reason."""
        rows = self._db.execute(
            "UPDATE tombstone SET reason = ? WHERE id = ? AND reason IS NOT ? RETURNING section",
            (reason, own_id, reason),
        ).fetchall()
        return {section for (section,) in rows}

    def delete(self, own_id: str) -> set[str]:
        """Delete the tombstones of an article that is back; return the sections that had one."""
        if not self._any:
            return set()
        rows = self._db.execute("DELETE FROM tombstone WHERE id = ? RETURNING section", (own_id,)).fetchall()
        return {section for (section,) in rows}

    def newest(self, section: str, since: datetime, now: datetime, limit: int) -> tuple[Deleted, ...]:
        """Return at most `limit` tombstones of a section made after `since`, the newest first."""
        rows = self._db.execute(
            """SELECT id, gone, reason, title, url FROM tombstone WHERE section = ? AND gone > ? AND gone <= ?
               ORDER BY gone DESC, id LIMIT ?""",
            (section, to_seconds(since), to_seconds(now), limit),
        )
        return tuple(Deleted(own_id, to_moment(gone), *rest) for own_id, gone, *rest in rows)

    def in_archive_page(self, section: str, page: int) -> tuple[Deleted, ...]:
        """Return the tombstones of an archive page's articles, the newest first."""
        rows = self._db.execute(
            """SELECT id, gone, reason FROM archived JOIN tombstone USING (section, id)
               WHERE section = ? AND page = ? ORDER BY gone DESC, id""",
            (section, page),
        )
        return tuple(Deleted(own_id, to_moment(gone), reason) for own_id, gone, reason in rows)

    def sections_between(self, one: datetime, other: datetime) -> set[str]:
        """Return the sections with tombstones made between two moments, in either order."""
        earlier, later = sorted((to_seconds(one), to_seconds(other)))
        rows = self._db.execute(
            "SELECT DISTINCT section FROM tombstone WHERE gone BETWEEN ? AND ?", (earlier, later)
        )
        return {section for (section,) in rows}
