"""What is remembered of the publication as a whole, and not of one section or article."""

from __future__ import annotations

from datetime import datetime

import msgspec

from feedwright.catalog.database import Database
from feedwright.catalog.values import Value, to_seconds

_PAGES = "pages"
_PAGES_KEPT = Value[dict[str, str]]("whole.pages", dict[str, str])
_NOWHERE = msgspec.msgpack.encode([])


class Whole:
    """The publication-wide rows in an open catalog."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, name: str) -> bytes | None:
        """What was remembered under `name`; None where nothing was."""
        row = self._db.execute("SELECT value FROM whole WHERE name = ?", (name,)).fetchone()
        return row and bytes(row[0])

    def put(self, name: str, value: bytes) -> None:
        """Remembers something under `name`."""
        self._db.execute("INSERT OR REPLACE INTO whole VALUES (?, ?)", (name, value))

    def pages(self) -> dict[str, str]:
        """The files under content/ that are pages and no articles, each with its section."""
        packed = self.get(_PAGES)
        return _PAGES_KEPT.unpack(packed) if packed else {}

    def put_pages(self, pages: dict[str, str]) -> None:
        """Remembers which files are pages."""
        self.put(_PAGES, _PAGES_KEPT.pack(dict(sorted(pages.items()))))

    def recent(self, since: datetime, now: datetime, limit: int) -> list[tuple[str, str, bool]]:
        """The newest articles after `since` that some feed may show at `now`, newest first.

        The path of each, its section, and whether its entry is known.
        """
        rows = self._db.execute(
            """SELECT article.path, section, entry.path IS NOT NULL
               FROM article LEFT JOIN entry ON entry.path = article.path AND NOT stale
               WHERE published > :since AND published <= :now
                   AND (expires IS NULL OR expires > :now) AND placed != :nowhere
               ORDER BY published DESC, id LIMIT :limit""",
            {"since": to_seconds(since), "now": to_seconds(now), "nowhere": _NOWHERE, "limit": limit},
        )
        return [(path, section, bool(has_entry)) for path, section, has_entry in rows]

    def is_due(self, since: datetime, now: datetime) -> bool:
        """Whether an article was published between these two moments, whichever is earlier."""
        earlier, later = sorted((to_seconds(since), to_seconds(now)))
        row = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM article WHERE published BETWEEN ? AND ?)", (earlier, later)
        ).fetchone()
        return bool(row[0])
