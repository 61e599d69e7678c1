"""Files that look like articles, in formats that feedwright does not read, are counted and named."""

from __future__ import annotations

import os
import time

import pytest

from conftest import CONFIG, Publication
from feedwright.errors import ConfigError


def warnings(publication: Publication) -> list[str]:
    return [str(notice) for notice in publication.build().warnings]


def test_such_files_are_named_once(publication: Publication) -> None:
    publication.article()
    for name in ("news/a.rst", "news/b.ORG", "news/c.rst", "sport/d.docx", "news/_draft.rst"):
        publication.write(name, "A story\n=======\n")
    for file in publication.content.rglob("*.*"):
        # What changed just now is looked at again by the next run.
        os.utime(file, (time.time() - 60, time.time() - 60))
    names = "content/news/a.rst, content/news/b.ORG, content/news/c.rst, …"
    assert warnings(publication) == [
        f"content: 4 files in formats that are not read (.docx, .org, .rst): {names}; "
        "convert to Markdown (.md), HTML or texts of pages (.txt), or exclude them with `articles.exclude`"
    ]
    assert warnings(publication) == []


def test_what_belongs_to_an_article_or_is_excluded_is_not(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles: {{exclude: [notes/]}}\n")
    publication.write("news/storm/index.md", "---\ntitle: A storm\ndate: 2026-11-20\n---\nHello.\n")
    publication.write("news/storm/report.docx", "x")
    publication.write("notes/a.rst", "x")
    publication.write("news/data.csv", "x")
    assert warnings(publication) == []


def test_a_new_publication_of_nothing_else_is_an_error(publication: Publication) -> None:
    publication.write("news/a.rst", "A story\n=======\n")
    with pytest.raises(ConfigError) as caught:
        publication.build()
    assert str(caught.value) == (
        "config.yaml: content: found 1 file in formats that are not read (.rst): content/news/a.rst, "
        "expected Markdown (.md), HTML or texts of pages (.txt)"
    )
    publication.article()
    assert publication.build().articles == 1


@pytest.mark.parametrize(
    "name",
    [
        "storm.sync-conflict-20261120-101112-ABCDEFG.md",
        "storm (conflicted copy 2026-11-20 101112).md",
        "storm (Ann's conflicted copy 2026-11-20).md",
        "storm (conflict 2026-11-20-10-11-12).md",
        "storm (Case Conflict).md",
    ],
)
def test_conflict_copies_are_no_articles(publication: Publication, name: str) -> None:
    publication.article("news/storm.md")
    publication.article("news/conflict-in-the-council.md", title="Conflict in the council")
    publication.article(f"news/{name}", title="An old version")
    [warning] = warnings(publication)
    assert warning == (
        f"content: 1 conflict copy of a program that synchronizes files: content/news/{name}; not read. "
        "Merge what they say into the articles, and delete them"
    )
    assert sorted(publication.titles("news")) == ["A story", "Conflict in the council"]
