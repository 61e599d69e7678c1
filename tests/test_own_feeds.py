"""Feeds of `feeds.more`: which articles each shows, what leads to it, and what makes it change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.errors import ConfigError

# What is written where, by whom: (path, front matter)
ARTICLES: list[tuple[str, dict[str, str]]] = [
    ("news/us/vote.md", {"title": "Vote", "tags": "[Politics, climate]", "author": "Ann Lee"}),
    ("news/us/column.md", {"title": "Column", "tags": "[politics, Opinion]", "author": "Bo Chen"}),
    ("news/storm.md", {"title": "Storm", "tags": "[São Paulo]", "categories": "[Weather]"}),
    ("opinion/harbour.md", {"title": "Harbour", "tags": "[politics]", "author": "Ann Lee"}),
    ("sport/match.md", {"title": "Match", "tags": "[C++]", "categories": "[Cup]"}),
    ("top.md", {"title": "Top", "tags": "[C]"}),
    ("only.md", {"title": "Only", "tags": "[politics]", "feeds": "[sport]"}),
]

# What config.yaml says of a feed, and the titles in it.
CHOSEN: list[tuple[str, set[str]]] = [
    ("include: {tags: politics}", {"Vote", "Column", "Harbour"}),
    ("include: {tag: politics}, exclude: {tag: opinion, section: opinion}", {"Vote"}),
    ("include: {tags: [climate, sao-paulo]}", {"Vote", "Storm"}),
    ("include: {sections: news}", {"Vote", "Column", "Storm"}),
    ("include: {sections: news, tags: politics}", {"Vote", "Column"}),
    ("include: [{sections: sport}, {tags: climate}]", {"Match", "Vote"}),
    ("include: {authors: ann-lee}", {"Vote", "Harbour"}),
    ("include: {author: Ann Lee}, exclude: {sections: [opinion]}", {"Vote"}),
    ("include: {author: ann}", {"Vote", "Harbour"}),
    ("include: {categories: [weather, Cup]}", {"Storm", "Match"}),
    ("include: {tags: C}", {"Top"}),
    ("include: {tags: c++}", {"Match"}),
    ("exclude: {sections: [news, opinion]}", {"Match", "Top"}),
    ("exclude: [{tags: politics}, {tags: C}, {categories: cup}]", {"Storm"}),
    ("include: {sections: news/us}, limit: 1", {"Column"}),
    ("include: {sections: news/us}, entries: 1", {"Column"}),
]


def configure(publication: Publication, *feeds: str, more: str = "") -> None:
    lines = "".join(f"    - {{{feed}}}\n" for feed in feeds)
    publication.configure(f"{CONFIG}{more}  more:\n{lines}people: {{ann: Ann Lee}}\n")


@pytest.fixture
def post(publication: Publication) -> Publication:
    for path, keys in ARTICLES:
        publication.article(path, **keys)
    return publication


@pytest.mark.parametrize(("said", "titles"), CHOSEN)
def test_a_feed_shows_what_meets_its_conditions(post: Publication, said: str, titles: set[str]) -> None:
    configure(post, f"name: chosen, {said}")
    report = post.build()
    assert not report.warnings
    assert set(post.titles("chosen")) == titles
    assert {entry.title for entry in post.rss("chosen").entries} == titles
    assert {entry.title for entry in post.atom("chosen").entries} == titles


def test_it_has_a_title_of_its_own_and_all_that_sections_may_have(post: Publication) -> None:
    configure(
        post,
        "name: politics-without-opinion, title: Politics only, description: News of it, content: summary,"
        " include: {tags: politics}, exclude: {sections: opinion}, formats: [rss, json], ttl: 7,"
        " link: 'https://example.org/p/'",
        "name: news/best, include: {sections: news}",
    )
    assert not post.build().warnings
    folder = post.feeds / "politics-without-opinion"
    assert {file.name for file in folder.iterdir()} == {"rss.xml", "feed.json", "index.html"}
    feed = post.rss("politics-without-opinion").feed
    assert (feed.title, feed.subtitle, feed.ttl) == ("Politics only – The Test Post", "News of it", "7")
    assert feed.link == "https://example.org/p/"
    assert "content_html" not in post.json("politics-without-opinion")["items"][0]
    assert post.json("news/best")["title"] == "Best – The Test Post"
    assert post.json("news/best")["feed_url"] == "https://feeds.example.org/news/best/feed.json"


def test_pages_opml_and_discovery_lead_to_it_below_the_nearest_section(post: Publication) -> None:
    configure(
        post,
        "name: a/b/chosen, include: {tags: politics}",
        "name: news/best, title: Best of news, include: {sections: news}",
    )
    post.build()
    opml = post.bytes("subscriptions.opml").decode()
    assert 'xmlUrl="https://feeds.example.org/a/b/chosen/atom.xml"' in opml
    assert opml.index("news/us/atom.xml") > opml.index("news/best/atom.xml") > opml.index('/news/atom.xml"')
    assert "Best of news" in post.bytes("news/index.html").decode()
    assert "a/b/chosen/" in post.bytes("index.html").decode()
    assert "Vote" in post.bytes("a/b/chosen/index.html").decode()
    assert not (post.feeds / "a/rss.xml").exists()
    assert "news/best/rss.xml" in feedwright.discovery("news/best", config=post.config)
    assert feedwright.check(post.config, now=NOW) == []


def test_an_edit_that_begins_or_ceases_to_meet_the_conditions_changes_the_feed(post: Publication) -> None:
    configure(post, "name: chosen, include: {tags: politics}", "name: other, include: {tags: cup}")
    post.build()
    other = (post.feeds / "other/rss.xml").stat()
    post.article("news/storm.md", title="Storm", tags="[politics]")
    report = post.build()
    assert set(post.titles("chosen")) == {"Vote", "Column", "Harbour", "Storm"}
    assert "chosen/rss.xml" in report.changed
    assert "other/rss.xml" not in report.changed
    assert (post.feeds / "other/rss.xml").stat().st_mtime_ns == other.st_mtime_ns
    post.article("news/storm.md", title="Storm", tags="[weather]")
    assert "chosen/rss.xml" in post.build().changed
    (post.content / "news/us/vote.md").unlink()
    post.build()
    assert set(post.titles("chosen")) == {"Column", "Harbour"}
    assert b"deleted-entry" in post.bytes("chosen/atom.xml")


def test_dates_that_come_change_it(post: Publication) -> None:
    configure(post, "name: chosen, include: {tags: cup}")
    post.article("sport/later.md", title="Later", tags="[cup]", date="2026-11-22", expires="2026-11-24")
    post.build()
    assert post.titles("chosen") == []
    post.build(NOW + timedelta(days=1))
    assert post.titles("chosen") == ["Later"]
    post.build(NOW + timedelta(days=4))
    assert post.titles("chosen") == []


def test_an_article_that_names_its_feeds_may_name_it(post: Publication) -> None:
    configure(post, "name: chosen, include: {tags: cup}")
    post.article("only.md", title="Only", feeds="[chosen]")
    assert not [notice for notice in post.build().warnings if "only" in str(notice)]
    assert post.titles("chosen") == ["Only"]
    assert "Only" not in post.titles()


def test_it_can_have_an_archive_and_feeds_for_partners(post: Publication) -> None:
    for number in range(110):
        post.article(f"cup/{number}.md", title=f"Cup {number}", tags="[cup]", date="2026-11-10")
    configure(post, "name: chosen, include: {tags: cup}, archive: true, partners: zapier")
    post.build()
    assert (post.feeds / "chosen/archive/000001.xml").exists()
    assert (post.feeds / "partners/zapier/chosen/rss.xml").exists()


def test_articles_of_other_languages_are_in_feeds_of_their_language(publication: Publication) -> None:
    publication.article("news/storm.md", title="Storm", tags="[weather]")
    publication.article("es/noticias/tormenta.md", title="Tormenta", tags="[weather]")
    configure(
        publication,
        "name: weather, include: {tags: weather}",
        "name: tiempo, include: {tags: weather}, language: es",
        "name: noticias, include: {sections: es/noticias}",
    )
    publication.configure(publication.config.read_text() + "languages: [en, es]\n")
    publication.build()
    assert publication.titles("weather") == ["Storm"]
    assert publication.titles("tiempo") == publication.titles("noticias") == ["Tormenta"]


WRONG: list[tuple[str, str]] = [
    ("name: news, include: {tags: a}", "the name news, which is that of the section content/news"),
    ("include: {tags: a}", "`name: politics-without-opinion`"),
    ("name: A b, include: {tags: a}", 'found "A b"'),
    ("name: x, include: {tgs: a}", "the unknown key `tgs`"),
    ("name: x, includes: {tags: a}", "the unknown key `includes`"),
    ("name: x, include: {tags: []}", "found no condition"),
    ("name: x, include: politics", "expected keys with values"),
    ("name: x, entries: 0", "expected a number from 1 upwards"),
]


@pytest.mark.parametrize(("said", "message"), WRONG)
def test_a_mistake_is_an_error_of_config_yaml(post: Publication, said: str, message: str) -> None:
    configure(post, said)
    with pytest.raises(ConfigError) as refused:
        post.build()
    assert message in str(refused.value)


def test_two_feeds_of_one_name_are_an_error(post: Publication) -> None:
    configure(post, "name: x", "name: x")
    with pytest.raises(ConfigError, match="x twice"):
        post.build()


def test_what_no_article_meets_is_said(post: Publication) -> None:
    configure(post, "name: chosen, include: {tags: politcs}", "name: other, exclude: {sections: opinions}")
    assert [str(notice) for notice in post.build().warnings] == [
        "config.yaml: feeds.more: chosen: no article meets its conditions",
        "config.yaml: feeds.more: other: there is no section opinions",
    ]


def test_an_article_in_the_place_of_such_a_feed_is_rejected(post: Publication) -> None:
    post.article("page.md", title="Page", category="chosen")
    configure(post, "name: chosen, include: {tags: politics}")
    post.configure(post.config.read_text() + "articles: {section: category}\n")
    [error] = post.build().rejected
    assert "which is where the feeds of `feeds.more` are" in str(error)


def test_ids_and_sections_survive_the_loss_of_the_catalog(post: Publication) -> None:
    configure(post, "name: deep/down/chosen, include: {tags: politics}")
    post.build()
    before: Any = {file: post.bytes(str(file)) for file in ("deep/down/chosen/atom.xml", "news/us/rss.xml")}
    for file in (post.root / ".feedwright").iterdir():
        file.unlink()
    (post.content / "news/us/vote.md").write_text("---\ntitle: Vote\ndate: 32 March\n---\n\nx\n")
    post.build()
    assert {file: post.bytes(str(file)) for file in before} == before
