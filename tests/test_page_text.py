"""Page texts, each beside the article that a careful editor sees in it (tests/page_text/)."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from feedwright.sources.dates import parse_date
from feedwright.sources.decode import decode
from feedwright.sources.page_text import parse_page

PAGES = sorted(Path(__file__).with_name("page_text").glob("*.txt"))


def expected(page: Path) -> dict[str, Any]:
    """The article that an editor sees in the page."""
    found: dict[str, Any] = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def read(page: Path) -> dict[str, Any]:
    """The article that feedwright sees in it, in the same form."""
    found = parse_page(decode(page.read_bytes(), page.name)[0])
    return {
        "title": found.title,
        "section": list(found.section),
        "published": _moment(found.published),
        "updated": _moment(found.updated),
        "authors": list(found.authors),
        "summary": found.summary,
        "caption": found.caption,
        "credit": found.credit,
        "comments": found.comments,
        "tags": list(found.tags),
        "body": [[block.kind, block.text] for block in found.body],
        "missing": list(found.missing),
    }


def _moment(text: str | None) -> str | None:
    if text is None:
        return None
    moment = parse_date(text, UTC, day_first=True)
    return f"{moment:%Y-%m-%d}" if (moment.hour, moment.minute) == (0, 0) else f"{moment:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_read_as_an_editor_reads_it(page: Path) -> None:
    assert {"language": expected(page)["language"]} | read(page) == expected(page)


def test_there_are_thirty_pages_in_six_languages_and_more() -> None:
    assert len(PAGES) >= 30
    assert {expected(page)["language"] for page in PAGES} >= {"ar", "de", "en", "es", "fr", "pt"}


def test_no_rule_names_an_outlet() -> None:
    """A page is called after its outlet and its topic; the outlet is nowhere in the code."""
    code = Path(parse_page.__code__.co_filename).parent
    text = "\n".join(file.read_text(encoding="utf-8") for file in code.rglob("*.py")).casefold()
    outlets = ["telesur", *(" ".join(page.stem.split("-")[:-1]) for page in PAGES)]
    assert [outlet for outlet in outlets if outlet in text] == []
