"""Files that look like articles, in formats that feedwright does not read, are counted and named."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from conftest import CONFIG, Publication
from feedwright.errors import ConfigError
from feedwright.extras import how_to_install
from feedwright.sources import dialects

RST = "reStructuredText (.rst), " if find_spec("docutils") else ""
READ = f"Markdown (.md), {RST}HTML or texts of pages (.txt)"


@pytest.fixture
def without_docutils(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which docutils is not installed."""
    monkeypatch.setattr(dialects, "find_spec", lambda name: None)
    caches = (dialects.article_suffixes, dialects.missing)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


def warnings(publication: Publication) -> list[str]:
    return [str(notice) for notice in publication.build().warnings]


def test_such_files_are_named_once(publication: Publication) -> None:
    publication.article()
    for name in ("news/a.adoc", "news/b.ORG", "news/c.adoc", "sport/d.docx", "news/_draft.adoc"):
        publication.write(name, "A story\n=======\n")
    for file in publication.content.rglob("*.*"):
        # What changed just now is looked at again by the next run.
        os.utime(file, (time.time() - 60, time.time() - 60))
    names = "content/news/a.adoc, content/news/b.ORG, content/news/c.adoc, …"
    assert warnings(publication) == [
        f"content: 4 files in formats that are not read (.adoc, .docx, .org): {names}; "
        f"convert to {READ}, or exclude them with `articles.exclude`"
    ]
    assert warnings(publication) == []


def test_templates_with_a_title_and_a_date_are_among_them(publication: Publication) -> None:
    publication.article()
    publication.write("news/a.njk", "---\ntitle: A storm\ndate: 2026-11-20\n---\n<p>{{ title }}</p>\n")
    publication.write("news/list.njk", "---\ntitle: All storms\n---\n{% for post in posts %}{% endfor %}\n")
    publication.write("news/part.liquid", "<p>date: {{ date }}, title: {{ title }}</p>\n")
    publication.write("news/_a.webc", "---\ntitle: A storm\ndate: 2026-11-20\n---\n")
    [told] = warnings(publication)
    assert told.startswith("content: 1 file in formats that are not read (.njk): content/news/a.njk; convert")


def test_what_belongs_to_an_article_or_is_excluded_is_not(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles: {{exclude: [notes/]}}\n")
    publication.write("news/storm/index.md", "---\ntitle: A storm\ndate: 2026-11-20\n---\nHello.\n")
    publication.write("news/storm/report.docx", "x")
    publication.write("notes/a.adoc", "x")
    publication.write("news/data.csv", "x")
    assert warnings(publication) == []


def test_a_new_publication_of_nothing_else_is_an_error(publication: Publication) -> None:
    publication.write("news/a.adoc", "A story\n=======\n")
    with pytest.raises(ConfigError) as caught:
        publication.build()
    assert str(caught.value) == (
        "config.yaml: content: found 1 file in formats that are not read (.adoc): content/news/a.adoc, "
        f"expected {READ}"
    )
    (publication.content / "news/a.adoc").unlink()
    publication.write("news/a.smd", "---\n.title = `A`\n---\nText.\n")
    publication.write("news/b.smd", "no header")
    with pytest.raises(ConfigError, match=r"found 1 file in formats that are not read \(.smd\)"):
        publication.build()
    publication.write("news/storm/contents.lr", "title: A storm\n---\nbody:\n\nHello.\n")
    publication.write("news/style.css", "a: b\n")
    with pytest.raises(ConfigError, match=r"found 2 files in formats that are not read \(.lr, .smd\)"):
        publication.build()
    for folder in ("a", "b", "c"):
        publication.write(f"{folder}/README.md", "# A\n\nText.\n")
    with pytest.raises(ConfigError, match="found 3 pages and no article: content"):
        publication.build()
    publication.article()
    assert publication.build().articles == 1


def test_a_new_publication_is_told_where_its_articles_seem_to_be(publication: Publication) -> None:
    publication.write("../src/posts/one.md", "---\npubDate: 2026-11-20\n---\nHello.\n")
    publication.write("../src/posts/2026/11-20-two.md", "# Two\n")
    for name in ("a", "b", "c"):
        publication.write(f"../notes/{name}/2026-11-20-x.md", "Hello.\n")
    publication.write("../node_modules/x/2026-11-20-x.md", "Hello.\n")
    publication.content.rmdir()
    there = "notes (3 files with a date), src/posts (2 files with a date)"
    with pytest.raises(ConfigError, match="found no folder called content") as caught:
        publication.build()
    assert str(caught.value).endswith(f"; there may be articles in {there}")
    assert not publication.feeds.exists()
    publication.configure(f"{CONFIG}content: .\n")
    with pytest.raises(ConfigError, match="found 5 files outside of folders called _posts"):
        publication.build()
    publication.configure(CONFIG)
    publication.write("style.css", "a {}\n")
    (warning,) = warnings(publication)
    assert warning.startswith("content: found no article, which would be a file in Markdown (.md)")
    assert warning.endswith(there)
    assert warnings(publication) == []


RESTRUCTURED = "A match\n=======\n\n:date: 2026-11-20\n\nThree goals.\n"
INSTALL = f"{how_to_install('rst')} for those that it can read"


@pytest.mark.usefixtures("without_docutils")
def test_what_an_extra_would_read_is_said_with_its_name(publication: Publication) -> None:
    publication.write("news/a.rst", RESTRUCTURED)
    with pytest.raises(ConfigError) as caught:
        publication.build()
    assert str(caught.value).endswith(f"expected Markdown (.md), HTML or texts of pages (.txt), or {INSTALL}")
    publication.article()
    assert warnings(publication) == [
        "content: 1 file in formats that are not read (.rst): content/news/a.rst; "
        f"{INSTALL}, or exclude them with `articles.exclude`"
    ]


def test_what_an_extra_reads_comes_and_stays_without_it(
    publication: Publication, request: pytest.FixtureRequest
) -> None:
    pytest.importorskip("docutils")
    publication.write("news/a.rst", RESTRUCTURED)
    publication.build()
    assert publication.titles("news") == ["A match"]
    request.getfixturevalue("without_docutils")
    publication.article()
    publication.build()
    assert publication.titles("news") == ["A match", "A story"]


def test_an_extra_that_is_installed_later_is_noticed(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("docutils")
    publication.write("news/a.rst", RESTRUCTURED)
    publication.article()
    for present in (False, True):
        with monkeypatch.context() as patch:
            if not present:
                patch.setattr(dialects, "find_spec", lambda name: None)
            dialects.article_suffixes.cache_clear()
            dialects.missing.cache_clear()
            publication.build()
    assert publication.titles("news") == ["A match", "A story"]


@pytest.mark.parametrize(
    "name",
    [
        "storm.sync-conflict-20261120-101112-ABCDEFG.md",
        "storm (conflicted copy 2026-11-20 101112).md",
        "storm (Ann's conflicted copy 2026-11-20).md",
        "storm (conflict 2026-11-20-10-11-12).md",
        "storm (Case Conflict).md",
        "storm_conflict-20261120-101112.md",
        "storm (SFConflict ann@example.org 2026-11-20-10-11-12).md",
        "storm_DiskStation_Nov-20-101112-2026_Conflict.md",
        "storm [conflicted].md",
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


def test_what_other_programs_saved_is_said(publication: Publication) -> None:
    """A document of a word processor, and an article to whose name an editor of plain text has added .txt."""
    publication.article()
    publication.write("news/storm.pages", b"PK")
    publication.write("news/story.md.txt", "---\ntitle: A story\ndate: 2026-11-20\n---\n\nText.\n")
    report = publication.build()
    assert "1 file in formats that are not read (.pages): content/news/storm.pages" in str(report.warnings[0])
    assert [str(error) for error in report.rejected] == [
        "content/news/story.md.txt: found the name story.md.txt, expected story.md, without .txt"
    ]


def test_what_lies_beside_the_index_of_a_bundle_is_named(publication: Publication) -> None:
    """Somebody who has a page for the section as index.md waits for all the others."""
    for name in ("index", "ferries", "storm", "README"):
        publication.article(f"news/{name}.md", title=name)
    said = (
        "content: 2 files beside an index: content/news/ferries.md, content/news/storm.md; not read, because "
        "a folder with an index is one article; move that article out, or rename its file"
    )
    assert warnings(publication) == [said]
    assert publication.titles() == ["index"]
    (publication.root / "hugo.toml").touch()
    assert warnings(publication) == []
