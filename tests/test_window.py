"""`feeds.at_least`: what is younger than that is in the feed; and what limits cut is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main


def burst(publication: Publication, count: int, at: datetime, name: str = "burst") -> None:
    """So many articles, one a second, the newest at that moment."""
    for number in range(count):
        moment = (at - timedelta(seconds=number)).astimezone(UTC)
        publication.article(f"news/{name}{number}.md", title=f"{name} {number}", date=moment.isoformat())


def configure(publication: Publication, more: str) -> None:
    publication.configure(CONFIG + "".join(f"  {line}\n" for line in more.splitlines()))


def test_a_feed_has_all_that_is_younger_beyond_its_entries(publication: Publication) -> None:
    configure(publication, "entries: 5\nat_least: 48 hours")
    burst(publication, 4, NOW - timedelta(days=3), "old")
    burst(publication, 12, NOW - timedelta(hours=47))
    report = publication.build()
    assert publication.titles() == [f"burst {number}" for number in range(12)]
    assert len(publication.rss().entries) == len(publication.atom().entries) == 12
    assert not report.warnings
    assert "feeds: 4 of 16 entries left out to stay within 5 entries or 48 hours" in map(str, report.cut)


def test_without_a_burst_it_has_its_usual_entries(publication: Publication) -> None:
    configure(publication, "entries: 5\nat_least: 2 days")
    burst(publication, 9, NOW - timedelta(days=3), "old")
    burst(publication, 2, NOW - timedelta(hours=1))
    publication.build()
    assert len(publication.titles()) == 5


def test_time_alone_takes_away_what_grew_too_old(publication: Publication) -> None:
    configure(publication, "entries: 5\nat_least: 48 hours")
    burst(publication, 12, NOW)
    publication.build()
    assert len(publication.titles()) == 12
    publication.build(NOW + timedelta(hours=48) - timedelta(seconds=5))
    assert len(publication.titles()) == 6
    publication.build(NOW + timedelta(hours=60))
    assert len(publication.titles()) == 5


def test_it_counts_for_single_sections_and_beyond_an_age(publication: Publication) -> None:
    configure(publication, "entries: 5\nage: 1 day")
    publication.configure(publication.config.read_text() + "sections: {news: {at_least: 3 days}}\n")
    burst(publication, 12, NOW - timedelta(hours=47))
    publication.build()
    assert (len(publication.titles()), len(publication.titles("news"))) == (0, 12)
    publication.build(NOW + timedelta(hours=26))
    assert len(publication.titles("news")) == 0


def test_what_a_feed_cannot_hold_is_said(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("plan", "cuts"):
        monkeypatch.setattr(import_module(f"feedwright.pipeline.publishing.{module}"), "MOST_ENTRIES", 10)
    configure(publication, "entries: 5\nat_least: 48 hours")
    publication.build()
    burst(publication, 12, NOW)
    warned = [str(notice) for notice in publication.build().warnings]
    assert len(publication.titles()) == 10
    assert warned[0] == (
        "feeds: 2 of 12 articles of the last 48 hours left out: a feed has at most 10; a shorter `at_least`,"
        " or `archive: true`, loses none"
    )


def test_a_burst_that_readers_will_miss_is_said(publication: Publication) -> None:
    configure(publication, "entries: 5")
    publication.article("first.md")
    publication.build()
    burst(publication, 12, NOW)
    warned = [str(notice) for notice in publication.build().warnings]
    message = (
        "7 of 12 articles of the last hour left out: who asks once an hour never sees them;"
        " `at_least: 2 hours` keeps what is younger beyond the limit of 5"
    )
    assert warned == [f"feeds: {message}", f"feeds/news: {message}"]
    # What was in the feed for an hour, readers have seen.
    publication.article("last.md", date="2026-11-21T13:30:00Z")
    assert not publication.build(NOW + timedelta(hours=2)).warnings


def test_an_archive_has_them_all_and_a_first_build_has_no_readers(publication: Publication) -> None:
    configure(publication, "entries: 5")
    burst(publication, 12, NOW)
    assert not publication.build().warnings
    configure(publication, "entries: 5\narchive: true")
    publication.build()
    burst(publication, 12, NOW, "more")
    assert not publication.build().warnings
    assert len(publication.titles()) == 24


def test_a_feed_that_age_empties_is_said(publication: Publication) -> None:
    """Once of sections, and as a warning as long as it holds of the publication's own feed."""
    publication.configure(f"{CONFIG}  age: 3 days\n")
    for section, day in (("news", 20), ("sport", 17), ("arts", 2)):
        publication.article(f"{section}/story.md", date=f"2026-11-{day}")

    def said(now: datetime) -> str:
        command = ["build", "-c", str(publication.config), "--now", now.isoformat()]
        lines = CliRunner().invoke(main, command).output.splitlines()
        return "\n".join(line for line in lines if "empty" in line)

    how = "nothing there is younger than 3 days (`age`); `entries` alone keeps the newest"
    assert said(NOW) == f"feeds/arts and feeds/sport are empty: {how}"
    assert said(NOW) == ""
    warning = (
        "warning: feeds: the feed is empty: 3 articles are there, none younger than 3 days (`feeds.age`);"
        " a longer `age`, or `entries` alone, keeps the newest"
    )
    assert said(NOW + timedelta(days=3)) == f"{warning}\nfeeds/news is empty: {how}"
    assert str(feedwright.status(publication.config, now=NOW).wrong[0]) in warning
    publication.article("news/new.md", title="New", date="2026-11-23")
    assert said(NOW + timedelta(days=3)) == ""
    assert feedwright.status(publication.config, now=NOW).wrong == []
