"""What somebody should mend, and has not yet: the warnings that still hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database

READING, MAKING = "read", "entry"
"""The steps that warn of an article: its file is read, its entry is made."""

_MOST_ASKED = 500
"""After so many questions about single subjects, the subjects are read at once: a full run asks of all."""


class Warned(Struct, frozen=True):
    """A warning: the file that it names, and what should be corrected.

    From `until` (seconds since 1970) on it no longer holds; None: it holds until it is mended.
    """

    path: str
    message: str
    until: int | None = None


class StandingWarning(Struct, frozen=True):
    """A warning that holds; `since` when a run first found it."""

    path: str
    message: str
    since: datetime


class StandingWarnings:
    """The warnings in an open catalog.

    Each belongs to a step of a run and a subject of this step: reading a file, writing a feed. When a step
    has done its work on a subject again, what it no longer warns of is mended.
    """

    def __init__(self, db: Database, *, is_first: bool) -> None:
        self._db = db
        self._asked = 0
        # A first run executes no statement before it has recorded its articles (`Database.defer_indexes`).
        self._subjects: set[tuple[str, str]] | None = set() if is_first else None
        self._doubtful: set[tuple[str, str]] = set()

    def replace(
        self, step: str, subject: str, warned: Collection[Warned], now: datetime
    ) -> set[tuple[str, str]]:
        """Record all that a step warns of in a subject, in place of what it warned of before.

        Returns those that held before, each as path and message.
        """
        before = self._before(step, subject)
        self._doubtful.discard((step, subject))
        if not (warned or before):
            return set()
        after = {(one.path, one.message): one.until for one in warned}
        for path, message in before.keys() - after.keys():
            self._db.execute(
                "DELETE FROM standing_warning WHERE step = ? AND subject = ? AND path = ? AND message = ?",
                (step, subject, path, message),
            )
        rows = [
            (step, subject, path, message, before.get((path, message), to_seconds(now)), until)
            for (path, message), until in after.items()
        ]
        self._db.write_later("INSERT OR REPLACE INTO standing_warning VALUES (?, ?, ?, ?, ?, ?)", rows)
        if self._subjects is not None and rows:
            self._subjects.add((step, subject))
        return before.keys() & after.keys()

    def delete(self, step: str, subject: str | None = None) -> None:
        """Forget what a step warned of in a subject, or in all of them."""
        if subject is None:
            self._db.execute("DELETE FROM standing_warning WHERE step = ?", (step,))
        elif self._may_have(step, subject):
            self._db.execute("DELETE FROM standing_warning WHERE step = ? AND subject = ?", (step, subject))

    def doubt(self, step: str, subject: str) -> None:
        """Say that a subject is another one now: what this run does not find again no longer holds."""
        if self._before(step, subject):
            self._doubtful.add((step, subject))

    def delete_doubtful(self) -> None:
        """Forget the warnings that are in doubt, at the end of a run."""
        for step, subject in self._doubtful:
            self.delete(step, subject)

    def subjects(self, step: str) -> list[str]:
        """Return the subjects in which a step has warned of something."""
        rows = self._db.execute("SELECT DISTINCT subject FROM standing_warning WHERE step = ?", (step,))
        return [subject for (subject,) in rows]

    def all(self, now: datetime) -> list[StandingWarning]:
        """Return the warnings that hold at `now`, by path; each once, however many subjects have it."""
        rows = self._db.execute(
            """SELECT path, message, MIN(since) FROM standing_warning
               WHERE until IS NULL OR until > ? GROUP BY path, message ORDER BY path, message""",
            (to_seconds(now),),
        )
        return [StandingWarning(path, message, to_moment(since)) for path, message, since in rows]

    def count(self, now: datetime) -> int:
        """Return how many warnings hold at `now`."""
        (count,) = self._db.execute(
            """SELECT COUNT(*) FROM (
                   SELECT DISTINCT path, message FROM standing_warning WHERE until IS NULL OR until > ?
               )""",
            (to_seconds(now),),
        ).fetchone()
        return int(count)

    def _before(self, step: str, subject: str) -> dict[tuple[str, str], int]:
        """When each warning of a step in a subject was first found, by path and message."""
        if not self._may_have(step, subject):
            return {}
        rows = self._db.execute(
            "SELECT path, message, since FROM standing_warning WHERE step = ? AND subject = ?",
            (step, subject),
        )
        return {(path, message): since for path, message, since in rows}

    def _may_have(self, step: str, subject: str) -> bool:
        self._asked += 1
        if self._subjects is None and self._asked > _MOST_ASKED:
            rows = self._db.execute("SELECT DISTINCT step, subject FROM standing_warning")
            self._subjects = set(rows)
        return self._subjects is None or (step, subject) in self._subjects
