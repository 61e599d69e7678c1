"""What a hostile article costs: it is rejected with its name, and all the others are published."""

from __future__ import annotations

import os
import signal

import pytest

import feedwright
from conftest import CONFIG, Publication, slow
from feedwright.model import Article
from feedwright.pipeline.copies import articles, bodies
from feedwright.pipeline.copies.messages import LARGE as LARGE_FILE
from feedwright.sources import read
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import Reading

LARGE = "Much. " * 12_000
PARENT = os.getpid()
TOO_LONG = (
    "content/news/story.md: found text that takes more than 1 s of processor time, "
    "expected an article; `articles.seconds` in config.yaml allows more"
)


def never_returns() -> None:
    """In C, with the interpreter's lock held, like a parser that nobody can interrupt."""
    sum(range(10**15))


def is_killed() -> None:
    """As the kernel does when memory ends."""
    os.kill(os.getpid(), signal.SIGKILL)


FAULTS = {
    "too long": (never_returns, TOO_LONG),
    "killed": (
        is_killed,
        "content/news/story.md: found text over which the process that read it was killed "
        "(SIGKILL, out of memory?), expected an article",
    ),
}


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fault in a library that articles with HOSTILE in them meet, in head or body; the error is
    returned.
    """
    do, error = FAULTS[request.param]

    def hurt(meets: bool) -> None:
        if meets:
            assert os.getpid() != PARENT
            do()

    parse, render = read.read_article, read.render

    def read_article(source: object, data: bytes, rules: object) -> object:
        hurt(b"HOSTILE HEAD" in data)
        return parse(source, data, rules)  # type: ignore[arg-type]

    def render_body(article: Article, *others: object) -> object:
        hurt("HOSTILE BODY" in article.body)
        return render(article, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(articles, "read_article", read_article)
    monkeypatch.setattr(bodies, "render", render_body)
    return error


@pytest.fixture
def hasty(publication: Publication) -> Publication:
    publication.configure(f"{CONFIG}articles: {{seconds: 1}}\n")
    return publication


@pytest.mark.parametrize(
    ("where", "processors"),
    [
        ("HOSTILE HEAD", 2),
        ("HOSTILE BODY", 1),
        pytest.param("HOSTILE HEAD", 1, marks=slow),
        pytest.param("HOSTILE BODY", 2, marks=slow),
    ],
)
def test_an_article_that_takes_too_long_or_kills_is_rejected_and_the_others_are_published(
    hasty: Publication, fault: str, where: str, processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedwright.pipeline.copies.workers.cpu_count", lambda: processors)
    hasty.article("news/before.md", title="Before")
    hasty.article("news/story.md", title="A story")
    hasty.article("news/thereafter.md", title="Thereafter")
    assert not hasty.build().rejected
    ids = {item["title"]: item["id"] for item in hasty.json("news")["items"]}
    hasty.article("news/before.md", title="Before, corrected")
    hasty.article("news/story.md", title="A story", body=where + LARGE)
    hasty.article("news/thereafter.md", title="Thereafter, corrected")
    report = hasty.build()
    assert [str(error) for error in report.rejected] == [fault]
    # Its last good version stays.
    shown = {item["title"]: item for item in hasty.json("news")["items"]}
    assert shown["A story"]["content_html"] == "<p>Hello.</p>"
    assert shown.keys() == {"Before, corrected", "A story", "Thereafter, corrected"}
    # Mended, it is the same entry.
    hasty.article("news/story.md", title="A story", body="Mended.")
    assert not hasty.build().rejected
    assert {item["id"] for item in hasty.json("news")["items"]} == set(ids.values())


def test_an_unchanged_article_that_cannot_be_read_now_keeps_its_id(
    hasty: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if a new article has its headline: the file holds the same bytes as before."""
    hasty.article("news/story.md", body=LARGE)
    hasty.build()
    [known] = [item["id"] for item in hasty.json("news")["items"]]

    def read_article(source: SourceFile, data: bytes, rules: Rules) -> Reading:
        if len(data) > LARGE_FILE:
            assert os.getpid() != PARENT
            is_killed()
        return parse(source, data, rules)

    parse = read.read_article
    monkeypatch.setattr(articles, "read_article", read_article)
    hasty.article("news/twin.md", body="Of the same title and date.")
    hasty.configure(f"{CONFIG}articles: {{seconds: 2}}\n")
    assert len(hasty.build().rejected) == 1
    ids = {item["id"]: item["content_html"] for item in hasty.json("news")["items"]}
    assert ids.pop(known).startswith("<p>Much.")
    assert list(ids.values()) == ["<p>Of the same title and date.</p>"]


@slow
@pytest.mark.parametrize("where", ["HOSTILE HEAD", "HOSTILE BODY"])
@pytest.mark.parametrize("more", [LARGE, ""], ids=["large", "small"])
def test_among_many_articles_only_the_hostile_are_rejected(
    hasty: Publication, fault: str, where: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enough for copies of the process to share them, also those that no single run would have a copy for;
    several in one batch, the first and the last among them.
    """
    monkeypatch.setattr("feedwright.pipeline.copies.workers.cpu_count", lambda: 2)
    hostile = {f"news/{number:04}.md" for number in (0, 1, 999)}
    for number in range(1_000):
        path = f"news/{number:04}.md"
        body = f"{where} {more}" if path in hostile else f"Number {number}."
        hasty.article(path, title=f"Story {number}", body=body)
    hasty.configure(f"{CONFIG}  entries: 1000\narticles: {{seconds: 1}}\n")
    report = hasty.build()
    assert {str(error) for error in report.rejected} == {
        fault.replace("news/story.md", path) for path in hostile
    }
    assert len(hasty.titles("news")) == 997


def test_small_articles_are_read_without_another_process(
    hasty: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("there is no need for a copy"))
    hasty.article(body="x" * (LARGE_FILE - 200))
    assert not hasty.build().rejected


def test_where_no_other_process_is_allowed_a_large_article_is_read_all_the_same(
    hasty: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    hasty.article(body=LARGE)
    assert not hasty.build().rejected


@slow
def test_whoever_links_to_a_hostile_article_is_published(hasty: Publication, fault: str) -> None:
    hasty.article("news/story.md", title="A story", body=f"HOSTILE HEAD {LARGE}")
    hasty.article("news/other.md", title="Another", body="See [that](story.md).")
    report = hasty.build()
    assert [str(error) for error in report.rejected] == [fault]
    assert hasty.titles("news") == ["Another"]
    assert [str(notice) for notice in report.warnings] == [
        "content/news/other.md: body: the link to story.md leads to no article"
    ]


def test_a_link_to_a_large_article_leads_there(hasty: Publication) -> None:
    hasty.article("news/story.md", title="A story", slug="the-story", body=LARGE)
    hasty.article("news/other.md", title="Another", body="See [that](story.md).")
    assert hasty.build().warnings == []
    [other] = [item for item in hasty.json("news")["items"] if item["title"] == "Another"]
    assert "/the-story/" in other["content_html"]


def test_a_link_to_a_large_file_that_is_no_article_leads_nowhere(hasty: Publication) -> None:
    hasty.write("news/story.md", f"---\ntitle: [\n---\n{LARGE}")
    hasty.article("news/other.md", title="Another", body="See [that](story.md).")
    assert [str(notice) for notice in hasty.build().warnings] == [
        "content/news/other.md: body: the link to story.md leads to no article"
    ]


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_the_limit_is_a_number_of_seconds(publication: Publication, seconds: str) -> None:
    publication.configure(f"{CONFIG}articles: {{seconds: {seconds}}}\n")
    with pytest.raises(feedwright.ConfigError, match=r"articles\.seconds"):
        publication.build()
