"""docs/complaints.md: what people complain of elsewhere does not happen here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from conftest import CONFIG, Publication
from feedwright import template_words

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
    assert numbers.count("+") == 9


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


def test_feeds_for_the_authors_own_computer_are_warned_of(publication: Publication) -> None:
    publication.configure(CONFIG.replace("https://example.org/", "http://localhost:4000/"))
    publication.article()
    said = [str(one) for one in publication.build().warnings]
    assert said == [
        "config.yaml: site.url: localhost is each reader's own computer; "
        "write the address that your site has for them"
    ]
    for text in ("http://127.0.0.1:1313/", "http://0.0.0.0/", "http://[::1]/", "http://site.localhost/"):
        assert template_words.is_local(text)
    assert not template_words.is_local("https://localhost.example/")


def test_a_summary_has_no_signs_of_footnotes(publication: Publication) -> None:
    publication.article(body="The boat[^1] left.[^2]\n\n[^1]: A ferry.\n[^2]: At noon.")
    publication.build()
    assert publication.json()["items"][0]["summary"] == "The boat left."
