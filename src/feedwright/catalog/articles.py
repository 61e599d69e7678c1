"""The articles that feeds may show, now or later: those that are good and no drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.catalog.placements import PlacementCounts, pack_placed, unpack_placed
from feedwright.model import Article, Published


class Placed(msgspec.Struct, frozen=True):
    """The id of an article, and the sections whose feeds may show it."""

    id: str
    sections: list[str]


class Deleted(msgspec.Struct, frozen=True):
    """An article whose row was deleted; `published` is in seconds since 1970."""

    id: str
    number: int
    section: str
    published: int
    sections: list[str]


class Articles:
    """The article rows of an open catalog, and their placements in the feeds of sections."""

    def __init__(self, db: Database, counts: PlacementCounts) -> None:
        self._db, self._counts = db, counts
        (self.last_number,) = db.execute("SELECT ifnull(MAX(number), 0) FROM article").fetchone()

    def insert(self, article: Article, published: Published, sections: Mapping[str, bool]) -> None:
        """Insert an article that has no row.

        Args:
            article: The article; its body is not needed.
            published: Its id and first publication.
            sections: The sections whose feeds may show it, and whether each inherits it from a descendant.
        """
        since = to_seconds(published.published)
        expires = None if article.expires is None else to_seconds(article.expires)
        number = self.last_number = self.last_number + 1
        placed = pack_placed(article.section, sections)
        self._db.write_later(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, article.path, published.id, article.section, since, expires, placed)],
        )
        self._db.write_later(
            "INSERT INTO placement VALUES (?, ?, ?, ?, ?)",
            [(section, since, number, inherited, expires) for section, inherited in sections.items()],
        )
        self._counts.add(sections.items())

    def delete(self, path: str) -> Deleted | None:
        """Delete the rows of the article at `path`; return what it was, None if there is none."""
        row = self._db.execute(
            "SELECT number, published, section, placed, id FROM article WHERE path = ?", (path,)
        ).fetchone()
        if row is None:
            return None
        number, published, own, placed, own_id = row
        sections = unpack_placed(own, placed)
        self._delete_placements(number, published, own, sections, is_usual=placed is None)
        self._db.execute("DELETE FROM article WHERE number = ?", (number,))
        return Deleted(own_id, number, own, published, sections)

    def _delete_placements(
        self, number: int, published: int, own: str, sections: list[str], *, is_usual: bool
    ) -> None:
        keys = [(section, published, number) for section in sections]
        delete = "DELETE FROM placement WHERE section = ? AND published = ? AND article = ?"
        if is_usual:
            self._db.executemany(delete, keys)
            self._counts.subtract([(section, section != own) for section in sections])
            return
        for key in keys:
            deleted = self._db.execute(f"{delete} RETURNING section, inherited", key).fetchall()
            self._counts.subtract([(section, bool(inherited)) for section, inherited in deleted])

    # look-ups

    def identity(self, path: str) -> tuple[str, str] | None:
        """Return the id and the section of the article at `path`, None if there is none."""
        row = self._db.execute("SELECT id, section FROM article WHERE path = ?", (path,)).fetchone()
        return row and (str(row[0]), str(row[1]))

    def has(self, own_id: str) -> bool:
        """Whether a file holds the article with this id."""
        rows = self._db.execute(
            "SELECT path FROM ledger JOIN article USING (path, id) WHERE id = ?", (own_id,)
        )
        return rows.fetchone() is not None

    def sections_of(self, path: str) -> list[str]:
        """Return the sections whose feeds may show the article at `path`, whenever that is."""
        row = self._db.execute("SELECT section, placed FROM article WHERE path = ?", (path,)).fetchone()
        return unpack_placed(*row) if row else []

    def visible(self, path: str, now: datetime) -> Placed | None:
        """Return the id and sections of the article at `path` if it is published at `now`, else None."""
        row = self._db.execute(
            """SELECT id, section, placed FROM article
               WHERE path = ? AND published <= ? AND (expires IS NULL OR expires > ?)""",
            (path, to_seconds(now), to_seconds(now)),
        ).fetchone()
        return row and Placed(row[0], unpack_placed(row[1], row[2]))

    def dates_at(self, path: str) -> tuple[int, int | None] | None:
        """Return when the article at `path` is published and expires, in seconds since 1970."""
        row = self._db.execute("SELECT published, expires FROM article WHERE path = ?", (path,)).fetchone()
        return row and (int(row[0]), row[1])

    def newest_of(self, ids: Iterable[str]) -> datetime | None:
        """Return when the newest of the articles with these ids was published; None if there are none."""
        query = "SELECT article.published FROM ledger JOIN article USING (path, id) WHERE id = ?"
        rows = (self._db.execute(query, (own_id,)).fetchone() for own_id in ids)
        newest = max((row[0] for row in rows if row), default=None)
        return None if newest is None else to_moment(newest)

    def paths_like(self, path: str, most: int) -> list[str]:
        """Return paths of articles in the folder of `path`, or of its name elsewhere, at most `most`."""
        folder, _, name = path.rpartition("/")
        below = (f"{folder}/", f"{folder}0") if folder else ("", "\U0010ffff")
        rows = self._db.execute(
            "SELECT path FROM article WHERE path >= ? AND path < ? LIMIT ?", (*below, most)
        ).fetchall()
        # A scan of all paths, which only a mistake costs.
        rows += self._db.execute(
            "SELECT path FROM article WHERE substr(path, -?) = ? LIMIT ?", (len(name) + 1, f"/{name}", most)
        ).fetchall()
        return [found for (found,) in rows]

    def expired_between(self, since: datetime, until: datetime) -> list[str]:
        """Return the paths of articles that expired after `since`, and not after `until`."""
        rows = self._db.execute(
            "SELECT path FROM article WHERE expires > ? AND expires <= ?",
            (to_seconds(since), to_seconds(until)),
        )
        return [path for (path,) in rows]

    def has_only_orphans(self, section: str) -> bool:
        """Whether no article placed in the section has a file: all are orphans, kept as feeds show them."""
        row = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM placement JOIN article ON number = placement.article
                   WHERE placement.section = ? AND path NOT LIKE '//%')""",
            (section,),
        ).fetchone()
        return not row[0]

    def paths(self) -> Iterator[str]:
        """Yield the paths of all articles."""
        for (path,) in self._db.execute("SELECT path FROM article WHERE path NOT LIKE '//%'"):
            yield path

    def ever(self) -> int:
        """Return the number of articles that there are or were, without counting them."""
        return int(self._db.execute("SELECT ifnull(MAX(sequence), 0) FROM ledger").fetchone()[0])

    def by_section(self) -> dict[str, int]:
        """Return the number of articles in each section that has any of its own."""
        return dict(self._db.execute("SELECT section, COUNT(*) FROM article GROUP BY section"))
