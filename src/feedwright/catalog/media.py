"""Which media files entries and feeds were made with, which they show, and which nothing shows any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Literal

from feedwright.catalog.database import Database
from feedwright.catalog.values import to_moment, to_seconds

OF_A_FEED = "feed:"
"""What the owner of a feed's own media begins with, before the section; other owners are articles' paths."""


class Media:
    """The media files in an open catalog.

    A row of `published_medium` says that a file is shown: by a feed, or by the entry of an article that
    readers may still be shown. A file that nothing shows any more has a row in `unshown_medium`, by
    which it goes at once (with an article that is withdrawn, deleted or a draft again) or after a while.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(
        self, owner: str, consulted: Mapping[str, bytes], shown: Mapping[str, int], *, is_first: bool
    ) -> None:
        """Remembers with which files (and their states) an entry or a feed was made, and what it shows.

        `shown` are names under feeds/media/ with lengths in bytes. A first run replaces nothing.
        """
        if not is_first:
            self._no_longer_shown(owner, at_once=False)
            self._forget(owner)
        for table, files in (("medium", consulted), ("published_medium", shown)):
            self._db.put(
                f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", [(owner, *file) for file in files.items()]
            )

    def hide(self, path: str) -> None:
        """The article at `path` is there, but nothing shows it any more: its media stay for a while."""
        self._no_longer_shown(path, at_once=False)
        self._forget(path)

    def take_down(self, path: str) -> None:
        """The article at `path` is no more: its media go at once, also those that it showed before."""
        self._no_longer_shown(path, at_once=True)
        row = self._db.execute("SELECT id FROM article WHERE path = ?", (path,)).fetchone()
        if row:
            self._db.execute("UPDATE unshown_medium SET at_once = TRUE WHERE id = ?", row)
        self._forget(path)

    def take_down_files(self, files: Mapping[str, set[str]], *, also_unclaimed: bool) -> None:
        """Names under feeds/media/ that published feeds showed, by the ids of their entries, of which this
        catalog knows nothing more: those of articles that are no more go at once.

        An article that nobody knows may be one that is broken just now, unless `also_unclaimed`.
        """
        for own_id, names in files.items():
            is_known, is_there = self._db.execute(
                """SELECT EXISTS (SELECT 1 FROM ledger WHERE id = :id AND path IS NOT NULL),
                       EXISTS (SELECT 1 FROM article WHERE id = :id)""",
                {"id": own_id},
            ).fetchone()
            if own_id and not is_there and (is_known or also_unclaimed):
                self._db.executemany(
                    "UPDATE unshown_medium SET at_once = TRUE WHERE name = ?", [(name,) for name in names]
                )

    def follow(self, own_id: str, path: str) -> None:
        """An article that was taken down in this run is at `path` now: it goes on showing what it showed."""
        self._db.execute(
            """INSERT OR IGNORE INTO published_medium
               SELECT ?, name, length FROM unshown_medium WHERE id = ? AND since IS NULL""",
            (path, own_id),
        )
        self._db.execute("UPDATE unshown_medium SET at_once = FALSE WHERE id = ?", (own_id,))

    def _no_longer_shown(self, owner: str, *, at_once: bool) -> None:
        self._db.execute(
            """INSERT OR REPLACE INTO unshown_medium
               SELECT name, ifnull((SELECT id FROM article WHERE path = owner), owner), length, NULL, ?
               FROM published_medium WHERE owner = ?""",
            (at_once, owner),
        )

    def _forget(self, owner: str) -> None:
        for table in ("medium", "published_medium"):
            self._db.execute(f"DELETE FROM {table} WHERE owner = ?", (owner,))

    def changed(self, state: Callable[[str], bytes], length: Callable[[str], int]) -> set[str]:
        """The owners of media files that are no longer what they were.

        `state` tells how a file under content/ is now, `length` how long one under feeds/media/ is.
        """
        state, length = cache(state), cache(length)
        rows = self._db.execute("SELECT owner, file, state FROM medium")
        owners = {owner for owner, file, before in rows if state(file) != before}
        rows = self._db.execute("SELECT owner, name, length FROM published_medium")
        return owners | {owner for owner, name, before in rows if length(name) != before}

    def put_length(self, name: str, length: int) -> None:
        """A published file has other bytes under its old name."""
        for table in ("published_medium", "unshown_medium"):
            self._db.execute(f"UPDATE {table} SET length = ? WHERE name = ?", (length, name))

    # what nothing shows

    def find(self, files: Iterable[tuple[str, int]]) -> None:
        """Files of ours, names and lengths, that lie under feeds/media/: one that nobody knows is unshown."""
        self._db.executemany(
            """INSERT INTO unshown_medium SELECT :name, '', :length, NULL, FALSE
               WHERE NOT EXISTS (SELECT 1 FROM published_medium WHERE name = :name)
                   AND NOT EXISTS (SELECT 1 FROM unshown_medium WHERE name = :name)""",
            [{"name": name, "length": length} for name, length in files],
        )

    def settle(self, now: datetime) -> None:
        """At the end of a run: what something shows after all is not unshown, the rest was until `now`."""
        self._db.execute(
            """DELETE FROM unshown_medium
               WHERE EXISTS (SELECT 1 FROM published_medium AS here WHERE here.name = unshown_medium.name)"""
        )
        # Later than now was a clock that was wrong.
        self._db.execute(
            "UPDATE unshown_medium SET since = :now WHERE since IS NULL OR since > :now",
            {"now": to_seconds(now)},
        )

    def due(self, now: datetime, keep: int | Literal["forever"]) -> list[tuple[str, bool]]:
        """The unshown files that go at `now`, in order, and whether at once, however long others are kept.

        The others are those that nothing has shown for `keep` days.
        """
        last = -(2**62) if keep == "forever" else to_seconds(now) - keep * 24 * 3600
        (any_is,) = self._db.execute(
            """SELECT EXISTS (SELECT 1 FROM unshown_medium WHERE at_once)
                   OR EXISTS (SELECT 1 FROM unshown_medium WHERE since <= ?)""",
            (last,),
        ).fetchone()
        if not any_is:
            return []
        rows = self._db.execute(
            """SELECT name, MAX(at_once) FROM unshown_medium GROUP BY name
               HAVING MAX(at_once) OR MAX(since) <= ? ORDER BY name""",
            (last,),
        )
        return [(name, bool(at_once)) for name, at_once in rows]

    def last_shown(self) -> Iterator[tuple[str, int, datetime]]:
        """Every unshown file: its name, its length in bytes, and until when it was shown."""
        rows = self._db.execute(
            "SELECT name, MAX(length), MAX(since) FROM unshown_medium GROUP BY name ORDER BY name"
        )
        return ((name, length, to_moment(since)) for name, length, since in rows)

    def forget(self, names: Iterable[str]) -> None:
        """These files are gone."""
        self._db.executemany("DELETE FROM unshown_medium WHERE name = ?", [(name,) for name in names])
