"""Articles that a program hands over: `Publication.publish`, with ids for ever and only what changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import feedwright
from conftest import CONFIG, NOW, slow
from conftest import Publication as Files
from feedwright import Article, ArticleError, ConfigError, DeletionsError, Publication, Report
from media_files import picture


def make(number: int, **different: Any) -> Article:
    """The article with this key, an hour older than the one before it."""
    usual: dict[str, Any] = {
        "key": number,
        "version": 1,
        "title": f"Story {number}",
        "published": NOW - timedelta(hours=number + 1),
        "html": f"<p>Text {number}.</p>",
        "section": "news/us" if number % 2 else "sport",
    }
    return Article(**usual | different)


class Desk:
    """A program with articles, and the folder to which it publishes them."""

    def __init__(self, root: Path) -> None:
        self.feeds = root / "feeds"
        self.now = NOW
        self.settings: dict[str, Any] = {
            "title": "The Test Post",
            "url": "https://example.org/",
            "feeds_url": "https://feeds.example.org/",
        }

    def publish(self, articles: Any, **options: Any) -> Report:
        publication = Publication(**self.settings)
        return publication.publish(articles, to=self.feeds, now=self.now, **options)

    def items(self, section: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.feeds / section / "feed.json").read_bytes())["items"]
        return found

    def titles(self, section: str = "") -> list[str]:
        return [item["title"] for item in self.items(section)]

    def ids(self, section: str = "") -> dict[str, str]:
        return {item["title"]: item["id"] for item in self.items(section)}

    def atom(self, section: str = "") -> str:
        return (self.feeds / section / "atom.xml").read_text()

    @property
    def memory(self) -> Path:
        return self.feeds.parent / ".feedwright"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# What is published


def test_it_makes_what_files_with_the_same_words_make(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    files = Files(tmp_path / "files")
    keys = {"title": "A story", "date": "2026-11-20T08:00:00Z", "authors": "[Ann Lee, Bo Chen]"}
    files.article(
        "news/us/story.md", "A **bold** word.", tags="[a, b]", summary="In short.", language="es", **keys
    )
    files.build()
    desk.publish(
        [
            Article(
                key="1",
                title="A story",
                slug="story",
                published="2026-11-20T08:00:00Z",
                markdown="A **bold** word.",
                authors=["Ann Lee", "Bo Chen"],
                tags=["a", "b"],
                summary="In short.",
                language="es",
                section="news/us",
            )
        ]
    )
    settings = tmp_path / "files/config.yaml"
    assert settings.read_text() == CONFIG
    for name in ("news/us/rss.xml", "news/us/atom.xml", "news/us/feed.json"):
        ours = (desk.feeds / name).read_text().replace("The Test Post", "")
        assert ours == files.bytes(name).decode().replace("The Test Post", "")


def test_there_are_feeds_pages_and_lists_as_of_files(desk: Desk) -> None:
    desk.settings |= {"sections": {"news/us": {"title": "U.S."}}, "partners": ["msn"]}
    report = desk.publish(make(number) for number in range(6))
    assert (report.articles, report.rejected) == (6, [])
    assert desk.titles() == [f"Story {number}" for number in range(6)]
    assert desk.titles("news") == desk.titles("news/us") == ["Story 1", "Story 3", "Story 5"]
    names = ("index.html", "news/us/index.html", "subscriptions.opml", "sitemap-news.xml", "feed.css")
    assert all((desk.feeds / name).is_file() for name in names)
    assert (desk.feeds / "partners/msn/sport/rss.xml").is_file()
    assert "U.S. – The Test Post" in desk.atom("news/us")


def test_html_is_cleaned_and_pictures_are_measured(desk: Desk, tmp_path: Path) -> None:
    media = tmp_path / "media"
    (media / "photos").mkdir(parents=True)
    (media / "photos/storm.png").write_bytes(picture("PNG", 60, 40))
    desk.settings |= {"media_root": media}
    image = {"src": "photos/storm.png", "caption": "The storm", "credit": "Ann Lee", "alt": "Waves"}
    desk.publish([make(1, html="<p>Hi<script>alert(1)</script></p>", image=image)])
    (item,) = desk.items()
    assert "script" not in item["content_html"]
    assert "The storm" in item["content_html"]
    assert item["image"].startswith("https://feeds.example.org/media/")
    assert (desk.feeds / item["image"].removeprefix("https://feeds.example.org/")).is_file()
    assert 'width="60"' in (desk.feeds / "rss.xml").read_text()


def test_without_media_root_a_path_is_one_on_the_site(desk: Desk) -> None:
    desk.publish([make(1, image="/photos/storm.jpg", html='<p><img src="/a.jpg" alt=""></p>')])
    (item,) = desk.items()
    assert item["image"] == "https://example.org/photos/storm.jpg"
    assert "https://example.org/a.jpg" in item["content_html"]


def test_scheduled_expired_draft_and_withdrawn_articles(desk: Desk) -> None:
    desk.publish([make(number) for number in range(4)])
    desk.publish(
        [
            make(0, version=2, draft=True),
            make(1, version=2, withdrawn="It was wrong"),
            make(2, version=2, expires=NOW - timedelta(minutes=1)),
            make(3, version=2, published=NOW - timedelta(days=1)),
            make(4, published=NOW + timedelta(hours=1)),
        ]
    )
    assert desk.titles() == ["Story 3"]
    assert "It was wrong" in desk.atom()
    desk.now += timedelta(hours=2)
    desk.publish([], changed_only=True)
    assert desk.titles() == ["Story 4", "Story 3"]


def test_an_article_may_name_feeds_that_nothing_else_is_in(desk: Desk) -> None:
    report = desk.publish([make(1, feeds=["top", "news/us"]), make(3, feeds=[])])
    assert report.warnings == []
    assert desk.titles("top") == desk.titles("news/us") == ["Story 1"]


# Incremental


def test_an_equal_version_is_not_looked_at(desk: Desk) -> None:
    desk.publish([make(1), make(2)])
    report = desk.publish([make(1, title="Other"), make(2, title="New", version=2)])
    assert report.articles == 1
    assert desk.titles() == ["Story 1", "New"]
    assert desk.publish([make(1), make(2, version=2)]).changed == []


@pytest.mark.parametrize(
    ("before", "same", "after"),
    [
        (1, 1, 2),
        ("a", "a", "b"),
        (1, 1, "1"),
        (datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21)),
    ],
)
def test_versions_are_text_numbers_or_times(desk: Desk, before: Any, same: Any, after: Any) -> None:
    desk.publish([make(1, version=before)])
    assert desk.publish([make(1, version=same)]).articles == 0
    assert desk.publish([make(1, version=after)]).articles == 1


def test_without_a_version_the_article_is_compared(desk: Desk) -> None:
    desk.publish([make(1, version=None)])
    assert desk.publish([make(1, version=None)]).articles == 0
    assert desk.publish([make(1, version=None, html="<p>Other.</p>")]).articles == 1


@pytest.mark.parametrize("sitemap", [False, True])
def test_updated_moves_when_readers_see_another_article_not_with_its_version_or_order(
    sitemap: bool, desk: Desk
) -> None:
    desk.settings |= {"feeds": {"sitemap": sitemap}}
    updated: list[str] = []
    for hour, different in enumerate(
        [{}, {}, {"slug": "other"}, {"html": "<p>New.</p>"}, {"html": "<p>Newer.</p>"}]
    ):
        desk.now = NOW + timedelta(hours=hour)
        desk.publish([make(1, version=desk.now, **different)])
        updated.append(desk.items()[0]["date_modified"])
    published = f"{NOW - timedelta(hours=2):%FT%TZ}"
    assert updated == [*[published] * 3, "2026-11-21T15:00:00Z", "2026-11-21T16:00:00Z"]


def test_a_sitemap_says_when_an_article_changed_that_no_feed_shows(desk: Desk) -> None:
    desk.settings |= {"feeds": {"sitemap": True, "entries": 1}}
    for version, html in enumerate(["<p>Old.</p>", "<p>New.</p>"]):
        desk.now = NOW + timedelta(hours=version)
        desk.publish([make(0), make(2, version=desk.now, html=html)])
    assert "Story 2" not in desk.titles("sport")
    assert (
        "<lastmod>2026-11-21T13:00:00Z</lastmod>" in (desk.feeds / "sitemaps/sport/2026-11.xml").read_text()
    )


def test_what_makes_an_article_is_called_only_if_it_changed(desk: Desk) -> None:
    made: list[int] = []

    def rows(version: int) -> Iterator[tuple[int, int, Any]]:
        for number in range(4):

            def article(number: int = number) -> Article:
                made.append(number)
                return make(number, title=f"Story {number} {version}")

            yield number, version if number == 2 else 1, article

    desk.publish(rows(1))
    assert made == [0, 1, 2, 3]
    desk.publish(rows(2))
    assert made == [0, 1, 2, 3, 2]
    assert "Story 2 2" in desk.titles()


def test_what_is_not_handed_over_is_deleted(desk: Desk) -> None:
    desk.publish([make(number) for number in range(5)])
    gone = desk.ids()["Story 1"]
    desk.publish([make(number) for number in range(5) if number != 1])
    assert "Story 1" not in desk.titles()
    assert gone in desk.atom("news/us")
    desk.publish([make(number) for number in range(5)])
    assert desk.ids()["Story 1"] == gone


def test_or_untouched(desk: Desk) -> None:
    desk.publish([make(number) for number in range(5)])
    desk.publish([make(1, version=2, title="New")], changed_only=True)
    assert desk.titles() == ["Story 0", "New", "Story 2", "Story 3", "Story 4"]
    assert desk.publish([], changed_only=True).changed == []


def test_too_many_deletions_are_refused(desk: Desk) -> None:
    desk.publish([make(number) for number in range(30)])
    with pytest.raises(DeletionsError, match=r"all handed over.*allow_deletions=True"):
        desk.publish([make(number) for number in range(5)])
    assert len(desk.titles()) == 30
    desk.publish([make(number) for number in range(5)], allow_deletions=True)
    assert len(desk.titles()) == 5


def test_an_older_article_takes_the_place_of_one_that_is_gone(desk: Desk) -> None:
    """It was handed over long ago, was in no feed, and is not looked at again."""
    desk.settings |= {"feeds": {"entries": 2}}
    desk.publish([make(number) for number in range(4)])
    assert desk.titles() == ["Story 0", "Story 1"]
    desk.publish([make(0, version=2, draft=True)], changed_only=True)
    assert desk.titles() == ["Story 1", "Story 2"]


def test_new_settings_make_all_feeds_anew_though_only_changed_articles_come(desk: Desk) -> None:
    desk.publish([make(number, tags=["a"]) for number in range(4)])
    desk.settings |= {"feeds": {"content": "summary", "also": ["tags"]}}
    desk.publish([], changed_only=True)
    assert "content_html" not in desk.items()[0] or desk.items()[0]["content_html"] == ""
    assert len(desk.titles("tags/a")) == 4


# Ids for ever


def test_a_key_keeps_its_id_whatever_changes(desk: Desk) -> None:
    desk.publish([make(1), make(2)])
    before = desk.ids()
    other = {"title": "Renamed", "section": "arts", "published": NOW - timedelta(days=9), "slug": "other"}
    desk.publish([make(1, version=2, **other), make(2)])
    assert desk.ids()["Renamed"] == before["Story 1"]


def test_two_keys_may_exchange_their_words(desk: Desk) -> None:
    desk.publish([make(1), make(3)])
    before = desk.ids()
    desk.publish([make(1, version=2, title="Story 3"), make(3, version=2, title="Story 1")])
    assert desk.ids() == {"Story 3": before["Story 1"], "Story 1": before["Story 3"]}


def test_an_id_is_what_the_program_says_else_the_url_else_one_that_is_made(desk: Desk) -> None:
    desk.publish(
        [
            make(1, id="tag:example.org,2020:old"),
            make(2, url="https://example.org/story-2"),
            make(3),
        ]
    )
    assert list(desk.ids().values()) == [
        "tag:example.org,2020:old",
        "https://example.org/story-2",
        "tag:example.org,2026-11-21:news/us/story-3",
    ]
    publication = Publication(**desk.settings)
    articles = [make(1, id="tag:example.org,2020:old"), make(2, url="https://example.org/story-2"), make(3)]
    one_feed = json.loads(publication.feed(articles=articles, now=NOW).json())
    assert [item["id"] for item in one_feed["items"]] == list(desk.ids().values())


def test_an_id_stays_when_the_url_changes(desk: Desk) -> None:
    desk.publish([make(2, url="https://example.org/story-2")])
    desk.publish([make(2, url="https://example.org/new-address", version=2)])
    (item,) = desk.items()
    assert (item["id"], item["url"]) == ("https://example.org/story-2", "https://example.org/new-address")


@pytest.mark.parametrize("named", [{}, {"url": "https://example.org/a"}, {"id": "tag:example.org,2020:a"}])
def test_an_article_under_another_key_takes_the_id_of_the_one_that_is_gone(
    desk: Desk, named: dict[str, str]
) -> None:
    desk.publish([make(1, **named), make(2)])
    before = desk.ids()
    report = desk.publish([make(2), make(1, **named, key="article-1")])
    assert report.rejected == []
    assert desk.ids() == before


def test_ids_come_back_from_the_feeds_if_everything_else_is_lost(desk: Desk) -> None:
    articles = [make(1), make(2, url="https://example.org/two"), make(3, title="Old title")]
    desk.publish(articles)
    desk.publish([*articles[:2], make(3, version=2)])
    before = desk.ids()
    shutil.rmtree(desk.memory)
    with pytest.raises(ConfigError, match="all articles, once"):
        desk.publish([make(1, version=2)], changed_only=True)
    desk.publish([*articles[:2], make(3, version=2)])
    assert desk.ids() == before


def test_if_only_the_store_is_lost_all_articles_have_to_come_once(desk: Desk) -> None:
    desk.publish([make(number) for number in range(4)])
    before = desk.ids()
    for file in desk.memory.glob("articles.sqlite*"):
        file.unlink()
    with pytest.raises(ConfigError, match="all articles, once"):
        desk.publish([make(1, version=2)], changed_only=True)
    desk.publish([make(number) for number in range(3)])
    assert desk.ids() == {title: own_id for title, own_id in before.items() if title != "Story 3"}
    assert before["Story 3"] in desk.atom()


def test_a_run_that_died_before_its_commit_is_made_up_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store of articles is written before the catalog; what the catalog does not know is read again."""
    desk.publish([make(number) for number in range(4)])
    with monkeypatch.context() as broken:
        broken.setattr("feedwright.pipeline.publishing.write_feeds", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            desk.publish([make(0), make(1, version=2, title="New"), make(2)])
    assert len(desk.titles()) == 4
    desk.publish([make(0)], changed_only=True)
    assert desk.titles() == ["Story 0", "New", "Story 2"]
    assert desk.publish([make(0), make(1, version=2), make(2)]).articles == 0


def test_a_damaged_catalog_is_made_anew(desk: Desk) -> None:
    articles = [make(number) for number in range(4)]
    desk.publish(articles)
    before = desk.ids()
    damage(desk)
    report = desk.publish(articles)
    assert report.damaged
    assert desk.ids() == before
    damage(desk)
    with pytest.raises(feedwright.PublishError, match="publish all articles again"):
        desk.publish(article for article in articles)
    desk.publish(article for article in articles)
    assert desk.ids() == before


def damage(desk: Desk) -> None:
    with sqlite3.connect(desk.memory / "catalog.sqlite") as db:
        db.execute("DROP TABLE ledger")
    db.close()


# What cannot be used


def test_an_article_that_cannot_be_used_stops_no_other(desk: Desk) -> None:
    desk.publish([make(1), make(2)])
    wrong = {"key": 1, "version": 2, "title": "A", "published": "never"}
    report = desk.publish([wrong, make(2), {"title": "B"}, make(3, key=""), make(2)])
    assert [(error.path, error.field) for error in report.rejected] == [
        ("1", "published"),
        ("articles[3]", "published"),
        ("articles[4]", "key"),
        ("articles[5]", "key"),
    ]
    assert all(isinstance(error, ArticleError) for error in report.rejected)
    assert desk.titles() == ["Story 1", "Story 2"]
    again = desk.publish([wrong, make(2)])
    assert again.known == {"1"}
    assert desk.publish([make(1, version=3, title="Good"), make(2)]).rejected == []
    assert desk.titles() == ["Good", "Story 2"]


def test_without_a_key_an_article_is_known_by_date_and_title(desk: Desk) -> None:
    report = desk.publish([make(1, key=None), make(2, key=None), make(2, key=None, html="<p>Other.</p>")])
    assert desk.titles() == ["Story 1", "Story 2"]
    (warning,) = report.warnings
    assert str(warning).startswith("articles: 3 articles without a `key`, `id` or `url`: known by title")
    assert [(error.path, error.field) for error in report.rejected] == [("articles[3]", "key")]
    before = desk.ids()
    desk.publish([make(1, key=None, version=2, html="<p>More.</p>"), make(2, key=None)])
    assert desk.ids() == before


def test_a_function_that_raises_rejects_its_article_alone(desk: Desk) -> None:
    def broken() -> Article:
        return Article(title="", published=NOW)

    report = desk.publish([(1, 1, broken), (2, 1, lambda: make(2))])
    assert [(error.path, error.field) for error in report.rejected] == [("1", "title")]
    assert desk.titles() == ["Story 2"]


def test_a_section_in_the_place_of_media_is_refused(desk: Desk) -> None:
    (error,) = desk.publish([make(1, section="media/x")]).rejected
    assert "where the published media are" in str(error)


def test_a_publication_has_its_articles_from_files_or_from_a_program(desk: Desk, tmp_path: Path) -> None:
    desk.publish([make(1)])
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "content").mkdir()
    with pytest.raises(ConfigError, match="a program published"):
        feedwright.build(tmp_path / "config.yaml", now=NOW)
    (tmp_path / "other").mkdir()
    files = Files(tmp_path / "other")
    files.article()
    files.build()
    with pytest.raises(ConfigError, match="published from files"):
        Publication(config=files.config).publish([make(1)], now=NOW)


def test_two_publications_in_one_folder_know_nothing_of_each_other(desk: Desk, tmp_path: Path) -> None:
    publication = Publication(**desk.settings)
    publication.publish([make(1)], to=tmp_path / "a", now=NOW)
    publication.publish([make(2)], to=tmp_path / "b", now=NOW)
    assert json.loads((tmp_path / "a/feed.json").read_bytes())["items"][0]["title"] == "Story 1"
    publication.publish([make(1)], to=tmp_path / "a", now=NOW)


def test_what_is_kept_is_for_the_publisher_alone(desk: Desk) -> None:
    desk.publish([make(1), make(2, draft=True)])
    files = list(desk.memory.iterdir())
    assert desk.memory / "articles.sqlite" in files
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []
    assert desk.memory.stat().st_mode & 0o077 == 0


def test_there_has_to_be_a_place_for_feeds(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="to: found none"):
        Publication(**desk.settings).publish([make(1)])
    with pytest.raises(ConfigError, match="found no folder"):
        Publication(**desk.settings).publish([make(1)], to=tmp_path / "no/feeds")


# Any number


@slow
def test_memory_does_not_grow_with_the_number_of_articles(desk: Desk) -> None:
    """Of 20,000 articles of 5 KB, none is kept in memory; make bench-library measures a million."""

    def rows(count: int) -> Iterator[Article]:
        for number in range(count):
            yield make(number, published=NOW - timedelta(minutes=number + 1), html=f"<p>{number}</p>" * 400)

    tracemalloc.start()
    try:
        desk.publish(rows(20_000), processes=1)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000
    assert len(desk.titles("sport")) == 30


def test_a_dry_run_tells_what_would_be_and_writes_nothing(desk: Desk) -> None:
    desk.publish([make(1), make(2)])
    before = {path: path.read_bytes() for path in desk.feeds.rglob("*") if path.is_file()}
    report = desk.publish(iter([make(1), make(3), {"title": "Wrong"}]), dry_run=True, allow_deletions=True)
    assert {one.path: one.becomes for one in report.listed or ()} == {
        "1": "published", "3": "published", "2": "deleted",
    }  # fmt: skip
    assert len(report.rejected) == 1
    assert {path: path.read_bytes() for path in desk.feeds.rglob("*") if path.is_file()} == before
    report = desk.publish([make(4)], changed_only=True, dry_run=True)
    assert "4" in {one.path for one in report.listed or ()}
    assert desk.titles() == ["Story 1", "Story 2"]


def test_feeds_may_have_the_markdown_of_objects(desk: Desk) -> None:
    desk.settings["feeds"] = {"markdown": True}
    given = [
        Article(key="a", title="A", published=NOW, markdown="*Sea*"),
        Article(key="b.md", title="B", published=NOW - timedelta(days=1), html="<p>Sea</p>"),
    ]
    desk.publish(given)
    feed = Publication(**desk.settings).feed(articles=given, now=NOW)
    for rss in ((desk.feeds / "rss.xml").read_text(), bytes(feed.rss()).decode()):
        assert rss.count("<source:markdown>") == rss.count("*Sea*</source:markdown>") == 1


def test_progress_is_told(desk: Desk) -> None:
    told: list[tuple[str, int, int]] = []
    desk.publish([make(1), make(2)], progress=lambda *stage: told.append(stage))
    assert ("reading", 2, 2) in told
