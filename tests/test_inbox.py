"""A saved page says little: where its date and section are taken from, and what the run says of that."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import CONFIG, Publication

STORY = (
    "The weir at Tolm was opened on Monday after eleven months of repairs, and boats passed it again.\n\n"
    "Its keeper, who lives in the house beside it, said that she had missed the noise of the water.\n\n"
    "The work cost twice what was planned, the district said, because the old piles had rotted away.\n"
)
PAGE = "Weir at Tolm opens again after eleven months\n\n{date}\n\n" + STORY
SAVED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def put(publication: Publication, name: str, text: str) -> Path:
    """A page that was saved on 20 November 2026, 9:30."""
    file = publication.write(name, text)
    os.utime(file, (SAVED.timestamp(), SAVED.timestamp()))
    return file


def date_and_warnings(publication: Publication) -> tuple[str, str]:
    """The date of the only article, and what the run said."""
    report = publication.build()
    assert not report.rejected
    (entry,) = publication.json()["items"]
    return entry["date_published"], "\n".join(str(warning) for warning in report.warnings)


@pytest.mark.parametrize(
    ("name", "head", "date", "said"),
    [
        ("weir.txt", "", "2026-11-20T09:30:00Z", "used 2026-11-20 09:30, when the file was saved"),
        ("weir.txt", "2 hours ago", "2026-11-20T07:30:00Z", 'found "2 hours ago", counted from'),
        ("2026-11-04-weir.txt", "", "2026-11-04T00:00:00Z", ""),
        ("weir-2026_11_04.txt", "", "2026-11-04T00:00:00Z", "2026-11-04, taken from the file's name"),
    ],
)
def test_a_page_without_a_date_has_another_witness(
    publication: Publication, name: str, head: str, date: str, said: str
) -> None:
    put(publication, f"_inbox/{name}", PAGE.format(date=head))
    found, warnings = date_and_warnings(publication)
    assert found == date
    assert said in warnings


def test_the_address_in_front_matter_may_have_the_day(publication: Publication) -> None:
    page = "---\nlink: https://tolm.example/2026/11/04/weir\n---\n" + PAGE.format(date="")
    put(publication, "_inbox/weir.txt", page)
    found, warnings = date_and_warnings(publication)
    assert found == "2026-11-04T00:00:00Z"
    assert "date: 2026-11-04, taken from the page's address" in warnings


@pytest.mark.parametrize(("undated", "count"), [("reject", 0), ("skip", 0), ("file", 2)])
def test_undated_says_what_becomes_of_pages_and_articles(
    publication: Publication, undated: str, count: int
) -> None:
    publication.configure(f"{CONFIG}articles:\n  undated: {undated}\n")
    put(publication, "_inbox/weir.txt", PAGE.format(date=""))
    put(publication, "news/note.md", "# A note\n\nHello.\n")
    publication.article("news/other.md")
    report = publication.build()
    assert len(publication.json()["items"]) == 1 + count
    assert len(report.rejected) == (2 if undated == "reject" else 0)


def test_a_rejected_page_says_what_would_be_right(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles:\n  undated: reject\n")
    put(publication, "_inbox/weir.txt", PAGE.format(date="March 4"))
    (error,) = publication.build().rejected
    assert "found no complete date in the text, expected `date:` in front matter" in str(error)
    assert "2026-03-04-weir.txt" in str(error)


def test_a_page_without_a_breadcrumb_is_in_the_publications_own_feed(publication: Publication) -> None:
    put(publication, "_inbox/weir.txt", PAGE.format(date="November 4, 2026"))
    _, warnings = date_and_warnings(publication)
    assert "section: found no breadcrumb; put into the publication's own feed" in warnings


def test_config_names_the_section_of_pages_without_a_breadcrumb(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles:\n  inbox: news/us\n")
    put(publication, "_inbox/weir.txt", PAGE.format(date="November 4, 2026"))
    _, warnings = date_and_warnings(publication)
    assert len(publication.json("news/us")["items"]) == 1
    assert "put into news/us (`articles.inbox`)" in warnings
