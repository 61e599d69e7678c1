"""HTML and Markdown as people and programs write them, and beside each (`.expected`) what readers get."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import NOW, Publication
from feedwright.cli import main
from feedwright.model import Article
from feedwright.resolve.markup import Cleaner
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import render

CASES = Path(__file__).parent / "markup"


def expected(case: Path) -> str:
    return case.with_name(f"{case.name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", sorted(CASES.glob("*.html")), ids=lambda case: case.stem)
def test_html(case: Path) -> None:
    cleaned = Cleaner().clean(case.read_text(encoding="utf-8"), lambda tag, written: written, "e-")
    assert f"{cleaned}\n" == expected(case)


@pytest.mark.parametrize(
    "case", sorted((*CASES.glob("*.md"), *CASES.glob("*.mdx"))), ids=lambda case: case.stem
)
def test_markdown(case: Path) -> None:
    """The article's HTML, and below a line of dashes the warnings."""
    body = case.read_text(encoding="utf-8")
    article = Article(
        path=f"news/{case.name}", section="news", slug="a", title="A", published=datetime.now(UTC), body=body
    )
    rendered = render(article, Rules(UTC), {"b": "https://example.org/b/"}.get, lines_above=4)
    cleaned = Cleaner().clean(rendered.html, lambda tag, written: written, "e-")
    assert "\n".join((cleaned, "---", *rendered.warnings, "")) == expected(case)


def test_what_is_left_out_is_told() -> None:
    cleaner = Cleaner()
    cleaner.clean((CASES / "objects.html").read_text(encoding="utf-8"), lambda tag, written: written)
    assert [(one.kind, one.name) for one in cleaner.left_out] == [
        ("object", "old.swf"),
        ("object", "old.swf"),
        ("object", "A game"),
        ("object", "game.swf"),
        ("object", "a.swf"),
    ]
    cleaner.clean((CASES / "embeds.html").read_text(encoding="utf-8"), lambda tag, written: written)
    assert [(one.kind, one.name) for one in cleaner.left_out] == [
        ("frame", ""),
        ("script", "https://charts.example/draw.js"),
        ("drawing", "Tides, Monday to Sunday"),
        ("drawing", "Wind & waves"),
    ]
    cleaner.clean((CASES / "places.html").read_text(encoding="utf-8"), lambda tag, written: written, "e-")
    assert [(one.kind, one.name) for one in cleaner.left_out] == [
        ("link nobody can follow", "vbscript:x"),
        ("picture not found", "On a disk"),
        ("picture not found", ""),
    ]
    cleaner.clean('<p><mjx-container></mjx-container><form><input name="q"></form>', lambda *_: None)
    assert [one.kind for one in cleaner.left_out] == ["formula", "form"]


def test_a_build_says_what_it_left_out_and_status_later(publication: Publication) -> None:
    def run(command: str, *options: str) -> str:
        now = ["--now", NOW.isoformat()]
        return CliRunner().invoke(main, [command, "-c", str(publication.config), *now, *options]).stdout

    publication.article("news/a.md", '![x](gone.png) <embed src="old.swf"> {{ x }}', title="A")
    publication.article("sport/b.md", "![y](away.png)", title="B")
    said = run("build")
    assert "left out: 1 expression, 1 object, 2 pictures not found (--verbose and" in said
    assert "left out" not in run("build")
    assert run("status").endswith(
        "left out of news/a.md: expression {{ x }}\n"
        "left out of news/a.md: picture not found gone.png\n"
        "left out of news/a.md: object old.swf\n"
        "left out of sport/b.md: picture not found away.png\n"
        "left out: 1 expression, 1 object, 2 pictures not found\n"
    )
    publication.article("news/a.md", "All is well.", title="A")
    (publication.content / "sport/b.md").unlink()
    assert "left out" not in run("build", "--allow-deletions")
    assert "left out" not in run("status")
