"""What there is in each section, for people who look after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import inf

import msgspec

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.model import SectionData


class SectionSummary(msgspec.Struct, frozen=True):
    """A section and its descendants: articles that can be shown, the newest, files rejected, and pages."""

    section: str
    articles: int
    newest: datetime | None
    rejected: int
    pages: int


def summaries(
    db: Database,
    sections: Iterable[str],
    data: Mapping[str, SectionData],
    pages: Sequence[str],
    now: datetime,
) -> list[SectionSummary]:
    """Of each of these sections; `data` is what `_section.yaml` files say, `pages` where pages are."""

    def place(section: str) -> list[tuple[float, str]]:
        """Sections after the one they are in, siblings by their `order`, then by name."""
        parts = section.split("/") if section else []
        above = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        orders = (data.get(path, SectionData()).order for path in above)
        return [(inf if order is None else order, path) for order, path in zip(orders, above, strict=True)]

    return [_summary(db, section, pages, now) for section in sorted(sections, key=place)]


def _summary(db: Database, section: str, pages: Sequence[str], now: datetime) -> SectionSummary:
    count, newest = db.execute(
        """SELECT COUNT(*), MAX(published) FROM placement
           WHERE section = :section AND published <= :now AND (expires IS NULL OR expires > :now)""",
        {"section": section, "now": to_seconds(now)},
    ).fetchone()
    below, above = (f"{section}/", f"{section}0") if section else ("", "\U0010ffff")
    (rejected,) = db.execute(
        "SELECT COUNT(*) FROM rejection WHERE section = ? OR (section >= ? AND section < ?)",
        (section, below, above),
    ).fetchone()
    inside = sum(f"{page}/".startswith(f"{section}/" if section else "") for page in pages)
    return SectionSummary(section, count, newest and to_moment(newest), rejected, inside)
