"""Media files: those that entries and feeds were made with, those they refer to, and unreferenced ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Literal

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database

OF_A_FEED = "feed:"
"""Prefix of the owner of a feed's own media, before its section. All other owners are articles' paths."""


class Media:
    """The media files in an open catalog.

    A row of `published_medium` is a reference to a file under feeds/media/, by a feed or by the entry of an
    article that readers may still be shown. A file without any reference has a row in
    `unreferenced_medium`. It is removed at once if its article was withdrawn, deleted or made a draft again,
    else after some days.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def record(
        self, owner: str, consulted: Mapping[str, bytes], shown: Mapping[str, int], *, is_first: bool
    ) -> None:
        """Record the media of an entry or a feed in place of those that it had.

        Args:
            owner: The article's path, or OF_A_FEED and the section.
            consulted: The change tokens of the files under content/ that it was made with, by path.
            shown: The lengths in bytes of the files that it refers to, by name under feeds/media/.
            is_first: Whether this is the first run, in which there is nothing to replace.
        """
        if not is_first:
            self._unreference(owner, at_once=False)
            self._delete(owner)
        for table, files in (("medium", consulted), ("published_medium", shown)):
            self._db.write_later(
                f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", [(owner, *file) for file in files.items()]
            )

    def unreference(self, path: str) -> None:
        """Drop the references of an article that no feed shows any more; its media stay for some days."""
        self._unreference(path, at_once=False)
        self._delete(path)

    def unreference_at_once(self, path: str) -> None:
        """Drop the references of an article that was taken out; all media that it ever had go at once."""
        self._unreference(path, at_once=True)
        row = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
        if row:
            self._db.execute("UPDATE unreferenced_medium SET at_once = TRUE WHERE id = ?", row)
        self._delete(path)

    def remove_files_of_gone(self, files: Mapping[str, set[str]], *, also_unknown: bool) -> None:
        """Remove at the end of this run files that published feeds showed in articles that are deleted.

        For a catalog that was lost or restored, and has no references of these articles.

        Args:
            files: Names under feeds/media/, by the ids of the entries that showed them.
            also_unknown: Treat an id that the ledger does not know as a deleted article. If False, it may be
                one whose file cannot be read now.
        """
        for own_id, names in files.items():
            is_known, is_there = self._db.execute(
                """SELECT EXISTS (SELECT 1 FROM ledger WHERE id = :id AND path IS NOT NULL),
                       EXISTS (SELECT 1 FROM article WHERE id = :id)""",
                {"id": own_id},
            ).fetchone()
            if own_id and not is_there and (is_known or also_unknown):
                self._db.executemany(
                    "UPDATE unreferenced_medium SET at_once = TRUE WHERE name = ?",
                    [(name,) for name in names],
                )

    def reference_again(self, own_id: str, path: str) -> None:
        """Restore the references of an article that was taken out in this run and is now at `path`."""
        self._db.execute(
            """INSERT OR IGNORE INTO published_medium
               SELECT ?, name, length FROM unreferenced_medium WHERE id = ? AND since IS NULL""",
            (path, own_id),
        )
        self._db.execute("UPDATE unreferenced_medium SET at_once = FALSE WHERE id = ?", (own_id,))

    def _unreference(self, owner: str, *, at_once: bool) -> None:
        self._db.execute(
            """INSERT OR REPLACE INTO unreferenced_medium
               SELECT name, ifnull((SELECT id FROM article WHERE path = owner), owner), length, NULL, ?
               FROM published_medium WHERE owner = ?""",
            (at_once, owner),
        )

    def _delete(self, owner: str) -> None:
        for table in ("medium", "published_medium"):
            self._db.execute(f"DELETE FROM {table} WHERE owner = ?", (owner,))

    def owners_of_changed(self, token: Callable[[str], bytes], length: Callable[[str], int]) -> set[str]:
        """Return the owners of media files that are no longer what they were.

        Args:
            token: Returns the change token of a file under content/ as it is now.
            length: Returns the length in bytes of a file under feeds/media/ as it is now.
        """
        token, length = cache(token), cache(length)
        rows = self._db.execute("SELECT owner, file, state FROM medium")
        owners = {owner for owner, file, before in rows if token(file) != before}
        rows = self._db.execute("SELECT owner, name, length FROM published_medium")
        return owners | {owner for owner, name, before in rows if length(name) != before}

    def record_length(self, name: str, length: int) -> None:
        """Record the length of a published file that has other bytes now under its old name."""
        for table in ("published_medium", "unreferenced_medium"):
            self._db.execute(f"UPDATE {table} SET length = ? WHERE name = ?", (length, name))

    # files without references

    def add_unreferenced(self, files: Iterable[tuple[str, int]]) -> None:
        """Add those of our files under feeds/media/ (names and lengths) that are in neither table."""
        self._db.executemany(
            """INSERT INTO unreferenced_medium SELECT :name, '', :length, NULL, FALSE
               WHERE NOT EXISTS (SELECT 1 FROM published_medium WHERE name = :name)
                   AND NOT EXISTS (SELECT 1 FROM unreferenced_medium WHERE name = :name)""",
            [{"name": name, "length": length} for name, length in files],
        )

    def update_unreferenced(self, now: datetime) -> None:
        """At the end of a run: drop files that are referenced again, and date the new ones as of `now`."""
        self._db.execute(
            """DELETE FROM unreferenced_medium
               WHERE EXISTS (SELECT 1 FROM published_medium AS here
                   WHERE here.name = unreferenced_medium.name)"""
        )
        # A date in the future was set by a wrong clock.
        self._db.execute(
            "UPDATE unreferenced_medium SET since = :now WHERE since IS NULL OR since > :now",
            {"now": to_seconds(now)},
        )

    def to_remove(self, now: datetime, keep: int | Literal["forever"]) -> list[tuple[str, bool]]:
        """Return the files to remove at `now`, in order of their names, and whether each goes at once.

        Args:
            now: The run's clock.
            keep: Days after the last reference until all others are removed.
        """
        last = -(2**62) if keep == "forever" else to_seconds(now) - keep * 24 * 3600
        (any_is,) = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM unreferenced_medium WHERE at_once)
                   OR EXISTS (SELECT 1 FROM unreferenced_medium WHERE since <= ?)""",
            (last,),
        ).fetchone()
        if not any_is:
            return []
        rows = self._db.execute(
            """SELECT name, MAX(at_once) FROM unreferenced_medium GROUP BY name
               HAVING MAX(at_once) OR MAX(since) <= ? ORDER BY name""",
            (last,),
        )
        return [(name, bool(at_once)) for name, at_once in rows]

    def unreferenced(self) -> Iterator[tuple[str, int, datetime]]:
        """Yield each file without references: its name, its length in bytes, and its last reference."""
        rows = self._db.execute(
            "SELECT name, MAX(length), MAX(since) FROM unreferenced_medium GROUP BY name ORDER BY name"
        )
        return ((name, length, to_moment(since)) for name, length, since in rows)

    def delete_unreferenced(self, names: Iterable[str]) -> None:
        """Delete the rows of files that were removed."""
        self._db.executemany("DELETE FROM unreferenced_medium WHERE name = ?", [(name,) for name in names])
