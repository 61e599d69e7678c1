"""What articles call their tags and authors: each spelling of a topic, whose feed has one title."""

from __future__ import annotations

from collections.abc import Mapping

from feedwright.catalog.database import Database


class Topics:
    """The spellings in an open catalog. A topic is named by its feed's path, such as `tags/climate`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, path: str, spellings: Mapping[str, str]) -> None:
        """Remembers how the article at `path` spells its topics."""
        rows = [(topic, label, path) for topic, label in spellings.items()]
        self._db.put("INSERT OR REPLACE INTO spelling VALUES (?, ?, ?)", rows)

    def forget(self, path: str) -> None:
        """Forgets how an article that is gone, or about to be put anew, spells its topics."""
        self._db.execute("DELETE FROM spelling WHERE path = ?", (path,))

    def label(self, topic: str) -> str | None:
        """The spelling that most articles have, of equals the first in the alphabet; None without any."""
        row = self._db.execute(
            """SELECT label FROM spelling WHERE topic = ?
               GROUP BY label ORDER BY COUNT(*) DESC, label LIMIT 1""",
            (topic,),
        ).fetchone()
        return row and str(row[0])
