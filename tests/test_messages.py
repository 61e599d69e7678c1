"""What is said of none, of one and of several things is grammatical, and no message is a programmer's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main

PLURALS = "articles|entries|errors|warnings|files|feeds|pages|bytes|characters|times|days|hours|lines|values"
UNGRAMMATICAL = re.compile(
    rf"(?<![\d,.])1 (?:[a-z]+ )?(?:{PLURALS})\b|\b0 (?:article|entry|error|warning|file|page|byte)\b"
    r"|\b1 \w+ (?:are|were)\b|\[Errno|Traceback|<class |/\.:|/\./|None\b"
)


def complaints(said: str) -> list[str]:
    """The lines of what is said that a copy editor would not let pass."""
    return [line for line in said.splitlines() if UNGRAMMATICAL.search(line)]


def commands(publication: Publication, later: int) -> Iterator[str]:
    """What commands say of the publication, some hours later."""
    now = (NOW + timedelta(hours=later)).isoformat()
    for command in (
        ["build", "--now", now],
        ["build", "--now", now, "--verbose", "--allow-deletions"],
        ["build", "--now", now, "--dry-run"],
        ["status", "--now", now],
        ["check", "--now", now, "--advice"],
        ["clean", "--dry-run"],
        ["diff", str(publication.feeds / "rss.xml"), str(publication.feeds / "feed.json")],
        ["import", str(publication.feeds / "rss.xml"), "--dry-run"],
    ):
        yield (
            CliRunner()
            .invoke(main, [*command, "-c", str(publication.config)][: None if command[0] != "diff" else 3])
            .output
        )


@pytest.mark.parametrize("count", [0, 1, 2])
def test_counts_are_grammatical(publication: Publication, count: int) -> None:
    """As many of everything: articles, drafts, mistakes, pages, texts left out, deletions, cuts."""
    limits = f"  entries: {max(count, 1)}\n  bytes: 12 KB\n  age: 1 day\n"
    publication.configure(f"{CONFIG}{limits}articles:\n  deletion_minimum: 1\n")
    for number in range(count):
        publication.article(f"news/{number}.md", "Text. ![](none.png) {{ tag }}", title=f"Story {number}")
        publication.article(f"news/more{number}.md", title=f"More {number}", date="2026-11-21 10:00")
        publication.article(f"news/draft{number}.md", draft="true", title=f"Draft {number}")
        publication.article(f"news/late{number}.md", date="2027-01-01 10:00", title=f"Late {number}")
        publication.article(f"sport/broken{number}.md", date="soon", title=f"Broken {number}")
        publication.write(f"news/page{number}.md", f"---\ntitle: Page {number}\nlayout: about\n---\n")
        publication.write(f"news/word{number}.docx", b"PK")
    said = list(commands(publication, 0))
    for number in range(count):
        (publication.content / f"news/more{number}.md").unlink()
        publication.article(f"news/new{number}.md", title=f"New {number}", date="2026-11-21 11:00")
    said += commands(publication, 1)
    for file in publication.content.rglob("*.md"):
        file.unlink()
    said += commands(publication, 2)
    assert [line for one in said for line in complaints(one)] == []


@pytest.mark.parametrize(
    "command",
    [
        "stats gone.log",
        "check gone.xml",
        "diff gone.xml gone.json",
        "read gone.txt",
        "import gone.xml",
        "build -c gone.yaml",
        "build content/news/gone.md",
        "publish gone.md",
        "new news Story --image gone.png",
        "discovery gone",
        "serve -c gone.yaml",
    ],
)
def test_what_is_not_there_is_said_in_words(
    publication: Publication, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    publication.article()
    publication.build()
    monkeypatch.chdir(publication.root)
    result: Any = CliRunner().invoke(main, command.split())
    assert result.exit_code in (1, 2)
    assert "gone" in result.output
    assert complaints(result.output) == []


def test_a_catalog_s_folder_that_cannot_be_read_is_said_in_words(publication: Publication) -> None:
    publication.article(image="loop.png")
    (publication.content / "news" / "loop.png").symlink_to("loop.png")
    report = feedwright.build(publication.config, now=NOW)
    assert complaints("\n".join(map(str, report.warnings))) == []
