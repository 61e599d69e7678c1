"""A first build makes entries of the texts that it has just read; where it has none, it reads files again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.model import Article
from feedwright.pipeline.copies import bodies, worker
from feedwright.pipeline.copies.messages import ReadArticle, Text
from feedwright.pipeline.run import read_articles
from feedwright.pipeline.run.read_articles import ReadArticles
from feedwright.sources.folder import SourceFile

OLDEST = "news/a0.md"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file is read."""
    counts: Counter[str] = Counter()
    read = bodies.file_bytes

    def counted(content: str, source: SourceFile) -> bytes:
        counts[source.path] += 1
        return read(content, source)

    for module in (bodies, worker):
        monkeypatch.setattr(module, "file_bytes", counted)
    return counts


def files(publication: Publication) -> dict[str, bytes]:
    feeds = publication.root / "feeds"
    return {str(path.relative_to(feeds)): path.read_bytes() for path in feeds.rglob("*") if path.is_file()}


def fill(publication: Publication) -> Path:
    publication.configure(CONFIG.replace("feeds:\n", "feeds:\n  entries: 3\n"))
    for day in range(5):
        body = "See [this](a1.md).\n\n{% unknown %}\n\n<!--more-->\n\nThe *rest*.\n\n---\n\nEnd."
        date = f"2022-03-1{day}T10:00:00+05:30"
        publication.article(f"news/a{day}.md", body, title=f"Day {day}", date=date)
    publication.article("news/keys.md", "A text.", date="2022-03-15", mood="calm")
    return publication.root / "config.yaml"


def test_no_file_is_read_again_for_its_entry(
    publication: Publication, reads: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = fill(publication)
    report = feedwright.build(config, now=NOW, processes=1)
    with_texts, warnings = files(publication), list(map(str, report.warnings))
    assert {path: count for path, count in reads.items() if count > 1} == {}
    assert any("line 8" in warning for warning in warnings)

    monkeypatch.setattr(read_articles, "_MOST_CHARACTERS", 0)
    for made in ("feeds", ".feedwright"):
        (publication.root / made).rename(publication.root / f"before-{made}")
    reads.clear()
    report = feedwright.build(config, now=NOW, processes=1)
    assert reads["news/a4.md"] == 2
    assert reads[OLDEST] == 1
    assert files(publication) == with_texts
    assert list(map(str, report.warnings)) == warnings


def test_of_each_section_the_newest_are_held() -> None:
    held = ReadArticles(2)
    for day, section in ((3, "news"), (1, "news"), (2, "news"), (4, "news"), (1, "sport")):
        path, date = f"{section}/{day}.md", datetime(2022, 3, day, tzinfo=UTC)
        article = Article(path, section, "slug", "Title", date, "")
        held.keep(path, ReadArticle(article, Text("A text.", 4)))
    assert [held.take(f"news/{day}.md") is not None for day in (1, 2, 3, 4)] == [False, False, True, True]
    assert held.take("sport/1.md") is not None
    assert held.take("sport/1.md") is None
