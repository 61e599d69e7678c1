"""What hubs are still to be told: an announcement waits here until its hub has accepted it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from feedwright.catalog.database import Database
from feedwright.catalog.values import to_seconds

PATIENCE = timedelta(hours=24)
"""For so long a hub may fail until an announcement is given up: pollers have seen the feed by then."""

_FIRST_REST = 60
_LONGEST_REST = 4 * 3600


class Queue:
    """The announcements in an open catalog, each a hub and the URL of a feed that changed (its topic)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, announcements: Iterable[tuple[str, str]], now: datetime) -> None:
        """Queues announcements; what waits already, for an earlier change, is due now."""
        moment = to_seconds(now)
        self._db.executemany(
            """INSERT INTO announcement VALUES (:hub, :topic, :now, 0, :now, FALSE)
               ON CONFLICT DO UPDATE SET next_try = :now WHERE NOT is_down""",
            [{"hub": hub, "topic": topic, "now": moment} for hub, topic in announcements],
        )

    def keep(self, hubs: Collection[str]) -> None:
        """Forgets what hubs were to be told that are none of these."""
        for (hub,) in self._db.execute("SELECT DISTINCT hub FROM announcement").fetchall():
            if hub not in hubs:
                self._db.execute("DELETE FROM announcement WHERE hub = ?", (hub,))

    def is_waiting(self) -> bool:
        """Whether anything is still to be announced, now or later."""
        (any_is,) = self._db.execute("SELECT EXISTS (SELECT 1 FROM announcement)").fetchone()
        return bool(any_is)

    def due(self, now: datetime) -> list[tuple[str, str]]:
        """What to announce now, the oldest first; a hub that did not answer rests as a whole.

        A next try further away than any rest is of a clock that was wrong.
        """
        rows = self._db.execute(
            """WITH waiting AS (
                   SELECT *, next_try > :now AND next_try <= :now + :longest AS rests FROM announcement
               )
               SELECT hub, topic FROM waiting
               WHERE NOT rests AND hub NOT IN (SELECT hub FROM waiting WHERE rests AND is_down)
               ORDER BY since, hub, topic""",
            {"now": to_seconds(now), "longest": _LONGEST_REST},
        )
        return [(hub, topic) for hub, topic in rows]

    def accepted(self, hub: str, topic: str) -> None:
        """The hub knows it: nothing is left to do."""
        self._db.execute("DELETE FROM announcement WHERE hub = ? AND topic = ?", (hub, topic))

    def failed(self, hub: str, topic: str, now: datetime, *, is_down: bool) -> bool:
        """Has the next try wait, twice as long as before; False where it is given up instead.

        `is_down` says that the hub as a whole did not answer.
        """
        since, tries = self._db.execute(
            "SELECT since, tries FROM announcement WHERE hub = ? AND topic = ?", (hub, topic)
        ).fetchone()
        if to_seconds(now) - since >= PATIENCE.total_seconds():
            self.accepted(hub, topic)
            return False
        rest = min(_FIRST_REST * 2 ** min(tries, 20), _LONGEST_REST)
        self._db.execute(
            """UPDATE announcement SET tries = tries + 1, next_try = ?, is_down = ?
               WHERE hub = ? AND topic = ?""",
            (to_seconds(now) + rest, is_down, hub, topic),
        )
        return True
