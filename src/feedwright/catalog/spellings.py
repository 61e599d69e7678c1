"""How articles spell their tags and authors; the most used spelling is the title of the topic's feed."""

from __future__ import annotations

from collections.abc import Mapping

from feedwright.catalog.database import Database


class Spellings:
    """The spellings in an open catalog. A topic is named by its feed's path, such as `tags/climate`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(self, path: str, spellings: Mapping[str, str]) -> None:
        """Record how the article at `path` spells its topics."""
        rows = [(topic, label, path) for topic, label in spellings.items()]
        self._db.write_later("INSERT OR REPLACE INTO spelling VALUES (?, ?, ?)", rows)

    def delete(self, path: str) -> None:
        """Delete the spellings of an article that is gone, or about to be recorded anew."""
        self._db.execute("DELETE FROM spelling WHERE path = ?", (path,))

    def most_used(self, topic: str) -> str | None:
        """Return the spelling that most articles use; of equals the first in the alphabet; None if none."""
        row = self._db.execute(
            """SELECT label FROM spelling WHERE topic = ?
               GROUP BY label ORDER BY COUNT(*) DESC, label LIMIT 1""",
            (topic,),
        ).fetchone()
        return row and str(row[0])
