"""`feedwright read FILE`: what is made of each line of a saved page."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

import feedwright
from conftest import Publication
from feedwright.cli import main

PAGE = Path(__file__).with_name("page_text") / "glos-zatoki-latarnia.txt"


def test_each_line_is_printed_with_what_it_is(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["read", str(PAGE), "-c", str(tmp_path / "none.yaml")])
    assert result.exit_code == 0
    lines = {line[:5].strip(): line for line in result.output.splitlines()}
    assert "headline" in lines["14"]
    assert "authors" in lines["16"]
    assert "date" in lines["17"]
    assert "story" in lines["22"]
    assert "trail" in lines["12"]
    assert "title:   Latarnia na Cyplu znów świeci po dwudziestu latach przerwy" in result.output
    assert "section: wiadomosci/wybrzeze" in result.output


def test_the_zone_of_dates_is_that_of_config(publication: Publication) -> None:
    publication.configure(
        publication.config.read_text().replace("feeds:", "  timezone: Europe/Warsaw\nfeeds:")
    )
    page = feedwright.read(PAGE, config=publication.config)
    assert page.article is not None
    assert page.article.published.isoformat() == "2020-11-12T18:20:00+01:00"


def test_a_page_that_is_refused_says_why(tmp_path: Path) -> None:
    file = tmp_path / "menu.txt"
    file.write_text("Home\nNews\nSport\n")
    page = feedwright.read(file, config=tmp_path / "none.yaml")
    assert page.article is None
    assert page.warnings == (f"{file}: found no paragraphs, expected the text of a page with its paragraphs",)


def test_what_is_no_text_of_a_page_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# A\n")
    result = CliRunner().invoke(main, ["read", str(file)])
    assert result.exit_code == 2
    assert "found a file .md, expected a .txt file" in result.output
