"""Page texts, each beside the article that a careful editor sees in it (tests/page_text/)."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedwright.sources.page_text import parse_page
from page_text_score import PAGES, by_language, expected, read, scores


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_read_as_an_editor_reads_it(page: Path) -> None:
    assert {"language": expected(page)["language"]} | read(page) == expected(page)


def test_there_are_thirty_pages_in_six_languages() -> None:
    assert len(PAGES) >= 30
    assert list(by_language()) == ["ar", "de", "en", "es", "fr", "pt"]


def test_at_least_19_of_20_are_right_in_every_field() -> None:
    """`make score` prints the table."""
    assert {name: share for name, share in scores(PAGES).items() if share.value < 0.95} == {}


def test_no_rule_names_an_outlet() -> None:
    """A page is called after its outlet and its topic; the outlet is nowhere in the code."""
    code = Path(parse_page.__code__.co_filename).parent
    text = "\n".join(file.read_text(encoding="utf-8") for file in code.rglob("*.py")).casefold()
    outlets = ["telesur", *(" ".join(page.stem.split("-")[:-1]) for page in PAGES)]
    assert [outlet for outlet in outlets if outlet in text] == []
