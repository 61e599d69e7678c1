"""`Publication.feed`: one feed for a view, without files; and what `Article` and the settings refuse."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import feedparser
import pytest

import feedwright
from conftest import NOW
from feedwright import Article, ConfigError, InputError, MediaReference, Person, Publication
from media_files import picture

SETTINGS: dict[str, Any] = {
    "title": "The Test Post",
    "url": "https://example.org/",
    "feeds_url": "https://feeds.example.org/",
}


def story(**different: Any) -> Article:
    usual: dict[str, Any] = {"title": "A story", "published": NOW - timedelta(hours=1)}
    return Article(**usual | {"html": "<p>Hello.</p>"} | different)


def items(*articles: Article, **settings: Any) -> list[dict[str, Any]]:
    feed = Publication(**SETTINGS | settings).feed("news/us", articles=articles, now=NOW)
    found: list[dict[str, Any]] = json.loads(feed.json())["items"]
    return found


# Documents


def test_a_document_is_bytes_with_what_a_response_needs() -> None:
    feed = Publication(**SETTINGS).feed("news/us", articles=[story()], now=NOW)
    for document, media_type in (
        (feed.rss(), "application/rss+xml"),
        (feed.atom(), "application/atom+xml"),
        (feed.json(), "application/feed+json"),
    ):
        assert isinstance(document, bytes)
        assert type(document.body) is bytes
        assert document.body == document
        assert document.media_type == media_type
        assert document.last_modified == NOW - timedelta(hours=1)
        assert document.headers == {
            "Content-Type": f"{media_type}; charset=utf-8",
            "ETag": document.etag,
            "Last-Modified": "Sat, 21 Nov 2026 11:00:00 GMT",
        }
    parsed = feedparser.parse(feed.atom())
    assert parsed.feed.title == "US – The Test Post"
    assert parsed.feed.links[0].href.startswith("https://")
    assert feed.rss() is feed.rss()


def test_a_cache_may_keep_a_document() -> None:
    document = Publication(**SETTINGS).feed(articles=[story()], now=NOW).rss()
    for kept in (pickle.loads(pickle.dumps(document)), copy.copy(document), copy.deepcopy(document)):
        assert type(kept) is feedwright.Document
        assert (kept, kept.headers) == (document, document.headers)


def test_the_same_articles_have_the_same_etag_and_other_ones_another() -> None:
    publication = Publication(**SETTINGS)
    later = NOW + timedelta(days=1)
    first = publication.feed(articles=[story(), story(title="Two")], now=NOW).rss()
    again = publication.feed(articles=[story(title="Two"), story()], now=later).rss()
    other = publication.feed(articles=[story(html="<p>Hello!</p>"), story(title="Two")], now=NOW).rss()
    assert first == again
    assert first.etag == again.etag != other.etag


def test_a_client_that_has_it_gets_no_body() -> None:
    document = Publication(**SETTINGS).feed(articles=[story()], now=NOW).atom()
    assert document.is_unchanged(if_none_match=document.etag)
    assert document.is_unchanged(if_none_match=f'"x", W/{document.etag}')
    assert document.is_unchanged(if_none_match="*")
    assert not document.is_unchanged(if_none_match='"x"')
    assert document.is_unchanged(if_modified_since="Sat, 21 Nov 2026 11:00:00 GMT")
    assert not document.is_unchanged(if_modified_since="Sat, 21 Nov 2026 10:59:59 GMT")
    assert not document.is_unchanged('"x"', "Sat, 21 Nov 2026 11:00:00 GMT")
    assert not document.is_unchanged(if_modified_since="yesterday")
    assert not document.is_unchanged()


def test_an_empty_feed_is_the_same_at_any_time() -> None:
    publication = Publication(**SETTINGS)
    one = publication.feed(articles=[], now=NOW).rss()
    assert one == publication.feed(articles=[], now=NOW + timedelta(days=9)).rss()
    assert feedparser.parse(one).entries == []


# Which articles


def test_the_newest_come_first_and_as_many_as_settings_allow() -> None:
    articles = [story(title=f"Story {hour}", published=NOW - timedelta(hours=hour)) for hour in (3, 1, 2, 4)]
    assert [one["title"] for one in items(*articles)] == ["Story 1", "Story 2", "Story 3", "Story 4"]
    assert len(items(*articles, feeds={"entries": 2})) == 2
    assert len(items(*articles, feeds={"entries": 1, "at_least": "3 hours"})) == 2
    assert len(items(*articles, sections={"news/us": {"entries": 3}})) == 3


def test_drafts_scheduled_expired_and_withdrawn_articles_are_left_out() -> None:
    assert not items(
        story(draft=True),
        story(published=NOW + timedelta(seconds=1)),
        story(expires=NOW),
        story(withdrawn=True),
    )
    assert len(items(story(published=NOW, expires=NOW + timedelta(seconds=1)))) == 1


def test_ids_come_from_the_id_or_the_url_and_each_is_there_once() -> None:
    named = story(id="urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", url="https://example.org/a")
    addressed = story(url="https://example.org/b")
    assert [one["id"] for one in items(named, addressed)] == [
        "https://example.org/b",
        "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
    ]
    feed = Publication(**SETTINGS).feed(articles=[addressed, addressed], now=NOW)
    assert len(feedparser.parse(feed.atom()).entries) == 1
    assert "another article of this feed has its id" in str(feed.warnings[0])


def test_a_mapping_will_do() -> None:
    row = {
        "title": "A story",
        "published": "2026-11-20",
        "html": "<p>Hello.</p>",
        "url": "https://example.org/a",
    }
    feed = Publication(**SETTINGS).feed(articles=[row], now=NOW)
    assert feedparser.parse(feed.rss()).entries[0].title == "A story"


# What an article says


def test_everything_that_an_article_says_is_in_the_feed() -> None:
    (item,) = items(
        story(
            url="https://example.org/storm?a=1",
            authors=["Ann Lee", Person("Bo Chen", url="https://example.org/bo"), {"name": "Cy"}],
            tags="harbour, ferries",
            summary="In short.",
            updated=NOW - timedelta(minutes=30),
            language="es",
            image={"src": "https://example.org/a.jpg", "caption": "Waves", "credit": "Ann", "alt": "Sea"},
            more={"related": [{"url": "https://example.org/c", "title": "C"}]},
        )
    )
    assert item["url"] == "https://example.org/storm?a=1"
    assert [author["name"] for author in item["authors"]] == ["Ann Lee", "Bo Chen", "Cy"]
    assert item["tags"] == ["US", "harbour", "ferries"]
    assert (item["summary"], item["language"]) == ("In short.", "es")
    assert item["date_modified"] == "2026-11-21T11:30:00Z"
    assert "Waves" in item["content_html"]


def test_html_is_cleaned_as_that_of_files() -> None:
    (item,) = items(story(html='<p onclick="x()">Hi <script>x()</script><a href="/b">b</a></p>'))
    assert item["content_html"] == '<p>Hi <a href="https://example.org/b">b</a></p>'


def test_a_body_is_html_markdown_or_text() -> None:
    assert items(story(html=None, markdown="A **word**."))[0]["content_html"].startswith("<p>A <strong>")
    text = items(story(html=None, text="1 < 2\nand\n\nB"))[0]["content_html"]
    assert text == "<p>1 &lt; 2<br>and</p><p>B</p>"
    with pytest.raises(InputError, match="html and markdown"):
        story(markdown="A")


def test_members_only_articles_and_content_modes() -> None:
    words = {"html": "<p>Secret.</p>", "summary": "Known."}
    assert "Secret" not in json.dumps(items(story(**words, members_only=True)))
    assert "Secret" not in json.dumps(items(story(**words), feeds={"content": "summary"}))


def test_pictures_below_media_root_are_measured_and_stay_where_they_are_served(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a b.png").write_bytes(picture("PNG", 60, 40))
    settings = {"media_root": tmp_path, "media": {"url": "https://example.org/media/"}}
    publication = Publication(**SETTINGS | settings)
    feed = publication.feed(articles=[story(image=Path("photos/a b.png"))], now=NOW)
    media = feedparser.parse(feed.rss()).entries[0].media_content[0]
    assert (media["url"], media["width"]) == ("https://example.org/media/photos/a%20b.png", "60")
    assert feed.warnings == []
    outside = tmp_path.parent / "secret.png"
    outside.write_bytes(picture("PNG", 60, 40))
    wrong = [story(image="../secret.png"), story(title="B", image="no.png")]
    feed = publication.feed(articles=wrong, now=NOW)
    assert "image" not in json.loads(feed.json())["items"][0]
    assert len(feed.warnings) == 2


def test_times_without_a_zone_are_in_the_publications() -> None:
    zone = timezone(timedelta(hours=2))
    for published in (datetime(2026, 11, 20, 8), "2026-11-20 08:00", datetime(2026, 11, 20, 8, tzinfo=zone)):
        (item,) = items(story(published=published), timezone="Africa/Cairo")
        assert item["date_published"] in ("2026-11-20T08:00:00+02:00", "2026-11-20T06:00:00Z")
    (item,) = items(story(published=date(2026, 11, 20)))
    assert item["date_published"] == "2026-11-20T00:00:00Z"


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"title": ""}, "title", "a headline"),
        ({"title": 7}, "title", "text (str)"),
        ({"published": "soon"}, "published", "a date"),
        ({"published": 1732183200}, "published", "a datetime, a date, or text"),
        ({"published": datetime(1, 1, 1)}, "published", "a year of this era"),
        ({"updated": "never"}, "updated", "a date"),
        ({"url": "example"}, "url", "a complete URL"),
        ({"id": "17"}, "id", "an id such as tag:"),
        ({"key": 1.5}, "key", "text or a whole number"),
        ({"version": []}, "version", "text, a whole number, or a datetime"),
        ({"section": "a//b"}, "section", "a section such as news or news/us"),
        ({"authors": [{"nmae": "Ann"}]}, "authors", "name"),
        ({"tags": [object()]}, "tags", "text, a number, or lists and mappings of them"),
        ({"image": {"caption": "x"}}, "image", "a `src`"),
        ({"image": MediaReference("a.jpg", width=0)}, "image.width", "a number from 1 upwards"),
        ({"image": {"src": "a.jpg", "widht": 4}}, "image.widht", "`width`"),
        ({"language": "Spanish!"}, "language", "a language tag"),
        ({"draft": "no"}, "draft", "True or False"),
        ({"license": "MIT"}, "license", "a complete URL"),
        ({"more": {"locatoin": 1}}, "locatoin", "one of"),
        ({"html": b"<p>"}, "html", "text (str)"),
    ],
)
def test_a_wrong_value_names_the_field_and_what_would_be_right(
    values: dict[str, Any], field: str, expected: str
) -> None:
    with pytest.raises(InputError) as refused:
        story(**values)
    assert (refused.value.field or "").startswith(field)
    assert expected in refused.value.expected
    assert refused.value.line is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"titel": "A", "published": "2026-11-20"}, "titel: found an unknown name, expected `title`"),
        ({"title": "A"}, "published: found none"),
        (7, "found int, expected a feedwright.Article"),
    ],
)
def test_a_mapping_that_is_no_article_is_refused(row: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Publication(**SETTINGS).feed(articles=[row], now=NOW)


def test_footers_plugins_and_link_posts_are_here_too(tmp_path: Path) -> None:
    (tmp_path / "shout.py").write_text(
        "from feedwright.plugins import Article, replace\n\n\n"
        "def article(article: Article) -> Article:\n"
        "    return replace(article, title=article.title + article.extra['mark'])\n"
    )
    (tmp_path / "config.yaml").write_text(
        "site: {title: The Test Post, url: https://example.org/}\n"
        "feeds: {url: https://feeds.example.org/, footer: 'Read [{title}]({url})'}\nplugins: [shout.py]\n"
    )
    publication = Publication(config=tmp_path / "config.yaml")
    article = story(extra={"mark": "!"}, url="https://example.org/a", link="https://elsewhere.example/b")
    (item,) = json.loads(publication.feed(articles=[article], now=NOW).json())["items"]
    assert item["title"] == "A story!"
    assert 'Read <a href="https://example.org/a">A story!</a>' in item["content_html"]
    assert (item["url"], item["external_url"]) == ("https://example.org/a", "https://elsewhere.example/b")
    publication.publish([article], to=tmp_path / "feeds", now=NOW)
    (published,) = json.loads((tmp_path / "feeds/feed.json").read_bytes())["items"]
    assert published == item


# Settings


def test_settings_have_the_names_of_config_yaml(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "site: {title: The Test Post, url: https://example.org/, language: es}\n"
        "feeds: {url: https://feeds.example.org/, entries: 2}\nsections: {news: {title: News!}}\n"
        "people: {ann: {name: Ann Lee}}\n"
    )
    mapping: dict[str, Any] = {
        "site": {"title": "The Test Post", "url": "https://example.org/", "language": "es"},
        "feeds": {"url": "https://feeds.example.org/", "entries": 2},
        "sections": {"news": {"title": "News!"}},
        "people": {"ann": {"name": "Ann Lee"}},
    }
    keywords: dict[str, Any] = {**SETTINGS, "language": "es", "feeds": {"entries": 2}}
    keywords |= {"sections": mapping["sections"], "people": mapping["people"]}
    articles = [story(title=title, section="news") for title in "ABC"]
    made = [
        Publication(config=tmp_path / "config.yaml").feed("news", articles=articles, now=NOW).rss(),
        Publication(**mapping).feed("news", articles=articles, now=NOW).rss(),
        Publication(**keywords).feed("news", articles=articles, now=NOW).rss(),
    ]
    assert made[0] == made[1] == made[2]
    assert b"News! \xe2\x80\x93 The Test Post" in made[0].body


@pytest.mark.parametrize(
    ("settings", "field", "message"),
    [
        ({"title": None}, "site", "title"),
        ({"feeds_url": None}, "feeds", "expected this key"),
        ({"feeds": {"entires": 5}}, "feeds.entires", "expected `entries`"),
        ({"feeds": {"entries": "many"}}, "feeds.entries", "a whole number"),
        ({"seltings": {}}, "seltings", "unknown key"),
        ({"url": "example"}, "site.url", "URL"),
        ({"timezone": "Mars/Olympus"}, "site.timezone", "zone"),
        ({"site": {"title": "Twice"}}, "site.title", "it once"),
        ({"hubs": object()}, None, "text, a number"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, Any], field: str | None, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as refused:
        Publication(**SETTINGS | settings)
    assert refused.value.field == field
    assert refused.value.line is None


def test_settings_stand_in_one_place(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "site: {title: A, url: https://a.org/}\nfeeds: {url: https://a.org/f/}\n"
    )
    with pytest.raises(ConfigError, match="settings in one place"):
        Publication(config=tmp_path / "config.yaml", title="B")
    with pytest.raises(ConfigError, match="no such file"):
        Publication(config=tmp_path / "no.yaml")


def test_a_section_is_named_as_in_urls() -> None:
    with pytest.raises(InputError, match="a section such as"):
        Publication(**SETTINGS).feed("news//us", articles=[])
