"""The queue of announcements to hubs: each waits here until its hub has accepted it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from feedwright.catalog.codec import to_seconds
from feedwright.catalog.database import Database

PATIENCE = timedelta(hours=24)
"""How long a hub may fail before an announcement is given up: pollers have seen the feed by then."""

_FIRST_DELAY = 60
_LONGEST_DELAY = 4 * 3600
"""Seconds until an announcement that failed is tried again."""


class Announcements:
    """The queued announcements in an open catalog, each a hub and the URL of a changed feed (its topic)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def enqueue(self, announcements: Iterable[tuple[str, str]], now: datetime) -> None:
        """Queue announcements. One that is queued already is ready now, unless its hub is down."""
        moment = to_seconds(now)
        self._db.executemany(
            """INSERT INTO announcement VALUES (:hub, :topic, :now, 0, :now, FALSE)
               ON CONFLICT DO UPDATE SET next_try = :now WHERE NOT is_down""",
            [{"hub": hub, "topic": topic, "now": moment} for hub, topic in announcements],
        )

    def drop_other_hubs(self, configured: Collection[str]) -> None:
        """Drop queued announcements for hubs that are no longer `configured`."""
        for (hub,) in self._db.execute("SELECT DISTINCT hub FROM announcement").fetchall():
            if hub not in configured:
                self._db.execute("DELETE FROM announcement WHERE hub = ?", (hub,))

    def is_empty(self) -> bool:
        """Whether nothing is queued, for now or later."""
        (any_queued,) = self._db.execute("SELECT EXISTS (SELECT 1 FROM announcement)").fetchone()
        return not any_queued

    def count(self) -> int:
        """Return how many announcements wait."""
        (count,) = self._db.execute("SELECT COUNT(*) FROM announcement").fetchone()
        return int(count)

    def ready(self, now: datetime) -> list[tuple[str, str]]:
        """Return the announcements to send now, the oldest first.

        All announcements to a hub that is down wait together. A next try that is further away than the
        longest delay was set by a wrong clock, and counts as now.
        """
        rows = self._db.execute(
            """WITH queued AS (
                   SELECT *, next_try > :now AND next_try <= :now + :longest AS waits FROM announcement
               )
               SELECT hub, topic FROM queued
               WHERE NOT waits AND hub NOT IN (SELECT hub FROM queued WHERE waits AND is_down)
               ORDER BY since, hub, topic""",
            {"now": to_seconds(now), "longest": _LONGEST_DELAY},
        )
        return [(hub, topic) for hub, topic in rows]

    def delete(self, hub: str, topic: str) -> None:
        """Delete an announcement that its hub has accepted."""
        self._db.execute("DELETE FROM announcement WHERE hub = ? AND topic = ?", (hub, topic))

    def postpone(self, hub: str, topic: str, now: datetime, *, is_down: bool) -> bool:
        """Delay the next try of an announcement that failed, twice as long each time.

        Args:
            hub: The hub.
            topic: The URL of the feed.
            now: The run's clock.
            is_down: Whether the hub as a whole did not answer.

        Returns:
            Whether it stays queued; False if it was given up and deleted.
        """
        since, tries = self._db.execute(
            "SELECT since, tries FROM announcement WHERE hub = ? AND topic = ?", (hub, topic)
        ).fetchone()
        if to_seconds(now) - since >= PATIENCE.total_seconds():
            self.delete(hub, topic)
            return False
        delay = min(_FIRST_DELAY * 2 ** min(tries, 20), _LONGEST_DELAY)
        self._db.execute(
            """UPDATE announcement SET tries = tries + 1, next_try = ?, is_down = ?
               WHERE hub = ? AND topic = ?""",
            (to_seconds(now) + delay, is_down, hub, topic),
        )
        return True
