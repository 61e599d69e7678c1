"""subscriptions.opml, sitemap-news.xml, `feedwright discovery`: what is in them, and when they change."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree, html
from msgspec.structs import replace

import feedwright
from conftest import CONFIG, Publication
from feedwright.cli import main
from feedwright.errors import ConfigError
from feedwright.indexes import opml
from feedwright.model import FeedFile, Place
from newsroom import NOW, Newsroom
from newsroom import room as room
from test_same_bytes import changed, marks

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
FEEDS = "https://feeds.example.org/"


def touched(room: Publication, now: datetime | None = None) -> set[str]:
    """Builds; the files that were touched."""
    before = marks(room)
    report = room.build(now)
    found = changed(before, marks(room))
    assert found == set(report.changed)
    return found


def outlines(publication: Publication) -> list[Any]:
    """The OPML as nested lists: the title of a folder, or the title and URL of a feed."""
    document = etree.fromstring(publication.bytes("subscriptions.opml"))
    assert (document.tag, document.get("version")) == ("opml", "2.0")

    def inside(parent: etree._Element) -> list[Any]:
        return [
            (one.get("text"), one.get("xmlUrl"))
            if one.get("type") == "rss"
            else [one.get("text"), *inside(one)]
            for one in parent
        ]

    return inside(document.findall("body")[0])


def headlines(publication: Publication) -> list[str]:
    document = etree.fromstring(publication.bytes("sitemap-news.xml"))
    return [str(title.text) for title in document.iter(f"{NEWS}title")]


# OPML


def test_opml_nests_as_the_sections_do_with_each_feed_beside_its_subsections(room: Newsroom) -> None:
    assert outlines(room) == [
        [
            "The Test Post",
            ("The Test Post", f"{FEEDS}atom.xml"),
            ("Arts – The Test Post", f"{FEEDS}arts/atom.xml"),
            [
                "News",
                ("News – The Test Post", f"{FEEDS}news/atom.xml"),
                [
                    "US",
                    ("US – The Test Post", f"{FEEDS}news/us/atom.xml"),
                    ("Ohio – The Test Post", f"{FEEDS}news/us/ohio/atom.xml"),
                ],
            ],
            ("Sports – The Test Post", f"{FEEDS}sport/atom.xml"),
        ]
    ]


def test_opml_is_indented_however_deep_the_sections_lie() -> None:
    place = Place(
        "",
        "A",
        "A",
        "",
        "https://example.org/",
        "en",
        "https://example.org/",
        (FeedFile("RSS", "rss.xml", "application/rss+xml"),),
    )
    for _ in range(100):
        place = replace(place, children=(place,))
    starts = [len(line) - len(line.lstrip()) for line in opml.write(place).decode().splitlines()]
    assert max(starts) == 2 * 102
    assert all(abs(one - other) <= 2 for one, other in pairwise(starts))


def test_opml_says_all_of_a_feed(publication: Publication) -> None:
    publication.write("news/_section.yaml", "description: 'Q & A'\nlanguage: es\n")
    publication.configure(f"{CONFIG}  formats: [json]\n")
    publication.build()
    document = etree.fromstring(publication.bytes("subscriptions.opml"))
    (outline,) = document.findall(".//outline[@text='News – The Test Post']")
    assert dict(outline.items()) == {
        "type": "rss",
        "text": "News – The Test Post",
        "title": "News – The Test Post",
        "description": "Q &amp; A",
        "language": "es",
        "xmlUrl": f"{FEEDS}news/feed.json",
        "htmlUrl": "https://example.org/news/",
    }


# The tree changes


def test_a_new_section_reaches_its_ancestors_the_front_page_and_the_opml(room: Newsroom) -> None:
    room.write("news/us/iowa/_section.yaml", "title: Iowa\n")
    files = {f"news/us/iowa/{name}" for name in ("rss.xml", "atom.xml", "feed.json", "index.html")}
    assert touched(room) == files | {"news/us/index.html", "index.html", "subscriptions.opml"}


def test_a_section_that_goes_leaves_the_lists(room: Newsroom) -> None:
    room.content.joinpath("arts/five.md").unlink()
    files = {f"{folder}{name}" for folder in ("", "arts/") for name in ("rss.xml", "atom.xml", "feed.json")}
    pages = {"index.html", "arts/index.html"}
    assert touched(room) == files | pages | {"subscriptions.opml"}
    assert b"arts/" not in room.bytes("index.html")
    assert html.fromstring(room.bytes("arts/index.html")).xpath("//p[@class='name']/a/@href") == ["../"]


def test_a_new_title_reaches_the_pages_below(room: Newsroom) -> None:
    room.write("news/us/_section.yaml", "title: America\n")
    assert touched(room) >= {"news/index.html", "news/us/ohio/index.html", "subscriptions.opml"}


def test_another_order_reaches_only_the_lists(room: Newsroom) -> None:
    room.write("sport/_section.yaml", "title: Sports\norder: 1\n")
    assert touched(room) == {"index.html", "subscriptions.opml"}
    links = html.fromstring(room.bytes("index.html")).xpath("//nav[@class='tree']/ul/li/a/@href")
    assert links == ["./sport/", "./arts/", "./news/"]


def test_an_article_changes_no_list_of_sections(room: Newsroom) -> None:
    room.article("arts/six.md", title="Six")
    files = {
        f"{folder}{name}"
        for folder in ("", "arts/")
        for name in ("rss.xml", "atom.xml", "feed.json", "index.html")
    }
    assert touched(room) == files


def test_a_run_that_finds_nothing_imports_nothing_that_writes(room: Newsroom) -> None:
    code = (
        "import sys, feedwright; from datetime import datetime;"
        f"feedwright.build({str(room.config)!r}, now=datetime.fromisoformat({NOW.isoformat()!r}));"
        "print({'jinja2', 'babel', 'lxml', 'feedgen', 'nh3', 'feedwright.pipeline.reading',"
        " 'feedwright.pipeline.publishing', 'feedwright.pipeline.copies.worker'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    "name", ["subscriptions.opml", "sitemap-news.xml", "feed.css", "index.html", "news/us/index.html"]
)
@pytest.mark.parametrize("damage", ["deleted", "edited"])
def test_what_is_deleted_or_edited_is_made_good(room: Newsroom, name: str, damage: str) -> None:
    good = room.bytes(name)
    file = room.feeds / name
    file.unlink() if damage == "deleted" else file.write_text("mine")
    assert room.build().changed == [name]
    assert room.bytes(name) == good
    assert touched(room) == set()


# The news sitemap


def test_the_sitemap_has_the_articles_of_the_last_two_days(publication: Publication) -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for hours in (1, 47, 49):
        date = now - timedelta(hours=hours)
        publication.article(f"news/{hours}.md", title=f"{hours} hours", date=f"{date:%Y-%m-%dT%H:%M:%SZ}")
    publication.article("news/later.md", date="2026-11-22", title="Scheduled")
    publication.article("news/draft.md", date="2026-11-21", title="Draft", draft="true")
    publication.article("news/hidden.md", date="2026-11-21", title="In no feed", feeds="false")
    publication.build(now)
    assert headlines(publication) == ["1 hours", "47 hours"]
    assert touched(publication, now + timedelta(hours=1, minutes=1)) == {"sitemap-news.xml"}
    assert headlines(publication) == ["1 hours"]
    assert touched(publication, now + timedelta(hours=1, minutes=2)) == set()
    assert "Scheduled" in headlines_at(publication, now + timedelta(hours=12))
    assert headlines_at(publication, now + timedelta(days=9)) == []


def headlines_at(publication: Publication, now: datetime) -> list[str]:
    publication.build(now)
    return headlines(publication)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en-US", "en"), ("es", "es"), ("zh", "zh-cn"), ("zh-TW", "zh-tw"), ("zh-Hant-HK", "zh-tw")],
)
def test_the_sitemap_says_what_search_engines_ask_for(
    publication: Publication, language: str, expected: str
) -> None:
    publication.article(title="A <b> & c", date="2026-11-21T01:00+01:00", language=language)
    publication.build()
    (url,) = etree.fromstring(publication.bytes("sitemap-news.xml"))
    assert {one.tag.rpartition("}")[2]: one.text for one in url.iter() if not len(one)} == {
        "loc": "https://example.org/news/story/",
        "name": "The Test Post",
        "language": expected,
        "publication_date": "2026-11-21T00:00:00Z",
        "title": "A <b> & c",
    }


def test_the_sitemap_has_more_than_the_feeds_and_at_most_1000(publication: Publication) -> None:
    publication.configure(f"{CONFIG}  entries: 5\n")
    for number in range(1010):
        publication.article(f"news/{number}.md", title=f"{number}", date="2026-11-21")
    publication.build()
    assert len(publication.titles()) == 5
    assert len(headlines(publication)) == 1000


# Autodiscovery


def test_discovery_prints_links_for_the_publications_own_pages(room: Newsroom) -> None:
    printed = feedwright.discovery("news/us", config=room.config)
    places = (("US – The Test Post", "news/us/"), ("The Test Post", ""))
    files = (
        ("atom+xml", "Atom", "atom.xml"),
        ("feed+json", "JSON Feed", "feed.json"),
        ("rss+xml", "RSS", "rss.xml"),
    )
    assert printed.splitlines() == [
        f'<link rel="alternate" type="application/{type_}" title="{title} ({name})"'
        f' href="{FEEDS}{folder}{file}">'
        for title, folder in places
        for type_, name, file in files
    ]


def test_discovery_prints_html_whatever_the_title(publication: Publication) -> None:
    publication.write("q/_section.yaml", "title: '\"Q\" & <A>'\n")
    publication.build()
    done = CliRunner().invoke(main, ["discovery", "q", "-c", str(publication.config)])
    titles = [link.get("title") for link in html.fromstring(f"<head>{done.stdout}</head>").iter("link")]
    assert titles[0] == '"Q" & <A> – The Test Post (Atom)'
    assert len(set(titles)) == len(titles) == 6


def test_discovery_says_what_sections_there_are(room: Newsroom) -> None:
    done = CliRunner().invoke(main, ["discovery", "nwes", "-c", str(room.config)])
    assert done.exit_code == 2
    assert done.stderr.endswith(
        "found no section nwes, expected one of arts, news, news/us, news/us/ohio, sport\n"
    )


def test_discovery_needs_a_build(publication: Publication) -> None:
    with pytest.raises(ConfigError, match="found no feeds yet, expected feeds: run `feedwright build` first"):
        feedwright.discovery(config=publication.config)
