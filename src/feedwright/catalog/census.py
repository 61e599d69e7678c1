"""Which articles there are, and how many."""

from __future__ import annotations

from feedwright.catalog.database import Database


class Census:
    """The articles in an open catalog that feeds may show, now or later."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def identity(self, path: str) -> tuple[str, str] | None:
        """The id and the section of the article at `path`; None where there is none."""
        row = self._db.execute("SELECT id, section FROM article WHERE path = ?", (path,)).fetchone()
        return row and (str(row[0]), str(row[1]))

    def has(self, own_id: str) -> bool:
        """Whether there is an article with this id."""
        rows = self._db.execute(
            "SELECT path FROM ledger JOIN article USING (path, id) WHERE id = ?", (own_id,)
        )
        return rows.fetchone() is not None

    def is_only_kept(self, section: str) -> bool:
        """Whether no file is an article of the section's feed: all that it has is kept as feeds show it."""
        row = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM placement JOIN article ON number = placement.article
                   WHERE placement.section = ? AND path NOT LIKE '//%')""",
            (section,),
        ).fetchone()
        return not row[0]

    def ever(self) -> int:
        """How many articles there are or were, without counting them."""
        return int(self._db.execute("SELECT ifnull(MAX(sequence), 0) FROM ledger").fetchone()[0])

    def by_section(self) -> dict[str, int]:
        """How many articles there are in each section that has any."""
        return dict(self._db.execute("SELECT section, COUNT(*) FROM article GROUP BY section"))
