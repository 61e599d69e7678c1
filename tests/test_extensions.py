"""The extensions of feedgen, used with plain feedgen: docs/extensions.md."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import feedparser
import pytest
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feedwright.extensions import (
    atom,
    content,
    creative_commons,
    elements,
    history,
    itunes,
    licenses,
    media,
    order,
    podcast,
    syndication,
    threading,
    tombstones,
    webfeeds,
    xml,
)

DOCS = Path(__file__).parents[1] / "docs" / "extensions.md"
HOUSE = Path(__file__).parents[1] / "src" / "feedwright" / "extensions"
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
URL = "https://example.org/"
MOMENT = "2026-11-20T12:00:00Z"
NAMES = sorted(file.stem for file in HOUSE.glob("[!_]*.py"))


@pytest.fixture
def feed() -> FeedGenerator:
    made = FeedGenerator()
    made.id(URL)
    made.title("News")
    made.description("What is new")
    made.updated(MOMENT)
    made.link(href=f"{URL}rss.xml", rel="self")
    made.link(href=URL, rel="alternate")
    return made


def added(feed: FeedGenerator) -> FeedEntry:
    entry = feed.add_entry()
    entry.id("tag:example.org,2026:1")
    entry.title("One")
    entry.link(href=URL)
    entry.updated(MOMENT)
    return entry


def channel(feed: FeedGenerator) -> etree._Element:
    (found,) = etree.fromstring(feed.rss_str())
    return found


def names(element: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def test_the_example_runs() -> None:
    (code,) = re.findall("```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, DOCS.name, "exec"), {})
    read = feedparser.parse(printed.getvalue().encode())
    assert not read.bozo
    assert [link.href for link in read.feed.links if link.rel == "hub"] == ["https://hub.example.org/"]
    (entry,) = read.entries
    assert entry.content[0].value == "<p>Ships came in at noon.</p>"
    assert entry.where.coordinates == (9.99, 53.55)
    assert entry.media_content[0]["url"] == f"{URL}harbour.jpg"
    assert entry.media_thumbnail[0]["width"] == "160"


def test_every_extension_is_in_the_table() -> None:
    assert re.findall(r"^\| `(\w+)\.py`", DOCS.read_text(), re.MULTILINE) == NAMES


def test_links_stand_behind_the_feeds_own_and_before_all_else(feed: FeedGenerator) -> None:
    feed.register_extension("history", history.HistoryExtension)
    feed.register_extension("atom", atom.AtomExtension)
    feed.history.archive()
    feed.atom.link(href=f"{URL}hub", rel="hub")
    feed.atom.link(href=f"{URL}2.rss", rel="prev-archive")
    feed.category(term="News")
    assert names(channel(feed))[3:8] == ["link", "link", "link", "archive", "category"]
    assert [link.get("rel") for link in channel(feed).findall(f"{ATOM}link")] == [
        "self",
        "hub",
        "prev-archive",
    ]


def test_what_can_be_said_once_is_said_last(feed: FeedGenerator) -> None:
    feed.register_extension("syndication", syndication.SyndicationExtension)
    feed.syndication.update_period("daily")
    feed.syndication.update_frequency(2)
    feed.syndication.update_period("hourly")
    assert [child.text for child in channel(feed)][-2:] == ["2", "hourly"]


def test_a_feed_is_written_twice_the_same(feed: FeedGenerator) -> None:
    feed.register_extension("media", media.MediaExtension, media.MediaEntryExtension)
    added(feed).media.content(url=f"{URL}a.png", description="Ships")
    assert feed.rss_str() == feed.rss_str()
    assert feed.atom_str() == feed.atom_str()


def test_alternatives_stand_in_a_group(feed: FeedGenerator) -> None:
    feed.register_extension("media", media.MediaExtension, media.MediaEntryExtension)
    sizes = [{"url": f"{URL}{width}.png", "width": width, "title": None} for width in (1600, 800)]
    added(feed).media.group(sizes)
    for document in (feed.rss_str(), feed.atom_str()):
        (group,) = etree.fromstring(document).iter(f"{MEDIA}group")
        assert [dict(one.attrib) for one in group] == [
            {"url": f"{URL}1600.png", "width": "1600"},
            {"url": f"{URL}800.png", "width": "800"},
        ]


def test_a_podcast(feed: FeedGenerator) -> None:
    feed.register_extension("itunes", itunes.ItunesExtension, itunes.ItunesEntryExtension)
    feed.register_extension("podcast", podcast.PodcastExtension, podcast.PodcastEntryExtension)
    feed.itunes.category("News", "Politics")
    feed.itunes.owner("Ann Lee", "ann@example.org")
    feed.podcast.locked(True, "ann@example.org")
    episode = added(feed)
    episode.itunes.duration(61)
    episode.podcast.person("Bo Chen", role="guest", href=None)
    read = feedparser.parse(feed.rss_str())
    assert [tag.term for tag in read.feed.tags] == ["News", "Politics"]
    assert read.entries[0].itunes_duration == "61"
    assert b'<podcast:locked owner="ann@example.org">yes</podcast:locked>' in feed.rss_str()
    assert b'<podcast:person role="guest">Bo Chen</podcast:person>' in feed.rss_str()


def test_what_only_one_format_has_a_word_for_is_in_the_other_not_at_all(feed: FeedGenerator) -> None:
    feed.register_extension("tombstones", tombstones.TombstonesExtension)
    feed.register_extension("licenses", licenses.LicensesExtension, licenses.LicensesEntryExtension)
    feed.register_extension("encoded", content.ContentExtension, content.ContentEntryExtension)
    feed.register_extension("threading", threading.ThreadingExtension, threading.ThreadingEntryExtension)
    feed.register_extension("xml", xml.XmlExtension, xml.XmlEntryExtension)
    feed.tombstones.deleted_entry("tag:example.org,2026:0", MOMENT, "Withdrawn")
    feed.licenses.license(f"{URL}license.xml")
    entry = added(feed)
    entry.content("<p>Text</p>", type="html")
    entry.description("Text", isSummary=True)
    entry.licenses.license(f"{URL}license")
    entry.threading.replies(f"{URL}comments")
    entry.threading.total(3)
    entry.xml.lang("de")
    entry.xml.base(URL)
    item = channel(feed).find("item")
    assert item is not None
    assert [link.get("rel") for link in channel(feed).findall(f"{ATOM}link")] == ["self", "license"]
    assert "deleted-entry" not in names(channel(feed))
    of_atom = etree.fromstring(feed.atom_str())
    assert "deleted-entry" in names(of_atom)
    (read,) = of_atom.iter(f"{ATOM}entry")
    assert names(read).count("encoded") == 0
    assert read.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    links = [link.get("href") for link in read.findall(f"{ATOM}link")]
    assert links == [URL, f"{URL}license", f"{URL}comments"]


def test_what_a_publication_looks_like_and_its_licence(feed: FeedGenerator) -> None:
    feed.register_extension("webfeeds", webfeeds.WebfeedsExtension)
    feed.register_extension(
        "cc", creative_commons.CreativeCommonsExtension, creative_commons.CreativeCommonsEntryExtension
    )
    feed.webfeeds.accent_color("#0a5c8a")
    feed.cc.license(f"{URL}cc")
    added(feed).cc.license(f"{URL}cc0")
    assert b"<webfeeds:accentColor>0a5c8a</webfeeds:accentColor>" in feed.rss_str()
    assert feed.rss_str().count(b"<creativeCommons:license>") == 2


def test_an_item_is_put_in_order_up_to_where_that_was_asked(feed: FeedGenerator) -> None:
    feed.register_extension("atom", atom.AtomExtension, atom.AtomEntryExtension)
    feed.register_extension("order", order.OrderExtension, order.OrderEntryExtension)
    feed.register_extension("elements", elements.ElementsExtension, elements.ElementsEntryExtension)
    item = added(feed)
    item.atom.updated(MOMENT)
    item.order.by({ATOM: 0, "link": 1, "guid": 2, "title": 3})
    item.elements.add(elements.Element("link", "again"))
    found = channel(feed).find("item")
    assert found is not None
    assert names(found) == ["updated", "link", "guid", "title", "link"]
