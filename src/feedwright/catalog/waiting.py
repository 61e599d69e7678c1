"""Articles that no feed shows yet: drafts, and those whose date is still to come."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.model import Article


class Waiting(Struct, frozen=True):
    """An article that waits: for its `date`, or as a draft for somebody who publishes it."""

    path: str
    section: str
    title: str
    date: datetime
    is_draft: bool


class WaitingArticles:
    """The waiting articles in an open catalog.

    `new_drafts` are the paths of drafts that did not wait when the run began.
    """

    def __init__(self, db: Database, *, is_first: bool) -> None:
        self._db = db
        # A first run executes no statement before it has recorded its articles (`Database.defer_indexes`).
        self._known: set[str] | None = set() if is_first else None
        self.new_drafts: set[str] = set()

    def record(self, path: str, article: Article) -> None:
        """Record an article that waits."""
        known = self._paths()
        row = path, article.section, article.title, to_seconds(article.published), article.draft
        self._db.write_later("INSERT OR REPLACE INTO waiting_article VALUES (?, ?, ?, ?, ?)", [row])
        if article.draft and path not in known:
            self.new_drafts.add(path)
        known.add(path)

    def delete(self, path: str) -> None:
        """Forget an article that waits no longer, or is gone; most never did."""
        if path in self._paths():
            self._paths().remove(path)
            self.new_drafts.discard(path)
            self._db.execute("DELETE FROM waiting_article WHERE path = ?", (path,))

    def _paths(self) -> set[str]:
        if self._known is None:
            self._known = {name for (name,) in self._db.execute("SELECT path FROM waiting_article")}
        return self._known

    def drafts(self) -> list[str]:
        """Return the paths of all drafts."""
        rows = self._db.execute("SELECT path FROM waiting_article WHERE is_draft ORDER BY path")
        return [path for (path,) in rows]

    def delete_due(self, now: datetime) -> None:
        """Forget the articles whose date has come."""
        self._db.execute("DELETE FROM waiting_article WHERE NOT is_draft AND date <= ?", (to_seconds(now),))

    def all(self, now: datetime) -> list[Waiting]:
        """Return the articles that wait at `now`, the next one to appear first."""
        rows = self._db.execute(
            """SELECT path, section, title, date, is_draft FROM waiting_article
               WHERE is_draft OR date > ? ORDER BY date, path""",
            (to_seconds(now),),
        )
        return [
            Waiting(path, own, title, to_moment(date), bool(draft)) for path, own, title, date, draft in rows
        ]
