"""Which articles feeds, archive pages and the news sitemap show: all queries that select articles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from feedwright.catalog.codec import to_seconds
from feedwright.catalog.database import Database
from feedwright.catalog.placements import NOWHERE, PlacementCounts, unpack_placed


class SelectedArticle(msgspec.Struct, frozen=True):
    """An article that a feed shows, its own section, and whether its entry is in the catalog and up to date.

    `published` is in seconds since 1970. Feeds are in the order of it, the newest first, then of `id`.
    """

    path: str
    section: str
    has_entry: bool
    id: str
    published: int


_COLUMNS = "candidate.path, candidate.section, has_entry, candidate.id, candidate.published"

_VISIBLE = "candidate.published <= :now AND (candidate.expires IS NULL OR candidate.expires > :now)"
"""The article is published and has not expired."""

_PLACED = f"""
    SELECT {_COLUMNS} FROM placement JOIN candidate ON number = placement.article
    WHERE placement.section = :section AND placement.published <= :now
        AND (placement.expires IS NULL OR placement.expires > :now) AND (:descendants OR NOT inherited)"""
"""What the feed of a section may show. The conditions are the placement's own, whose index is in order."""

_NEWEST = f"""{_PLACED} AND placement.published >= :after
    ORDER BY placement.published DESC, candidate.id LIMIT :limit"""

_UNARCHIVED = f"""{_PLACED}
        AND NOT EXISTS (SELECT 1 FROM archived
            WHERE archived.id = candidate.id AND archived.section = placement.section)
    ORDER BY placement.published, candidate.id"""

_ARCHIVED = f"""
    SELECT {_COLUMNS} FROM archived JOIN ledger USING (id) JOIN candidate USING (path)
    WHERE archived.section = :section AND archived.page = :page
        AND {_VISIBLE} AND placed IS NOT :nowhere
    ORDER BY candidate.published DESC, candidate.id"""

_CORRECTED = f"""
    SELECT {_COLUMNS} FROM archived INDEXED BY archived_corrected
        JOIN ledger USING (id) JOIN candidate USING (path)
        JOIN placement ON placement.section = archived.section
            AND placement.published = candidate.published AND placement.article = number
    WHERE corrected > :since AND corrected <= :now AND archived.section = :section AND {_VISIBLE}"""

_RECENT = f"""
    SELECT {_COLUMNS} FROM candidate
    WHERE candidate.published > :since AND {_VISIBLE} AND placed IS NOT :nowhere
        AND NOT EXISTS (SELECT 1 FROM unindexed WHERE unindexed.article = number)
    ORDER BY candidate.published DESC, candidate.id LIMIT :limit"""

_AT = f"SELECT {_COLUMNS} FROM candidate WHERE path = :path AND {_VISIBLE} AND placed IS NOT :nowhere"

_EXPIRED_COUNT = """
    SELECT COUNT(*) FROM placement INDEXED BY placement_expires
    WHERE section = :section AND expires <= :now AND published <= :now AND (:descendants OR NOT inherited)"""
"""By the index of the few that ever expire: by itself, SQLite reads all that the section has."""

_SCHEDULED_COUNT = """
    SELECT COUNT(*) FROM placement
    WHERE section = :section AND published > :now AND (:descendants OR NOT inherited)"""

_CHANGED = """
    SELECT section, placed FROM article WHERE published BETWEEN :earlier AND :later
    UNION ALL
    SELECT section, placed FROM article WHERE expires BETWEEN :earlier AND :later"""


class Selection:
    """Selects articles from an open catalog. Moments are those of the run unless they say otherwise."""

    def __init__(self, db: Database, counts: PlacementCounts) -> None:
        self._db, self._counts = db, counts

    def newest(
        self, section: str, now: datetime, *, descendants: bool, limit: int, after: datetime | None = None
    ) -> list[SelectedArticle]:
        """Return the newest articles that the feed of `section` shows at `now`, newest first.

        Equal dates are ordered by id, so that their order never changes (RFC 4287 leaves it open).

        Args:
            section: The section.
            now: The run's clock.
            descendants: Whether the feed shows the articles of sections below, too.
            limit: The most articles to return.
            after: Leave out what was published earlier.
        """
        earliest = -(2**62) if after is None else to_seconds(after)
        values = {"section": section, "descendants": descendants, "after": earliest, "limit": limit}
        return self._select(_NEWEST, values, now)

    def count(self, section: str, now: datetime, *, descendants: bool) -> int:
        """Return the number of articles that the feed of `section` could show at `now`, without a limit."""
        values = {"section": section, "now": to_seconds(now), "descendants": descendants}
        hidden = (self._db.execute(query, values).fetchone() for query in (_EXPIRED_COUNT, _SCHEDULED_COUNT))
        return self._counts.of(section, descendants=descendants) - sum(int(count) for (count,) in hidden)

    def recent(self, since: datetime, now: datetime, limit: int) -> list[SelectedArticle]:
        """Return the newest articles after `since` that search engines may list at `now`, newest first."""
        values = {"since": to_seconds(since), "nowhere": NOWHERE, "limit": limit}
        return self._select(_RECENT, values, now)

    def at(self, path: str, now: datetime) -> SelectedArticle | None:
        """Return the article at `path` if any feed may show it at `now`."""
        found = self._select(_AT, {"path": path, "nowhere": NOWHERE}, now)
        return found[0] if found else None

    def unarchived(self, section: str, now: datetime, *, descendants: bool) -> list[SelectedArticle]:
        """Return the articles of a feed that are in none of its archive pages, oldest first."""
        return self._select(_UNARCHIVED, {"section": section, "descendants": descendants}, now)

    def archived(self, section: str, page: int, now: datetime) -> list[SelectedArticle]:
        """Return what an archive page shows, newest first, whichever sections its articles are in today.

        Articles that no feed may show today are left out.
        """
        return self._select(_ARCHIVED, {"section": section, "page": page, "nowhere": NOWHERE}, now)

    def corrected(self, section: str, since: datetime, now: datetime) -> list[SelectedArticle]:
        """Return the articles of a section's archive pages that were corrected after `since`.

        Articles that have left the section are left out.
        """
        return self._select(_CORRECTED, {"section": section, "since": to_seconds(since)}, now)

    def _select(self, query: str, values: Mapping[str, object], now: datetime) -> list[SelectedArticle]:
        rows = self._db.execute(query, {**values, "now": to_seconds(now)})
        return [
            SelectedArticle(path, section, bool(has_entry), own_id, published)
            for path, section, has_entry, own_id, published in rows
        ]

    # what time changes

    def sections_changed_between(self, one: datetime, other: datetime) -> set[str]:
        """Return the sections with articles published or expired between two moments, in either order."""
        earlier, later = sorted((to_seconds(one), to_seconds(other)))
        rows = self._db.execute(_CHANGED, {"earlier": earlier, "later": later})
        return {section for own, placed in rows for section in unpack_placed(own, placed)}

    def any_published_between(self, one: datetime, other: datetime) -> bool:
        """Whether any article was published between two moments, in either order."""
        earlier, later = sorted((to_seconds(one), to_seconds(other)))
        row = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM article WHERE published BETWEEN ? AND ?)", (earlier, later)
        ).fetchone()
        return bool(row[0])

    # sections

    def sections(self) -> set[str]:
        """Return the sections that articles are placed in."""
        # DISTINCT would read every placement; this looks up the next section after each.
        rows = self._db.execute(
            """WITH RECURSIVE known (section) AS (
                   SELECT MIN(section) FROM placement
                   UNION ALL
                   SELECT (SELECT MIN(section) FROM placement WHERE section > known.section)
                   FROM known WHERE section IS NOT NULL
               ) SELECT section FROM known WHERE section IS NOT NULL"""
        )
        return {section for (section,) in rows}
