"""docs/complaints.md: what people complain of elsewhere does not happen here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from conftest import CONFIG, Publication

ROOT = Path(__file__).parents[1]
ROWS = [
    line.split(" | ")
    for line in (ROOT / "docs" / "complaints.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| (?:\d+|\+) \|", line)
]


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_complaint_has_a_row() -> None:
    numbers = [row[0].strip("| ") for row in ROWS]
    assert [number for number in numbers if number != "+"] == [str(number) for number in range(1, 26)]
    assert numbers.count("+") == 4


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1][:40])
def test_the_test_that_proves_it_exists(row: list[str]) -> None:
    named = re.fullmatch(r"`(tests/\w+\.py)::(test_\w+)` \|", row[-1])
    assert named is not None
    assert named[2] in names_in(ROOT / named[1])


def test_no_two_claims_lean_on_one_test() -> None:
    named = [row[-1] for row in ROWS]
    assert len(set(named)) == len(named)


def test_one_article_may_show_its_summary_alone(publication: Publication) -> None:
    publication.article("news/whole.md", "All of it.", title="Whole", summary="In short.")
    publication.article("news/short.md", "All of it.", title="Short", summary="In short.", content="summary")
    publication.build()
    items = {item["title"]: item for item in publication.json("news")["items"]}
    assert "All of it." in items["Whole"]["content_html"]
    assert items["Short"]["content_text"] == "In short."
    assert "content_html" not in items["Short"]
    for name in ("rss.xml", "atom.xml"):
        assert publication.bytes(f"news/{name}").count(b"All of it.") == 1


def test_a_fragment_leads_into_the_article(publication: Publication) -> None:
    publication.article("news/story.md", "See [the notes](#notes).")
    publication.build()
    url = publication.json("news")["items"][0]["url"]
    assert f'href="{url}#notes"' in publication.json("news")["items"][0]["content_html"]


def test_what_is_not_public_is_in_no_file(publication: Publication) -> None:
    publication.configure(CONFIG + "  archive: true\n  also: [tags]\n  also_minimum: 1\n")
    publication.article("news/story.md", title="Out now", tags="[here]")
    publication.article("news/draft.md", title="Xylophone", draft="true", tags="[xylophone]")
    publication.article("news/later.md", title="Xylophone", date="2026-12-24", tags="[xylophone]")
    publication.article("quiet/draft.md", title="Xylophone", draft="true")
    publication.build()
    files = [file for file in publication.feeds.rglob("*") if file.is_file()]
    assert len(files) > 8
    assert [file for file in files if b"xylophone" in file.read_bytes().lower()] == []


def test_drafts_take_nobodys_place(publication: Publication) -> None:
    publication.configure(CONFIG + "  entries: 2\n")
    for day in (17, 18):
        publication.article(f"news/{day}.md", title=str(day), date=f"2026-11-{day}")
    publication.article("news/draft.md", date="2026-11-19", draft="true")
    publication.article("news/later.md", date="2026-12-24")
    publication.article("news/nowhere.md", date="2026-11-20", feeds="false")
    publication.build()
    assert publication.titles("news") == ["18", "17"]
