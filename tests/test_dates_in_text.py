"""Dates in running text, in any language: lines beside the dates that stand in them (dates_in_text.json)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feedwright.sources.dates_in_text import dates_in, relative_date

LINES = json.loads(Path(__file__).with_name("dates_in_text.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["line"])
def test_the_dates_of_a_line_are_found(case: dict[str, Any]) -> None:
    found = [
        {"date": date.iso, "written": case["line"][date.start : date.end]}
        | ({"label": date.label} if date.label else {})
        | ({"unknown_zone": date.unknown_zone} if date.unknown_zone else {})
        | ({"ambiguous": True} if date.is_ambiguous else {})
        for date in dates_in(case["line"])
    ]
    assert found == case["dates"]


@pytest.mark.parametrize(("day_first", "date"), [(True, "2026-04-03"), (False, "2026-03-04")])
def test_day_first_says_how_slashes_are_meant(day_first: bool, date: str) -> None:
    (found,) = dates_in("03/04/2026", day_first=day_first)
    assert (found.iso, found.is_ambiguous) == (date, False)


def test_an_ambiguous_date_can_be_read_the_other_way() -> None:
    (found,) = dates_in("03/04/2026 10:30")
    assert (found.iso, found.month_first.iso) == ("2026-04-03T10:30", "2026-03-04T10:30")


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("2 hours ago", 2),
        ("Posted 3 days ago by Ann Lee", 72),
        ("vor 2 Stunden", 2),
        ("hace 3 días", 72),
        ("il y a 5 heures", 5),
        ("há 2 horas", 2),
        ("2時間前", 2),
        ("3小时前", 3),
        ("2시간 전", 2),
        ("2 часа назад", 2),
        ("5 saat önce", 5),
    ],
)
def test_how_long_ago_is_a_moment_seen_from_another(line: str, hours: int) -> None:
    reference = datetime(2026, 3, 4, tzinfo=UTC)
    moment = relative_date(line, reference)
    assert moment is not None
    assert (reference - moment).total_seconds() == hours * 3_600


@pytest.mark.parametrize("line", ["12 people", "4 min read", "in 2 hours", "2 hours of sun"])
def test_what_is_no_past_is_no_moment(line: str) -> None:
    assert relative_date(line, datetime(2026, 3, 4, tzinfo=UTC)) is None
