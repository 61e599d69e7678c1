"""One rich article, built for real; every field that readers get is compared with what its author wrote."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime
from pathlib import Path
from time import struct_time
from typing import Any, NamedTuple

import pytest
from lxml import etree

from conftest import Publication
from media_files import picture, sound

SITE = "https://example.org"
FEEDS = "https://feeds.example.org/news/us/"
PAGE = f"{SITE}/news/us/two-shores/"
ID = "tag:example.org,2026-11-20:news/us/two-shores"

CONFIG = """\
site:
  title: The Test Post
  url: https://example.org
  description: Made for tests.
  language: en-GB
  timezone: Europe/Lisbon
  author: {name: The Desk, email: desk@example.org, url: https://example.org/desk/}
  rights: © 2026 The Test Post
  icon: _site/icon.png
  logo: _site/logo.png
feeds:
  url: https://feeds.example.org
  ttl: 15
"""

SECTION = """\
title: U.S.
description: From the other side & back.
"""

ARTICLE = """\
---
title: 'Two "shores" & <one> sea'
date: 2026-11-20 10:00:30
updated: 2026-11-20T14:15:16+02:00
authors:
- {name: Ana Ñúñez, email: ana@example.org, url: https://example.org/ana/}
- Bo Dahl
summary: What the tide & the treaty <have> in common.
image: {src: shore.jpg, alt: Two beaches, caption: The beach at low tide, credit: Cam Ito}
audio: waves.wav
enclosures: [notes.png]
tags: [Tides, Law of the sea]
categories: [Oceans]
comments: {url: https://example.org/news/us/two-shores/#comments, count: 3}
rights: CC BY 4.0
language: pt-BR
---

See [the map](../map.html), [yesterday](/news/old?a=1&b=2), [the notes](#notes) and
<a href="mailto:desk@example.org">write</a>.

<img src="notes.png" srcset="notes.png 1x, https://cdn.example.org/n2.png 2x" alt="Notes" onclick="x()">

<video src="https://cdn.example.org/film.mp4" poster="notes.png" controls></video>

## Notes

<script>alert("never")</script>Fin: 1 < 2 & “3”.
"""

THREAD = "http://purl.org/syndication/thread/1.0"
MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}"

PUBLISHED = datetime(2026, 11, 20, 10, 0, 30, tzinfo=UTC)
UPDATED = datetime(2026, 11, 20, 12, 15, 16, tzinfo=UTC)

SUMMARY = "What the tide & the treaty <have> in common."
TITLE = 'Two "shores" & <one> sea'
CATEGORIES = ["U.S.", "Tides", "Law of the sea", "Oceans"]
CHANNEL_TITLE = "U.S. – The Test Post"
CHANNEL_LINK = f"{SITE}/news/us/"


class Rich(NamedTuple):
    """The publication, and the true URLs and lengths of its media."""

    publication: Publication
    shore: str
    notes: str
    waves: str
    icon: str
    logo: str
    length: dict[str, int]

    def root(self, name: str) -> etree._Element:
        return etree.fromstring(self.publication.bytes(f"news/us/{name}"))


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Rich:
    """The article among a section's other things, built once for all the comparisons."""
    publication = Publication(tmp_path_factory.mktemp("rich"))
    publication.configure(CONFIG)
    publication.write("news/us/_section.yaml", SECTION)
    publication.write("news/us/two-shores/index.md", ARTICLE)
    files = {
        "news/us/two-shores/shore.jpg": picture("JPEG", 900, 600),
        "news/us/two-shores/notes.png": picture("PNG", 90, 60),
        "news/us/two-shores/waves.wav": sound(2),
        "_site/icon.png": picture("PNG", 64, 64),
        "_site/logo.png": picture("PNG", 400, 100),
    }
    for path, data in files.items():
        publication.write(path, data)
    report = publication.build()
    assert (report.rejected, report.warnings) == ([], [])
    urls = {Path(path).stem: _served(publication, data) for path, data in files.items()}
    length = {Path(path).stem: len(data) for path, data in files.items()}
    return Rich(publication, **urls, length=length)


def _served(publication: Publication, data: bytes) -> str:
    """Where the file with these bytes is served: it has to lie there, the same, in feeds/."""
    (file,) = (
        path
        for path in (publication.feeds / "media").rglob("*")
        if path.is_file() and path.read_bytes() == data
    )
    return f"https://feeds.example.org/{file.relative_to(publication.feeds).as_posix()}"


def _moment(parsed: struct_time) -> datetime:
    return datetime.fromtimestamp(timegm(parsed), UTC)


def _plain(markup: str) -> str:
    """HTML with white space evened out, to compare what matters."""
    return re.sub(r"\s+", " ", markup)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _assert_body(markup: str, rich: Rich) -> None:
    """The body as readers must get it: safe, and every URL leading somewhere from anywhere."""
    html = _plain(markup)
    assert f'<a href="{SITE}/news/us/map.html">the map</a>' in html
    assert f'<a href="{SITE}/news/old?a=1&amp;b=2">yesterday</a>' in html
    assert f'<a href="{PAGE}#notes">the notes</a>' in html
    assert '<a href="mailto:desk@example.org">write</a>' in html
    assert f'src="{rich.notes}"' in html
    assert f'poster="{rich.notes}"' in html
    assert 'src="https://cdn.example.org/film.mp4"' in html
    assert "Fin: 1 &lt; 2 &amp; “3”." in html
    assert "onclick" not in html
    assert "script" not in html
    assert "never" not in html


# RSS, as feedparser reads it


def test_rss_channel(rich: Rich) -> None:
    parsed = rich.publication.rss("news/us")
    assert not parsed.bozo
    assert parsed.version == "rss20"
    channel = parsed.feed
    assert channel.title == CHANNEL_TITLE
    assert channel.link == CHANNEL_LINK
    assert channel.subtitle == "From the other side &amp; back."
    assert channel.subtitle_detail.type == "text/html"
    assert channel.language == "en-GB"
    assert channel.rights == "© 2026 The Test Post"
    assert channel.author_detail == {"name": "The Desk", "email": "desk@example.org"}
    assert [tag.term for tag in channel.tags] == ["U.S."]
    assert channel.generator == "feedwright"
    assert channel.docs == "https://www.rssboard.org/rss-specification"
    assert channel.ttl == "15"
    assert (channel.image.href, channel.image.title, channel.image.link) == (
        rich.logo,
        CHANNEL_TITLE,
        CHANNEL_LINK,
    )
    assert _moment(channel.updated_parsed) == UPDATED
    selves = [(link.href, link.type) for link in channel.links if link.rel == "self"]
    assert selves == [(FEEDS + "rss.xml", "application/rss+xml")]


def test_rss_item(rich: Rich) -> None:
    (item,) = rich.publication.rss("news/us").entries
    assert item.title == TITLE
    assert item.link == PAGE
    assert (item.id, item.guidislink) == (ID, False)
    assert item.published == "Fri, 20 Nov 2026 10:00:30 GMT"
    assert _moment(item.published_parsed) == PUBLISHED
    assert _moment(item.updated_parsed) == UPDATED
    assert [author.name for author in item.authors] == ["Ana Ñúñez", "Bo Dahl"]
    assert [tag.term for tag in item.tags] == CATEGORIES
    assert item.comments == "https://example.org/news/us/two-shores/#comments"
    assert item.slash_comments == "3"
    assert item.rights == "CC BY 4.0"
    _assert_body(item.content[0].value, rich)


def test_rss_enclosure_is_the_sound_with_its_true_length_and_type(rich: Rich) -> None:
    (item,) = rich.publication.rss("news/us").entries
    (enclosure,) = item.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        rich.waves,
        "audio/wav",
        str(rich.length["waves"]),
    )


@pytest.mark.parametrize("read", ["rss", "atom"])
def test_media_rss_describes_the_lead_picture(rich: Rich, read: str) -> None:
    (entry,) = getattr(rich.publication, read)("news/us").entries
    (content,) = entry.media_content
    assert content == {
        "url": rich.shore,
        "type": "image/jpeg",
        "medium": "image",
        "width": "900",
        "height": "600",
        "isdefault": "true",
        "filesize": str(rich.length["shore"]),
    }
    assert entry.media_thumbnail == [{"url": rich.shore, "width": "900", "height": "600"}]
    (credit,) = entry.media_credit
    assert credit["content"] == "Cam Ito"


@pytest.mark.parametrize(("file", "holder"), [("rss.xml", "channel/item"), ("atom.xml", f"{ATOM}entry")])
def test_media_rss_has_title_and_caption_and_no_group(rich: Rich, file: str, holder: str) -> None:
    """A `media:group` around one picture costs readers and is a validator's error (INTEROP.md)."""
    entry = rich.root(file).find(holder)
    assert entry is not None
    directly = {element.tag for element in entry}
    assert {MEDIA + "content", MEDIA + "thumbnail"} <= directly
    assert not list(entry.iter(MEDIA + "group"))
    said = {name: [element.text for element in entry.iter(MEDIA + name)] for name in ("title", "description")}
    assert said == {"title": ["Two beaches"], "description": ["The beach at low tide"]}


@pytest.mark.parametrize("read", ["rss", "atom"])
def test_a_caption_is_not_taken_for_the_summary(rich: Rich, read: str) -> None:
    """As feedparser does where media:description stands beside the summary, not in media:content."""
    (entry,) = getattr(rich.publication, read)("news/us").entries
    # RSS has no plain text: the description is HTML that shows the summary.
    as_html = "What the tide &amp; the treaty &lt;have&gt; in common."
    assert entry.summary == {"rss": as_html, "atom": SUMMARY}[read]
    assert len(entry.content) == 1


# RSS, as it is written


def test_rss_elements_come_in_a_fixed_order(rich: Rich) -> None:
    channel = rich.root("rss.xml").find("channel")
    assert channel is not None
    assert [element.tag for element in channel] == [
        "title",
        "link",
        "description",
        f"{ATOM}link",
        "category",
        "copyright",
        "docs",
        "generator",
        "image",
        "language",
        "lastBuildDate",
        "managingEditor",
        "ttl",
        "item",
    ]
    item = channel.find("item")
    assert item is not None
    details = {MEDIA + name for name in ("title", "description", "credit")}
    assert [element.tag for element in item if element.tag not in details] == [
        "title",
        "link",
        "description",
        "guid",
        *["category"] * 4,
        "comments",
        "enclosure",
        "pubDate",
        f"{CONTENT}encoded",
        f"{DC}creator",
        f"{DC}creator",
        f"{SLASH}comments",
        f"{DC}rights",
        f"{ATOM}updated",
        f"{MEDIA}content",
        f"{MEDIA}thumbnail",
        f"{DC}language",
    ]


def test_rss_says_what_feedparser_hides(rich: Rich) -> None:
    channel = rich.root("rss.xml").find("channel")
    assert channel is not None
    assert channel.findtext("lastBuildDate") == "Fri, 20 Nov 2026 12:15:16 GMT"
    assert channel.findtext("managingEditor") == "desk@example.org (The Desk)"
    assert channel.findtext("item/description") == "What the tide &amp; the treaty &lt;have&gt; in common."
    assert channel.findtext(f"item/{ATOM}updated") == "2026-11-20T12:15:16Z"
    guid = channel.find("item/guid")
    assert guid is not None
    assert (guid.text, _attributes(guid)) == (ID, {"isPermaLink": "false"})
    # Beside dc:creator, two engines show the author twice (INTEROP.md).
    assert channel.find("item/author") is None
    assert channel.find("item/source") is None


# Atom, as feedparser reads it


def test_atom_feed(rich: Rich) -> None:
    parsed = rich.publication.atom("news/us")
    assert not parsed.bozo
    assert parsed.version == "atom10"
    feed = parsed.feed
    assert feed.id == FEEDS
    assert feed.title == CHANNEL_TITLE
    assert feed.subtitle == "From the other side & back."
    assert _moment(feed.updated_parsed) == UPDATED
    assert feed.authors == [
        {"name": "The Desk", "email": "desk@example.org", "href": "https://example.org/desk/"}
    ]
    assert feed.rights == "© 2026 The Test Post"
    assert feed.icon == rich.icon
    assert feed.logo == rich.logo
    assert feed.generator == "feedwright"
    assert feed.language == "en-GB"
    assert [(link.rel, link.href, link.type) for link in feed.links] == [
        ("self", FEEDS + "atom.xml", "application/atom+xml"),
        ("alternate", CHANNEL_LINK, "text/html"),
    ]


def test_atom_entry(rich: Rich) -> None:
    (entry,) = rich.publication.atom("news/us").entries
    assert entry.id == ID
    assert (entry.title, entry.title_detail.type) == (TITLE, "text/plain")
    assert entry.link == PAGE
    assert _moment(entry.published_parsed) == PUBLISHED
    assert _moment(entry.updated_parsed) == UPDATED
    assert [(author.name, author.get("href")) for author in entry.authors] == [
        ("Ana Ñúñez", "https://example.org/ana/"),
        ("Bo Dahl", None),
    ]
    assert [tag.term for tag in entry.tags] == CATEGORIES
    assert entry.rights == "CC BY 4.0"
    (content,) = entry.content
    assert content.type == "text/html"
    assert content.base == PAGE
    _assert_body(content.value, rich)


def test_atom_has_every_enclosure_sound_first(rich: Rich) -> None:
    (entry,) = rich.publication.atom("news/us").entries
    assert [(link.href, link.type, link.length) for link in entry.enclosures] == [
        (rich.waves, "audio/wav", str(rich.length["waves"])),
        (rich.notes, "image/png", str(rich.length["notes"])),
        (rich.shore, "image/jpeg", str(rich.length["shore"])),
    ]


# Atom, as it is written


def test_atom_declares_its_namespace_as_default_only(rich: Rich) -> None:
    """Where `xmlns:atom` stands beside the default, gofeed 1.1.3 returns an empty feed."""
    root = rich.root("atom.xml")
    assert root.nsmap == {None: ATOM.strip("{}"), "media": MEDIA.strip("{}"), "thr": THREAD}
    assert b"xmlns:atom" not in rich.publication.bytes("news/us/atom.xml")


def test_atom_says_what_feedparser_hides(rich: Rich) -> None:
    root = rich.root("atom.xml")
    assert root.findtext(f"{ATOM}updated") == "2026-11-20T12:15:16Z"
    assert root.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-11-20T12:15:16Z"
    assert root.findtext(f"{ATOM}entry/{ATOM}published") == "2026-11-20T10:00:30Z"
    content = root.find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert _attributes(content) == {"type": "html", f"{XML}base": PAGE}
    summary = root.find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert _attributes(summary) == {"type": "text"}
    # feedparser gives the second author the e-mail address of the first.
    authors = [
        {child.tag: child.text for child in author} for author in root.findall(f"{ATOM}entry/{ATOM}author")
    ]
    assert authors == [
        {
            f"{ATOM}name": "Ana Ñúñez",
            f"{ATOM}email": "ana@example.org",
            f"{ATOM}uri": "https://example.org/ana/",
        },
        {f"{ATOM}name": "Bo Dahl"},
    ]
    links = [_attributes(link) for link in root.findall(f"{ATOM}entry/{ATOM}link")]
    assert links[0] == {"rel": "alternate", "type": "text/html", "href": PAGE}


def test_atom_feed_elements_come_before_its_entries(rich: Rich) -> None:
    """Section 4.1 leaves the order open, but streaming readers stop at the first entry."""
    names = [etree.QName(element).localname for element in rich.root("atom.xml")]
    assert names[0] == "id"
    assert names.index("entry") == len(names) - 1


# JSON Feed


def test_json_feed(rich: Rich) -> None:
    feed = rich.publication.json("news/us")
    assert {key: value for key, value in feed.items() if key not in ("items", "author")} == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": CHANNEL_TITLE,
        "home_page_url": CHANNEL_LINK,
        "feed_url": FEEDS + "feed.json",
        "description": "From the other side & back.",
        "icon": rich.icon,
        "authors": [{"name": "The Desk", "url": "https://example.org/desk/"}],
        "language": "en-GB",
    }


def test_json_item(rich: Rich) -> None:
    (item,) = rich.publication.json("news/us")["items"]
    body = item.pop("content_html")
    _assert_body(body, rich)
    # feedparser drops every srcset; the three formats' HTML is compared as a whole below.
    assert f'srcset="{rich.notes} 1x, https://cdn.example.org/n2.png 2x"' in body
    extensions = [key for key in item if key.startswith("_")]
    about = [item.pop(key) for key in extensions]
    ana = {"name": "Ana Ñúñez", "url": "https://example.org/ana/"}
    assert item == {
        "id": ID,
        "url": PAGE,
        "title": TITLE,
        "summary": SUMMARY,
        "image": rich.shore,
        "banner_image": rich.shore,
        "date_published": "2026-11-20T10:00:30Z",
        "date_modified": "2026-11-20T12:15:16Z",
        "authors": [ana, {"name": "Bo Dahl"}],
        "author": {"name": "Ana Ñúñez e Bo Dahl"},
        "tags": CATEGORIES,
        "language": "pt-BR",
        "attachments": [
            {
                "url": rich.waves,
                "mime_type": "audio/wav",
                "size_in_bytes": rich.length["waves"],
                "duration_in_seconds": 2,
            },
            {"url": rich.notes, "mime_type": "image/png", "size_in_bytes": rich.length["notes"]},
            {
                "url": rich.shore,
                "mime_type": "image/jpeg",
                "title": "The beach at low tide",
                "size_in_bytes": rich.length["shore"],
            },
        ],
    }
    (picture_,) = about
    assert (
        picture_.items()
        >= {
            "alt": "Two beaches",
            "caption": "The beach at low tide",
            "credit": "Cam Ito",
            "width": 900,
            "height": 600,
        }.items()
    )


def test_json_feed_names_its_author_the_old_way_too(rich: Rich) -> None:
    """Six of seven engines look for 1.0's `author`, four for 1.1's `authors` (INTEROP.md)."""
    feed = rich.publication.json("news/us")
    assert feed["author"] == feed["authors"][0]


# All of them


@pytest.mark.parametrize("section", ["", "news"])
def test_ancestors_feeds_have_the_very_same_entry(rich: Rich, section: str) -> None:
    assert rich.publication.json(section)["items"] == rich.publication.json("news/us")["items"]


def test_formats_say_the_same(rich: Rich) -> None:
    rss: Any = rich.publication.rss("news/us").entries[0]
    atom: Any = rich.publication.atom("news/us").entries[0]
    item = rich.publication.json("news/us")["items"][0]
    assert rss.id == atom.id == item["id"]
    assert rss.link == atom.link == item["url"]
    assert rss.title == atom.title == item["title"]
    assert _plain(rss.content[0].value) == _plain(atom.content[0].value)
    assert rich.root("rss.xml").findtext(f"channel/item/{CONTENT}encoded") == item["content_html"]
    assert rich.root("atom.xml").findtext(f"{ATOM}entry/{ATOM}content") == item["content_html"]


# The lead picture in the HTML


def test_the_lead_picture_opens_the_content_with_caption_and_credit(publication: Publication) -> None:
    """INTEROP.md: for newsboat, elfeed, sfeed and rss2email it is the only picture there is."""
    publication.write("news/a.png", picture("PNG", 4, 3))
    publication.article(image='{src: a.png, alt: A "boat", caption: Home & dry, credit: Bo Chen}')
    publication.build()
    (item,) = publication.json("news")["items"]
    assert item["content_html"] == (
        f'<figure><img src="{item["image"]}" alt="A &quot;boat&quot;" width="4" height="3">'
        "<figcaption>Home &amp; dry | Bo Chen</figcaption></figure>\n<p>Hello.</p>"
    )
    assert item["summary"] == "Hello."


def test_a_lead_picture_that_the_body_shows_is_not_shown_twice(publication: Publication) -> None:
    publication.write("news/a.png", picture("PNG", 4, 3))
    publication.article(body="Hello. ![A boat](a.png)", image="a.png")
    publication.build()
    assert publication.json("news")["items"][0]["content_html"].count("<img") == 1
