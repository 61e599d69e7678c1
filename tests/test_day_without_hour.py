"""A day without an hour: where its article stands, and that its date stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from conftest import NOW, Publication

MORNING = datetime.fromisoformat("2026-11-21T09:00:00+00:00")
EVENING = datetime.fromisoformat("2026-11-21T18:00:00+00:00")


def dates(publication: Publication) -> dict[str, str]:
    """The dates of a section's items, in the order of the feed."""
    return {item["title"]: item["date_published"] for item in publication.json("news")["items"]}


def with_morning(publication: Publication) -> None:
    publication.article("news/morning.md", title="Morning", date="2026-11-21 08:00")
    publication.build(now=MORNING)


@pytest.mark.parametrize("date", ["2026-11-21", "2026-11-21 00:00", "November 21, 2026"])
def test_what_is_first_seen_on_its_day_stands_on_top(publication: Publication, date: str) -> None:
    with_morning(publication)
    publication.article("news/evening.md", title="Evening", date=date)
    report = publication.build(now=EVENING)
    assert list(dates(publication)) == ["Evening", "Morning"]
    assert dates(publication)["Evening"].startswith("2026-11-21T18:00:00")
    assert report.warnings == []


def test_its_date_stays_when_it_is_edited_and_when_all_is_built_anew(publication: Publication) -> None:
    with_morning(publication)
    publication.article("news/evening.md", title="Evening", date="2026-11-21")
    publication.build(now=EVENING)
    before = dates(publication)
    publication.article("news/evening.md", title="Evening", date="2026-11-21", body="More.")
    assert publication.build(now=EVENING + timedelta(hours=3)).warnings == []
    (publication.root / ".feedwright" / "catalog.sqlite").unlink()
    publication.build(now=EVENING + timedelta(days=2))
    assert dates(publication) == before


@pytest.mark.parametrize("date", ["2026-11-20", "2026-11-21 00:01"])
def test_other_dates_are_as_written(publication: Publication, date: str) -> None:
    with_morning(publication)
    publication.article("news/evening.md", title="Evening", date=date)
    publication.build(now=EVENING)
    assert list(dates(publication)) == ["Morning", "Evening"]


def test_a_first_build_leaves_midnight(publication: Publication) -> None:
    """Builders that forget everything would else change the date with each build."""
    publication.article("news/story.md", date=f"{NOW:%Y-%m-%d}")
    publication.build()
    assert dates(publication)["A story"].startswith("2026-11-21T00:00:00")


def test_a_day_that_was_still_to_come_begins_at_midnight_or_with_the_first_build(
    publication: Publication,
) -> None:
    with_morning(publication)
    publication.article("news/later.md", title="Later", date="2026-11-22")
    publication.build(now=EVENING)
    publication.build(now=EVENING + timedelta(hours=8))
    assert dates(publication)["Later"].startswith("2026-11-22T00:00:00")
