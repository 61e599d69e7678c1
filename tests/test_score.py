"""`make score`: what its numbers mean (tests/score/)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from score import measures, pages, readers, rows
from score.pages import Page

STORY = "The ferry left the quay at noon. Nobody saw it return to the harbour."


@pytest.mark.parametrize(
    ("wanted", "found", "precision", "recall"),
    [
        ("one two three four five", "one two three four five", 1, 1),
        ("one two three four five six", "one two three four five", 1, 2 / 3),
        ("one two three four five", "menu one two three four five", 2 / 3, 1),
        ("one two three four", "", 0, 0),
        ("", "", 1, 1),
        ("海は青いです", "海は青い", 1, 1 / 3),
    ],
)
def test_bodies_are_compared_by_runs_of_four_words(
    wanted: str, found: str, precision: float, recall: float
) -> None:
    assert measures.body(wanted, found) == pytest.approx((precision, recall))


def test_a_title_is_right_whatever_its_capitals_and_quotes() -> None:
    assert measures.plain("“Ferry”: Late, again") == measures.plain('FERRY: "late" again')


def test_a_date_is_right_where_it_was_written_or_in_utc() -> None:
    assert measures.days("2026-03-04T23:30:00-05:00") == {"2026-03-04", "2026-03-05"}
    assert measures.days("4 March 2026") == measures.days("2026-03-04") == {"2026-03-04"}
    assert measures.days("soon") == set()


def test_a_byline_is_a_set_of_names() -> None:
    assert measures.names("By Ann Lee and Bo Chen") == measures.names(["Bo Chen", "Ann Lee"])


def test_a_picture_is_known_by_its_files_name() -> None:
    assert measures.picture("https://a.example/x/Storm-800x600.jpg?w=1") == measures.picture("/storm.webp")


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_fixture_has_truth_and_is_read(kind: pages.Kind) -> None:
    page = pages.fixtures(kind)[0]
    row = rows.row(page, readers.feedwright(page))
    assert row["scores"]["title"] == row["scores"]["recall"] == 1


def _page(tmp_path: Path, body: str) -> Page:
    """A site's page on which nothing says a date."""
    head = '<title>Ferry late</title><meta property="og:type" content="website">'
    text = f"<!doctype html><html><head>{head}</head><body><h1>Ferry late</h1>{body}"
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(text.encode()))
    truth: dict[str, Any] = {"id": "a", "site": "a.example", "title": "Ferry late", "body": STORY}
    (tmp_path / "truth.jsonl").write_text(json.dumps(truth) + "\n")
    (page,) = pages.real(tmp_path, "html")
    return page


def test_a_refused_page_is_counted_and_its_other_fields_are_compared_all_the_same(tmp_path: Path) -> None:
    page = _page(tmp_path, f"<p>{STORY}</p>")
    row = rows.row(page, readers.feedwright(page))
    assert row["scores"] == {"title": 1, "precision": 1, "recall": 1, "refused": 1}
    assert row["failures"] == ["refused: date"]


def test_pages_of_one_site_are_in_one_fold(tmp_path: Path) -> None:
    page = _page(tmp_path, "")
    assert page.fold == page._replace(id="b", truth={"site": "a.example"}).fold
