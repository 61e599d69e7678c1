"""What readers are told that it is gone: a tombstone for each feed that an article was in (RFC 6721)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from feedwright.catalog.database import Database
from feedwright.catalog.values import to_moment, to_seconds
from feedwright.model import Deleted


class Tombstones:
    """The tombstones in an open catalog. They are kept for ever; feeds show them for a while."""

    def __init__(self, db: Database) -> None:
        self._db = db
        (self._any,) = db.execute("SELECT EXISTS (SELECT 1 FROM tombstone)").fetchone()

    def bury(self, deleted: Deleted, sections: Iterable[str]) -> None:
        """An article has left these sections' feeds, for good as far as anybody knows."""
        self._any = True
        moment = to_seconds(deleted.when)
        gone = deleted.id, moment, deleted.reason, deleted.title, deleted.url
        rows = [(section, *gone) for section in sections]
        self._db.executemany("INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?, ?, ?, ?)", rows)

    def bury_again(self, deleted: Deleted, section: str) -> None:
        """A published feed says that the article has left it; what is known of that already stays."""
        self._any = True
        gone = section, deleted.id, to_seconds(deleted.when), deleted.reason, deleted.title, deleted.url
        self._db.executemany("INSERT OR IGNORE INTO tombstone VALUES (?, ?, ?, ?, ?, ?)", [gone])

    def explain(self, own_id: str, reason: str) -> set[str]:
        """Gives the reason why an article is gone; returns the sections that had it, and said otherwise."""
        rows = self._db.execute(
            "UPDATE tombstone SET reason = ? WHERE id = ? AND reason IS NOT ? RETURNING section",
            (reason, own_id, reason),
        ).fetchall()
        return {section for (section,) in rows}

    def rise(self, own_id: str) -> set[str]:
        """The article is back; returns the sections that said it was gone."""
        if not self._any:
            return set()
        rows = self._db.execute("DELETE FROM tombstone WHERE id = ? RETURNING section", (own_id,)).fetchall()
        return {section for (section,) in rows}

    def of(self, section: str, since: datetime, now: datetime, limit: int) -> tuple[Deleted, ...]:
        """What has left the section's feeds after `since`, the last first."""
        rows = self._db.execute(
            """SELECT id, gone, reason, title, url FROM tombstone WHERE section = ? AND gone > ? AND gone <= ?
               ORDER BY gone DESC, id LIMIT ?""",
            (section, to_seconds(since), to_seconds(now), limit),
        )
        return tuple(Deleted(own_id, to_moment(gone), *said) for own_id, gone, *said in rows)

    def due(self, since: datetime, now: datetime) -> set[str]:
        """The sections that something left between these two moments, whichever is earlier."""
        earlier, later = sorted((to_seconds(since), to_seconds(now)))
        rows = self._db.execute(
            "SELECT DISTINCT section FROM tombstone WHERE gone BETWEEN ? AND ?", (earlier, later)
        )
        return {section for (section,) in rows}
