"""sitemap.xml: which articles search engines find, in which files, and what moves a date."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.errors import ArticleError
from feedwright.indexes import site_map
from feedwright.indexes.site_map import Page
from media_files import picture

MAPPED = CONFIG + "  sitemap: true\n"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
BASE = "https://feeds.example.org/"


@pytest.fixture
def post(publication: Publication) -> Publication:
    publication.configure(MAPPED)
    publication.article("news/us/storm.md", title="Storm", date="2026-11-20")
    publication.article("news/vote.md", title="Vote", date="2026-11-02")
    publication.article("news/old.md", title="Old", date="2025-01-31T23:30:00-05:00")
    publication.article("sport/match.md", title="Match", date="2026-11-19")
    publication.article("top.md", title="Top", date="2026-11-18")
    return publication


def index(publication: Publication) -> dict[str, str]:
    """The files that the index names, relative to feeds/, each with its date."""
    root = etree.fromstring(publication.bytes("sitemap.xml"))
    assert root.tag == f"{S}sitemapindex"
    found = {str(one.findtext(f"{S}loc")): str(one.findtext(f"{S}lastmod")) for one in root}
    return {url.removeprefix(BASE): date for url, date in found.items()}


def urls(publication: Publication, name: str) -> dict[str, str]:
    root: Any = etree.fromstring(publication.bytes(name))
    assert root.tag == f"{S}urlset"
    return {one.findtext(f"{S}loc"): one.findtext(f"{S}lastmod") for one in root}


def everything(publication: Publication) -> dict[str, str]:
    return {url: date for name in index(publication) for url, date in urls(publication, name).items()}


def stats(publication: Publication) -> dict[str, int]:
    folder = publication.feeds / "sitemaps"
    return {
        file.relative_to(folder).as_posix(): file.stat().st_mtime_ns
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_each_month_and_section_has_a_file_in_the_index(post: Publication) -> None:
    post.build()
    assert index(post) == {
        "sitemaps/2026-11.xml": "2026-11-18T00:00:00Z",
        "sitemaps/news/2025-02.xml": "2025-02-01T04:30:00Z",
        "sitemaps/news/2026-11.xml": "2026-11-20T00:00:00Z",
        "sitemaps/sport/2026-11.xml": "2026-11-19T00:00:00Z",
    }
    assert urls(post, "sitemaps/news/2026-11.xml") == {
        "https://example.org/news/vote/": "2026-11-02T00:00:00Z",
        "https://example.org/news/us/storm/": "2026-11-20T00:00:00Z",
    }
    assert urls(post, "sitemaps/2026-11.xml") == {"https://example.org/top/": "2026-11-18T00:00:00Z"}
    assert feedwright.check(post.config, now=NOW) == []


def test_without_the_key_there_is_none_and_it_goes_with_the_key(post: Publication) -> None:
    post.build()
    files = post.build().files
    post.configure(CONFIG)
    report = post.build()
    assert not (post.feeds / "sitemap.xml").exists()
    assert stats(post) == {}
    assert f"{BASE}sitemaps/news/2026-11.xml" in report.gone
    assert report.files == files - 5
    post.configure(MAPPED)
    post.build()
    assert len(everything(post)) == 5


HIDDEN: list[dict[str, str]] = [
    {"draft": "true"},
    {"withdrawn": "It was wrong"},
    {"expires": "2026-11-20"},
    {"feeds": "false"},
    {"status": "private"},
    {"noindex": "true"},
    {"robots": "noindex, nofollow"},
    {"robots": "[noindex]"},
    {"sitemap": "false"},
    {"sitemap": "{disable: true}"},
]


@pytest.mark.parametrize("keys", HIDDEN, ids=str)
def test_what_readers_or_search_engines_are_not_to_find_is_not_in_it(
    post: Publication, keys: dict[str, str]
) -> None:
    post.article("news/hidden.md", **({"title": "Hidden"} | keys))
    post.build()
    assert len(everything(post)) == 5
    assert b"hidden" not in post.bytes("sitemap-news.xml")
    # Nor does it stay when it comes to be hidden, or stay away when it no longer is.
    post.article("news/hidden.md", title="Hidden")
    post.build()
    assert "https://example.org/news/hidden/" in everything(post)
    assert b"hidden" in post.bytes("sitemap-news.xml")
    post.article("news/hidden.md", **({"title": "Hidden"} | keys))
    post.build()
    assert len(everything(post)) == 5
    assert b"hidden" not in post.bytes("sitemap-news.xml")


@pytest.mark.parametrize(
    "keys", [{"noindex": "false"}, {"robots": "index"}, {"sitemap": "{priority: 0.5}"}], ids=str
)
def test_keys_that_forbid_nothing_hide_nothing(post: Publication, keys: dict[str, str]) -> None:
    post.article("news/shown.md", **keys)
    assert not post.build().warnings
    assert "https://example.org/news/shown/" in everything(post)


def test_a_date_moves_only_when_the_article_does(post: Publication) -> None:
    """Also that of an article that no feed has ever shown."""
    post.configure(MAPPED + "  entries: 1\n")
    post.build()
    before = everything(post)
    old = post.content / "news/old.md"
    os.utime(old, (NOW.timestamp(), NOW.timestamp()))
    assert post.build(NOW + timedelta(hours=1)).changed == []
    text = old.read_text()
    old.write_text(text.replace("title: Old", "title:   Old\nlanguage: en-GB"))
    post.build(NOW + timedelta(hours=2))
    assert everything(post) == before
    old.write_text(text.replace("Hello.", "Other words."))
    moment = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)
    os.utime(old, (moment.timestamp(), moment.timestamp()))
    report = post.build(NOW + timedelta(hours=3))
    assert everything(post) == before | {"https://example.org/news/old/": "2026-11-21T13:00:00Z"}
    assert index(post)["sitemaps/news/2025-02.xml"] == "2026-11-21T13:00:00Z"
    assert "sitemaps/news/2025-02.xml" in report.changed
    assert "sitemaps/news/2026-11.xml" not in report.changed


def test_only_changed_files_are_written(post: Publication) -> None:
    post.build()
    before = stats(post)
    post.article("sport/new.md", title="New", date="2026-11-21")
    post.build(NOW + timedelta(minutes=1))
    now = stats(post)
    assert {name for name in now if now[name] != before.get(name)} == {"sport/2026-11.xml"}
    (post.content / "sport/new.md").unlink()
    (post.content / "sport/match.md").unlink()
    report = post.build(NOW + timedelta(minutes=2))
    assert "sport/2026-11.xml" not in stats(post)
    assert f"{BASE}sitemaps/sport/2026-11.xml" in report.gone
    assert "sitemaps/sport/2026-11.xml" not in index(post)


def test_an_article_that_moves_is_once_in_it(post: Publication) -> None:
    post.build()
    (post.content / "sport/match.md").rename(post.content / "news/match.md")
    post.build()
    assert "https://example.org/news/match/" in urls(post, "sitemaps/news/2026-11.xml")
    assert len(everything(post)) == 5


def test_dates_that_come_change_it(post: Publication) -> None:
    post.article("sport/later.md", title="Later", date="2026-12-01T06:00:00Z", expires="2026-12-03")
    post.build()
    later = "https://example.org/sport/later/"
    assert later not in everything(post)
    post.build(datetime(2026, 12, 2, tzinfo=UTC))
    assert urls(post, "sitemaps/sport/2026-12.xml") == {later: "2026-12-01T06:00:00Z"}
    post.build(datetime(2026, 12, 4, tzinfo=UTC))
    assert later not in everything(post)


def test_a_file_that_somebody_edited_is_written_again(post: Publication) -> None:
    post.build()
    before = {name: post.bytes(name) for name in ("sitemap.xml", "sitemaps/news/2026-11.xml")}
    for name in before:
        (post.feeds / name).write_text("edited")
    post.build()
    assert {name: post.bytes(name) for name in before} == before
    (post.feeds / "sitemaps/news/2026-11.xml").unlink()
    post.build()
    assert {name: post.bytes(name) for name in before} == before


def test_pictures_and_films_are_in_it(post: Publication) -> None:
    post.write("news/lead.png", picture("PNG", 60, 40))
    post.write("news/other.png", picture("PNG", 40, 40))
    video = "{src: 'https://example.org/film.mp4?a=1&b=2', type: video/mp4, duration: '1:02'}"
    body = "Look: ![](other.png) ![](https://example.org/x.jpg?a=1&b=2)"
    post.article(
        "news/film.md", body, title="A <film>", image="lead.png", video=video, summary="Ships & boats"
    )
    post.build()
    root: Any = etree.fromstring(post.bytes("sitemaps/news/2026-11.xml"))
    [page] = [one for one in root if one.findtext(f"{S}loc").endswith("/film/")]
    images = [one.text for one in page.iter(f"{IMAGE}loc")]
    item = next(one for one in post.json("news")["items"] if one["title"] == "A <film>")
    assert item["image"] in images
    assert "https://example.org/x.jpg?a=1&b=2" in images
    assert len(images) == 3
    film = page.find(f"{VIDEO}video")
    assert {one.tag.removeprefix(VIDEO): one.text for one in film} == {
        "thumbnail_loc": item["image"],
        "title": "A <film>",
        "description": "Ships & boats",
        "content_loc": "https://example.org/film.mp4?a=1&b=2",
        "duration": "62",
    }
    assert feedwright.check(post.config, now=NOW) == []
    # Another picture under the same name has another address.
    post.write("news/lead.png", picture("PNG", 80, 40))
    post.build(NOW + timedelta(minutes=1))
    assert item["image"] not in post.bytes("sitemaps/news/2026-11.xml").decode()


def test_it_is_compressed_as_feeds_are(post: Publication) -> None:
    post.configure(MAPPED + "precompress: gzip\n")
    post.build()
    for name in ("sitemap.xml", "sitemaps/news/2026-11.xml"):
        assert gzip.decompress(post.bytes(f"{name}.gz")) == post.bytes(name)


def test_it_is_the_same_after_the_loss_of_the_catalog(post: Publication) -> None:
    post.build()
    before = {name: post.bytes(name) for name in ("sitemap.xml", *index(post))}
    for file in (post.root / ".feedwright").iterdir():
        file.unlink()
    post.build()
    assert {name: post.bytes(name) for name in before} == before


def test_a_file_is_within_the_limits_of_the_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_map, "MOST_URLS", 3)
    pages = [Page(f"https://example.org/{number}/", number) for number in range(7)]
    made = list(site_map.write(pages))
    assert [len(etree.fromstring(one.data)) for one in made] == [3, 3, 1]
    assert [one.updated for one in made] == [2, 5, 6]
    monkeypatch.setattr(site_map, "MOST_URLS", 100)
    monkeypatch.setattr(site_map, "MOST_BYTES", 1_300)
    made = list(site_map.write(pages))
    assert len(made) > 1
    assert max(len(one.data) for one in made) <= 1_300
    assert sum(len(etree.fromstring(one.data)) for one in made) == 7
    names = [site_map.name("news", 2026 * 12 + 10, part) for part in (1, 2)]
    assert names == ["sitemaps/news/2026-11.xml", "sitemaps/news/2026-11-2.xml"]


def test_parts_that_are_no_longer_needed_go(post: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_map, "MOST_URLS", 1)
    post.build()
    assert "sitemaps/news/2026-11-2.xml" in index(post)
    (post.content / "news/vote.md").unlink()
    post.build()
    assert list(urls(post, "sitemaps/news/2026-11.xml")) == ["https://example.org/news/us/storm/"]
    assert not (post.feeds / "sitemaps/news/2026-11-2.xml").exists()


def test_a_section_in_its_place_is_rejected(post: Publication) -> None:
    post.article("sitemaps/x.md")
    rejected = post.build().rejected
    assert isinstance(rejected[0], ArticleError)
    assert "a section in the place of the files of `feeds.sitemap`" in str(rejected[0])
    assert "config.yaml without that `feeds.sitemap`" in str(rejected[0])


def test_a_month_with_many_sections_is_asked_for_once(publication: Publication) -> None:
    publication.configure(MAPPED)
    for number in range(8):
        publication.article(f"s{number}/a/b.md", title=f"T{number}")
    publication.build()
    assert len(index(publication)) == 8
    assert all(len(urls(publication, name)) == 1 for name in index(publication))


def test_an_article_that_only_feeds_show_is_in_it_as_before(post: Publication) -> None:
    """The catalog is lost, and the files cannot be read: feeds do not tell who is to list them."""
    post.article("news/shown.md", title="Shown")
    post.article("news/hidden.md", title="Hidden", noindex="true")
    post.build()
    before = {name: post.bytes(name) for name in ("sitemap.xml", "sitemap-news.xml", *index(post))}
    for name in ("shown", "hidden"):
        post.write(f"news/{name}.md", "---\ntitle: X\ndate: 32 March\n---\n\nx\n")
    for file in (post.root / ".feedwright").iterdir():
        file.unlink()
    post.build()
    assert set(post.titles("news")) >= {"Shown", "Hidden"}
    assert {name: post.bytes(name) for name in before} == before
