"""Summarize each section for people who look after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import inf

import msgspec

from feedwright.catalog.codec import to_moment, to_seconds
from feedwright.catalog.database import Database
from feedwright.left_out import LeftOut
from feedwright.model import SectionData


class SectionSummary(msgspec.Struct, frozen=True, omit_defaults=True):
    """Counts of a section and those below it: visible articles, rejected files, and pages.

    `newest` is when the newest article was published; None without any. `left_out` has for the paths of
    articles what of their texts their entries do not have. `default_link`, of the publication as a whole, is
    an article's link, if the default permalink made it.
    """

    section: str
    articles: int
    newest: datetime | None
    rejected: int
    pages: int
    left_out: dict[str, tuple[LeftOut, ...]]
    default_link: str | None = None


def summaries(
    db: Database,
    sections: Iterable[str],
    data: Mapping[str, SectionData],
    pages: Sequence[str],
    left_out: Mapping[str, tuple[LeftOut, ...]],
    now: datetime,
) -> list[SectionSummary]:
    """Return the summary of each of these sections, in the order of the tree.

    Args:
        db: The open catalog.
        sections: The sections.
        data: What `_section.yaml` files say, by section.
        pages: The section of each page.
        left_out: What entries do not have of their articles' texts, by the paths of these.
        now: The run's clock.
    """

    def place(section: str) -> list[tuple[float, str]]:
        """Return the sort key of a section: after the section above it, siblings by `order`, then by name."""
        parts = section.split("/") if section else []
        above = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        orders = (data.get(path, SectionData()).order for path in above)
        return [(inf if order is None else order, path) for order, path in zip(orders, above, strict=True)]

    shown = _sections_of(db, left_out)
    return [
        _summary(
            db,
            section,
            pages,
            {path: left_out[path] for path, its in shown.items() if is_in(section, its)},
            now,
        )
        for section in sorted(sections, key=place)
    ]


def is_in(section: str, other: str) -> bool:
    """Whether the section `other` is `section` or below it."""
    return f"{other}/".startswith(f"{section}/" if section else "")


def _sections_of(db: Database, paths: Iterable[str]) -> dict[str, str]:
    """The sections of those of these articles that have an entry."""
    found: dict[str, str] = {}
    for path in paths:
        row = db.execute(
            "SELECT section FROM article JOIN entry USING (path) WHERE path = ?", (path,)
        ).fetchone()
        if row is not None:
            found[path] = row[0]
    return found


def _summary(
    db: Database,
    section: str,
    pages: Sequence[str],
    left_out: dict[str, tuple[LeftOut, ...]],
    now: datetime,
) -> SectionSummary:
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
    inside = sum(is_in(section, page) for page in pages)
    return SectionSummary(section, count, newest and to_moment(newest), rejected, inside, left_out)
