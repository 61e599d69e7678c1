"""Every feed keeps to its specification, whatever the articles hold, and has no fault that is common."""

from __future__ import annotations

import html
import json
import locale
import re
from collections.abc import Callable, Iterator, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from feedgen.entry import FeedEntry
from lxml import etree

from conftest import Publication
from feedwright.formats._document import EntryCache
from feedwright.sources.titles import plain_summary, plain_title
from grammar.atom import atom_errors
from grammar.jsonfeed import jsonfeed_errors
from media_files import SVG, picture, sound

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"


def rss_items(publication: Publication, section: str = "news") -> list[etree._Element]:
    return etree.fromstring(publication.bytes(f"{section}/rss.xml")).findall("channel/item")


def atom_entries(publication: Publication, section: str = "news") -> list[etree._Element]:
    return etree.fromstring(publication.bytes(f"{section}/atom.xml")).findall(f"{ATOM}entry")


def attributes(element: etree._Element | None) -> dict[str, str]:
    assert element is not None
    return {str(name): str(value) for name, value in element.attrib.items()}


def enclosures(entry: etree._Element) -> list[dict[str, str]]:
    """The enclosures of an Atom entry."""
    links = (attributes(link) for link in entry.iter(f"{ATOM}link"))
    return [link for link in links if link["rel"] == "enclosure"]


def assert_valid(publication: Publication) -> None:
    """Every feed under feeds/ is what its specification says."""
    rules = {"atom.xml": atom_errors, "feed.json": jsonfeed_errors, "rss.xml": rss_errors}
    files = [file for name in rules for file in publication.feeds.rglob(name)]
    assert files
    for file in files:
        assert rules[file.name](file.read_bytes()) == [], file


def rss_errors(document: bytes) -> list[str]:
    """What is wrong with an RSS feed by the specification and the profile at rssboard.org."""
    return list(_rss_errors(etree.fromstring(document)))


def _rss_errors(root: etree._Element) -> Iterator[str]:
    (channel,) = root
    for name in ("title", "link", "description"):
        if len(channel.findall(name)) != 1 or not channel.findtext(name):
            yield f"channel: one {name} expected"
    for item in channel.findall("item"):
        for name in ("title", "link", "guid", "pubDate"):
            if len(item.findall(name)) != 1 or not item.findtext(name):
                yield f"item: one {name} expected"
        for name in ("description", f"{CONTENT}encoded", "enclosure", "comments"):
            if len(item.findall(name)) > 1:
                yield f"item: several {name}"
        for enclosure in item.findall("enclosure"):
            if not (enclosure.get("url") and enclosure.get("type") and enclosure.get("length", "").isdigit()):
                yield f"enclosure: {attributes(enclosure)}"
    for date in (*channel.iter("pubDate"), *channel.iter("lastBuildDate")):
        if not re.fullmatch(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", date.text or ""):
            yield f"{date.tag}: {date.text}"
    for link in (*channel.iter("link"), *channel.iter("url")):
        if not re.fullmatch(r"https?://[\x21-\x7e]+", link.text or ""):
            yield f"{link.tag}: {link.text}"


# A publication of everything

VARIED: dict[str, str | bytes] = {
    "_section.yaml": "description: Everything.\n",
    "top.md": "---\ntitle: At the top\ndate: 2026-11-19\n---\nOf no section.\n",
    "news/plain.md": "---\ntitle: Plain\ndate: 2026-11-20\n---\nHello.\n",
    "news/2026-11-18-dated-by-name.md": "# Dated by its name\n\nHello.\n",
    "news/page.html": "---\ndate: 2026-11-17\n---\n<h1>A page</h1><p>Hello &nbsp; <b>there</b>.</p>",
    "news/members.md": "---\ntitle: Members\ndate: 2026-11-16\naccess: members\n---\nSecret.\n",
    "news/empty-body.md": "---\ntitle: No body\ndate: 2026-11-15\n---\n",
    "news/old.md": "---\ntitle: Old\ndate: 1066-10-14\n---\nBefore newspapers.\n",
    "news/remote.md": (
        "---\ntitle: Remote\ndate: 2026-11-14\nimage: https://cdn.example.org/é b.jpg\n"
        "audio: {src: https://cdn.example.org/a.mp3, duration: 61}\n---\nHello.\n"
    ),
    "news/zone.md": "---\ntitle: Elsewhere\ndate: 2026-11-14T23:30:00.75-09:30\n---\nHello.\n",
    "news/deep/er/story.md": "---\ntitle: Deep\ndate: 2026-11-13\ntags: [a, b]\n---\nHello.\n",
    "العربية/قصة.md": "---\ntitle: خبر من الميناء\ndate: 2026-11-12\nlanguage: ar\n---\nمرحبا بالعالم.\n",
    "中文/茶馆/index.md": "---\ntitle: 港口茶馆\ndate: 2026-11-12\nlanguage: zh-Hans\n---\n茶馆开门了。\n",
    "中文/茶馆/图.webp": picture("WEBP", 30, 20),
    "En español/Año nuevo.md": "---\ntitle: ¿Qué pasó?\ndate: 2026-11-12\nauthor: Íñigo\n---\n¡Hola!\n",
    "quiet/_section.yaml": "title: Nothing yet\n",
}


def test_every_feed_of_a_varied_publication_is_valid(publication: Publication) -> None:
    for path, text in VARIED.items():
        publication.write(path, text)
    report = publication.build()
    assert report.rejected == []
    assert {Path(name).parent.as_posix() for name in report.changed} == {
        *(".", "news", "news/deep", "news/deep/er", "quiet"),
        *("العربية", "中文", "en-espanol"),
    }
    assert_valid(publication)


@pytest.mark.parametrize("content", ["full", "summary", "both"])
def test_feeds_are_valid_with_full_text_or_summary_or_both(publication: Publication, content: str) -> None:
    publication.configure(publication.config.read_text() + f"  content: {content}\n")
    publication.article(summary="In short.", body="At length.")
    publication.build()
    assert_valid(publication)
    (rss,), (atom,), (item,) = (
        rss_items(publication),
        atom_entries(publication),
        publication.json("news")["items"],
    )
    has_summary, has_full = content != "full", content != "summary"
    assert (rss.findtext("description") == "In short.") == has_summary
    assert (atom.findtext(f"{ATOM}summary") == "In short.") == has_summary
    assert (item.get("summary") == "In short.") == has_summary
    assert (rss.findtext(f"{CONTENT}encoded") == "<p>At length.</p>") == has_full
    assert (atom.findtext(f"{ATOM}content") == "<p>At length.</p>") == has_full
    assert (item.get("content_html") == "<p>At length.</p>") == has_full


def test_feeds_of_nothing_are_valid(publication: Publication) -> None:
    publication.build()
    assert_valid(publication)
    assert publication.titles() == []


def test_members_articles_have_no_body_in_public_feeds(publication: Publication) -> None:
    publication.article(access="members", summary="The gist.", body="The secret.")
    publication.build()
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert "The gist." in publication.bytes(f"news/{name}").decode()
        assert "The secret." not in publication.bytes(f"news/{name}").decode()


def test_media_of_members_articles_are_nowhere_in_public(publication: Publication) -> None:
    """What a subscription buys is often a sound: of its media, all may see the lead picture alone."""
    for name, size in (("lead", 3), ("inner", 4), ("gallery", 5)):
        publication.write(f"news/{name}.png", picture("PNG", size, size))
    publication.write("news/story.wav", sound(1))
    publication.write("news/notes.pdf", b"%PDF-1.4\n%%EOF\n")
    media = {
        "image": "lead.png",
        "audio": "story.wav",
        "enclosures": "[notes.pdf]",
        "gallery": "[gallery.png]",
    }
    publication.article(access="members", summary="The gist.", body="![](inner.png) ![](gone.png)", **media)
    report = publication.build()
    assert [str(one) for one in report.warnings] == []
    published = [file.name for file in (publication.feeds / "media").rglob("*.*")]
    assert [name.rpartition("-")[2] for name in published] == ["lead.png"]
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert b".wav" not in publication.bytes(f"news/{name}")
        assert b".pdf" not in publication.bytes(f"news/{name}")


# What writers of feeds get wrong (INTEROP.md), number by number


def test_1_atom_links_keep_rel_type_and_length(publication: Publication) -> None:
    """An enclosure without them is a second alternate link."""
    sound_ = sound(1)
    publication.write("news/story.wav", sound_)
    publication.article(audio="story.wav")
    publication.build()
    (entry,) = atom_entries(publication)
    alternate, enclosure = (attributes(link) for link in entry.iter(f"{ATOM}link"))
    assert alternate == {"rel": "alternate", "type": "text/html", "href": "https://example.org/news/story/"}
    assert enclosure.pop("href").endswith("-story.wav")
    assert enclosure == {"rel": "enclosure", "type": "audio/wav", "length": str(len(sound_))}


def test_2_atom_content_has_a_type_of_atoms(publication: Publication) -> None:
    publication.article(body="Full text with <b>HTML</b>.")
    publication.build()
    (entry,) = atom_entries(publication)
    assert attributes(entry.find(f"{ATOM}content"))["type"] == "html"


def test_3_a_picture_stands_in_no_group(publication: Publication) -> None:
    publication.write("news/a.png", picture("PNG", 30, 20))
    publication.article(image="a.png")
    publication.build()
    for (entry,) in (rss_items(publication), atom_entries(publication)):
        content = attributes(entry.find(f"{MEDIA}content"))
        assert (content["width"], content["height"]) == ("30", "20")
        assert entry.find(f"{MEDIA}group") is None


def test_4_the_channels_link_is_the_site_and_self_has_a_type(publication: Publication) -> None:
    publication.article()
    publication.build()
    channel = etree.fromstring(publication.bytes("news/rss.xml")).find("channel")
    assert channel is not None
    assert channel.findtext("link") == "https://example.org/news/"
    assert attributes(channel.find(f"{ATOM}link")) == {
        "rel": "self",
        "type": "application/rss+xml",
        "href": "https://feeds.example.org/news/rss.xml",
    }


def test_5_no_date_is_the_time_of_the_build(publication: Publication) -> None:
    publication.article(date="2020-02-02T02:02:02Z")
    publication.build()
    for name in ("rss.xml", "atom.xml", "feed.json"):
        text = publication.bytes(f"news/{name}").decode()
        dates = re.findall(r"\d{4}-\d\d-\d\dT[^<\"]*|\w{3}, \d\d \w{3} \d{4} [^<]*", text)
        assert dates
        assert set(dates) <= {"2020-02-02T02:02:02Z", "Sun, 02 Feb 2020 02:02:02 GMT"}


def test_6_an_author_without_an_address_is_named(publication: Publication) -> None:
    publication.article(author="Ana")
    publication.build()
    assert [creator.text for creator in rss_items(publication)[0].iter(f"{DC}creator")] == ["Ana"]


def test_6_an_article_without_an_author_is_the_publications(publication: Publication) -> None:
    publication.article()
    publication.build()
    assert atom_errors(publication.bytes("news/atom.xml")) == []
    assert publication.atom("news").entries[0].author_detail == {
        "name": "The Test Post",
        "href": "https://example.org/",
    }
    assert publication.rss("news").entries[0].author == "The Test Post"
    assert publication.json("news")["items"][0]["authors"] == [
        {"name": "The Test Post", "url": "https://example.org/"}
    ]


@pytest.mark.parametrize(
    ("language", "names", "joined"),
    [
        ("en", ["Ann Lee"], "Ann Lee"),
        ("en", ["Ann Lee", "Bo Chen"], "Ann Lee and Bo Chen"),
        ("en-GB", ["Ann Lee", "Bo Chen", "Cy Diaz"], "Ann Lee, Bo Chen and Cy Diaz"),
        ("de", ["Ann Lee", "Bo Chen"], "Ann Lee und Bo Chen"),
        ("es", ["Ana", "Isabel"], "Ana, Isabel"),
        ("ja", ["Ann Lee", "Bo Chen"], "Ann Lee, Bo Chen"),
    ],
)
def test_6_who_reads_one_author_gets_all_of_them(
    publication: Publication, language: str, names: list[str], joined: str
) -> None:
    publication.article(authors=f"[{', '.join(names)}]", language=language)
    publication.build()
    (item,) = publication.json("news")["items"]
    assert item["author"]["name"] == joined
    assert [author["name"] for author in item["authors"]] == names


def test_6_one_author_keeps_their_page(publication: Publication) -> None:
    publication.article(author="{name: Ann Lee, url: 'https://example.org/ann'}")
    publication.build()
    (item,) = publication.json("news")["items"]
    assert item["author"] == {"name": "Ann Lee", "url": "https://example.org/ann"}


def test_7_entries_are_newest_first_and_equal_dates_keep_one_order(publication: Publication) -> None:
    for name, date in [("c", 19), ("b", 20), ("d", 18), ("a", 20)]:
        publication.article(f"news/{name}.md", title=name, date=f"2026-11-{date}")
    publication.build()
    expected = ["a", "b", "c", "d"]
    assert publication.titles("news") == expected
    assert [item.findtext("title") for item in rss_items(publication)] == expected
    assert [entry.findtext(f"{ATOM}title") for entry in atom_entries(publication)] == expected


def test_7_atom_and_json_keep_several_enclosures_and_rss_the_sound(publication: Publication) -> None:
    files = {"a.png": picture("PNG", 4, 3), "b.gif": picture("GIF", 4, 3), "c.wav": sound(1)}
    for name, data in files.items():
        publication.write(f"news/{name}", data)
    publication.article(image="a.png", enclosures="[b.gif, c.wav]")
    publication.build()
    lengths = {name: str(len(data)) for name, data in files.items()}
    said = [(link["type"], link["length"]) for link in enclosures(atom_entries(publication)[0])]
    assert said == [
        ("audio/wav", lengths["c.wav"]),
        ("image/gif", lengths["b.gif"]),
        ("image/png", lengths["a.png"]),
    ]
    attachments = publication.json("news")["items"][0]["attachments"]
    assert [(one["mime_type"], str(one["size_in_bytes"])) for one in attachments] == said
    enclosure = attributes(rss_items(publication)[0].find("enclosure"))
    assert (enclosure["type"], enclosure["length"]) == ("audio/wav", lengths["c.wav"])


def test_8_a_summary_is_plain_text_and_never_the_whole_body(publication: Publication) -> None:
    publication.article(body=f"The **first** &amp; best.\n\n{'More words. ' * 200}")
    publication.build()
    summary = atom_entries(publication)[0].findtext(f"{ATOM}summary") or ""
    assert summary.startswith("The first & best. More words.")
    assert len(summary) <= 300
    assert html.unescape(rss_items(publication)[0].findtext("description") or "") == summary


UNSPEAKABLE = {
    "control characters": ('"a\\x00b\\x01c\\x0bd\\x1fe"', "abcde"),
    "C1 control characters": ('"a\\x80b\\x9fc"', "abc"),
    "delete": ('"a\\x7fb"', "ab"),
    "U+FFFE and U+FFFF": ('"a\\ufffeb\\uffffc"', "abc"),
    "NEL": ('"a\\x85b"', "a b"),
    "line breaks": ('"a\\nb\\r\\nc\\rd"', "a b c d"),
    "line and paragraph separators": ('"a\\u2028b\\u2029c"', "a b c"),
    "a folded block": (">-\n  a\n\n\n  b", "a b"),
    "tabs": ('"a\\tb"', "a b"),
    "]]>": ("']]> ends CDATA'", "]]> ends CDATA"),
    "emoji": ("Fin 👩🏽‍🚀🇵🇹", "Fin 👩🏽‍🚀🇵🇹"),
    "right-to-left marks": ("\u202bשלום\u202c \u200fabc\u200e", "\u202bשלום\u202c \u200fabc\u200e"),
    "markup": ("'<b>&amp;</b> <script>'", "<b>&amp;</b> <script>"),
    "quotes": ("""'"a" ''b'''""", "\"a\" 'b'"),
    "20,000 characters": ("x" * 20_000, "x" * 20_000),
    "beyond the basic plane": ("𐍈𝔘𠜎", "𐍈𝔘𠜎"),
}


@pytest.mark.parametrize(("typed", "read"), UNSPEAKABLE.values(), ids=UNSPEAKABLE)
def test_9_and_10_titles_of_any_kind_arrive_or_lose_what_no_feed_can_carry(
    publication: Publication, typed: str, read: str
) -> None:
    publication.article(
        title=typed, summary=typed, author=typed, tags=f"[{typed}]" if "\n" not in typed else ""
    )
    assert publication.build().rejected == []
    assert_valid(publication)
    (rss,), (atom,), (item,) = (
        rss_items(publication),
        atom_entries(publication),
        publication.json("news")["items"],
    )
    # None of them has HTML, which authors write there by habit.
    assert [rss.findtext("title"), atom.findtext(f"{ATOM}title"), item["title"]] == [plain_title(read)] * 3
    summaries = [
        html.unescape(rss.findtext("description") or ""),
        atom.findtext(f"{ATOM}summary"),
        item["summary"],
    ]
    assert summaries == [plain_summary(read)] * 3
    assert [
        rss.findtext(f"{DC}creator"),
        atom.findtext(f"{ATOM}author/{ATOM}name"),
        item["authors"][0]["name"],
    ] == [plain_title(read)] * 3


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a&#0;b&#1;c&#x1F;d", "a\ufffdbcd"),
        ("a&#xFFFE;b&#xFFFF;c", "abc"),
        ("a&#xD800;b", "a\ufffdb"),
        ("a&nbsp;b", "a&nbsp;b"),
        ("a\x01\x02b", "ab"),
        ("a ]]> b", "a ]]&gt; b"),
        ("<i title='a&#1;b'>x</i>", '<i title="ab">x</i>'),
        ("👩🏽‍🚀 \u202bשלום\u202c is hello", "👩🏽‍🚀 \u202bשלום\u202c is hello"),
    ],
)
def test_9_bodies_lose_only_what_no_feed_can_carry(publication: Publication, typed: str, read: str) -> None:
    publication.article("news/story.html", body=f"<p>{typed}</p>")
    assert publication.build().rejected == []
    assert_valid(publication)
    (item,) = publication.json("news")["items"]
    assert item["content_html"] == f"<p>{read}</p>"
    assert rss_items(publication)[0].findtext(f"{CONTENT}encoded") == f"<p>{read}</p>"
    assert atom_entries(publication)[0].findtext(f"{ATOM}content") == f"<p>{read}</p>"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "  javascript:alert(1)",
        "java\tscript:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("markup", ['<a href="{}">x</a>', '<img src="{}">', '<img srcset="{} 2x">'])
def test_9_no_link_runs_a_program(publication: Publication, markup: str, link: str) -> None:
    publication.article("news/story.html", body=markup.format(link.replace('"', "&quot;")))
    publication.build()
    assert_valid(publication)
    html = publication.json("news")["items"][0]["content_html"]
    for url in re.findall(r'(?:href|src|srcset)="([^"]*)"', html):
        assert re.match(r"https?://example\.org/", url), url
    assert "alert" not in html or "example.org" in html


@pytest.mark.parametrize("key", ["link", "comments"])
@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/relative", "ftp://example.org/"]
)
def test_9_front_matter_takes_only_links_that_readers_can_follow(
    publication: Publication, key: str, url: str
) -> None:
    publication.article(**{key: f"{{url: '{url}'}}" if key == "comments" else url})
    warnings = [notice.message for notice in publication.build().warnings]
    field = {"link": "link", "comments": "comments.url"}[key]
    assert any(f": {field}: found " in warning and warning.endswith("; left out") for warning in warnings)
    assert url not in "".join(publication.bytes(f"news/{name}").decode() for name in ("rss.xml", "atom.xml"))


def test_9_offsets_with_seconds_and_old_years_give_whole_dates(publication: Publication) -> None:
    publication.article("news/a.md", date="1895-01-01T00:00:00+00:19:32")
    publication.article("news/b.md", date="1000-01-02")
    publication.build()
    assert_valid(publication)
    dates = [item.findtext("pubDate") or "" for item in rss_items(publication)]
    assert dates == ["Mon, 31 Dec 1894 23:40:28 GMT", "Thu, 02 Jan 1000 00:00:00 GMT"]


def test_10_a_feed_of_hundreds_of_entries_is_valid(publication: Publication) -> None:
    publication.configure(publication.config.read_text() + "  entries: 300\n")
    for number in range(300):
        publication.article(f"news/{number}.md", title=f"Number {number}")
    publication.build()
    assert len(rss_items(publication)) == 300
    assert_valid(publication)


def test_an_entry_is_written_once_for_all_feeds_that_show_it(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = list[str | None]()
    rss_entry = FeedEntry.rss_entry

    def count(entry: FeedEntry, extensions: bool = True) -> etree._Element:
        written.append(entry.title())
        return rss_entry(entry, extensions)

    monkeypatch.setattr(FeedEntry, "rss_entry", count)
    publication.article("world/europe/spain/one.md", title="Written once")
    publication.build()
    assert all(
        rss_items(publication, section)[0].findtext("title") == "Written once"
        for section in (".", "world", "world/europe", "world/europe/spain")
    )
    assert written == ["Written once"]


def test_of_what_was_written_only_the_newest_is_kept() -> None:
    written = list[int]()

    def write(keys: Sequence[int]) -> list[bytes]:
        written.extend(keys)
        return [b"%d" % key * 10 for key in keys]

    kept = EntryCache[int](most_bytes=30)
    assert kept.get([1, 2, 1], write) == [b"1" * 10, b"2" * 10, b"1" * 10]
    assert kept.get([3, 4, 2], write) == [b"3" * 10, b"4" * 10, b"2" * 10]
    kept.get([4, 1], write)
    assert written == [1, 2, 3, 4, 1]


def test_the_locale_of_the_process_is_left_alone(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dates have English names in any locale, and setlocale is not thread-safe."""

    def fail(*_: object) -> None:
        raise AssertionError("setlocale was called")

    publication.article()
    monkeypatch.setattr(locale, "setlocale", fail)
    publication.build()
    assert rss_items(publication)[0].findtext("pubDate") == "Fri, 20 Nov 2026 00:00:00 GMT"


# Dates


@pytest.mark.parametrize(
    ("typed", "rss", "atom"),
    [
        ("2026-11-20", "Fri, 20 Nov 2026 00:00:00 GMT", "2026-11-20T00:00:00Z"),
        ("2026-11-20T10:00:00+01:00", "Fri, 20 Nov 2026 09:00:00 GMT", "2026-11-20T09:00:00Z"),
        ("2026-11-20T23:30:00-08:00", "Sat, 21 Nov 2026 07:30:00 GMT", "2026-11-21T07:30:00Z"),
        ("2026-07-01T10:00:00.987654Z", "Wed, 01 Jul 2026 10:00:00 GMT", "2026-07-01T10:00:00Z"),
        ("1969-07-20T20:17:40Z", "Sun, 20 Jul 1969 20:17:40 GMT", "1969-07-20T20:17:40Z"),
    ],
)
def test_dates_are_utc_in_whole_seconds(publication: Publication, typed: str, rss: str, atom: str) -> None:
    publication.article(date=typed)
    publication.build()
    (item,), (entry,) = rss_items(publication), atom_entries(publication)
    (json_item,) = publication.json("news")["items"]
    assert item.findtext("pubDate") == rss
    assert item.findtext(f"{ATOM}updated") == atom
    assert (entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")) == (atom, atom)
    assert (json_item["date_published"], json_item["date_modified"]) == (atom, atom)
    assert parsedate_to_datetime(rss).isoformat() == atom.replace("Z", "+00:00")


def test_a_feeds_date_is_its_newest_change(publication: Publication) -> None:
    publication.article("news/new.md", date="2026-11-20")
    publication.article("news/corrected.md", date="2026-11-01", updated="2026-11-21T08:00:00Z")
    publication.build()
    root = etree.fromstring(publication.bytes("news/rss.xml"))
    assert root.findtext("channel/lastBuildDate") == "Sat, 21 Nov 2026 08:00:00 GMT"
    assert etree.fromstring(publication.bytes("news/atom.xml")).findtext(f"{ATOM}updated") == (
        "2026-11-21T08:00:00Z"
    )


# Media


@pytest.mark.parametrize("kind", ["audio", "video", "enclosures"])
def test_the_one_enclosure_of_rss_is_sound_or_film_before_a_picture(
    publication: Publication, kind: str
) -> None:
    publication.write("news/a.png", picture("PNG", 4, 3))
    media = {"audio": "a.mp3", "video": "a.mp4", "enclosures": "a.ogg"}[kind]
    publication.article(image="a.png", **{kind: f"https://cdn.example.org/{media}"})
    publication.build()
    (item,) = rss_items(publication)
    (enclosure,) = item.iter("enclosure")
    assert enclosure.get("url") == f"https://cdn.example.org/{media}"
    assert str(enclosure.get("type")).partition("/")[0] in ("audio", "video")


def test_a_picture_is_the_enclosure_where_there_is_nothing_to_hear_or_see(publication: Publication) -> None:
    data = picture("PNG", 4, 3)
    publication.write("news/a.png", data)
    publication.article(image="a.png")
    publication.build()
    enclosure = attributes(rss_items(publication)[0].find("enclosure"))
    assert (enclosure["type"], enclosure["length"]) == ("image/png", str(len(data)))


def test_a_remote_picture_of_unknown_length(publication: Publication) -> None:
    """RSS requires the attribute, so 0; Atom does not, and a wrong number helps nobody."""
    publication.article(image="https://cdn.example.org/a.jpg")
    publication.build()
    (item,), (entry,) = rss_items(publication), atom_entries(publication)
    url = "https://cdn.example.org/a.jpg"
    assert attributes(item.find("enclosure")) == {"url": url, "type": "image/jpeg", "length": "0"}
    assert enclosures(entry) == [{"rel": "enclosure", "href": url, "type": "image/jpeg"}]
    for one in (item, entry):
        content = attributes(one.find(f"{MEDIA}content"))
        assert content == {"url": url, "type": "image/jpeg", "medium": "image", "isDefault": "true"}
    (attachment,) = publication.json("news")["items"][0]["attachments"]
    assert attachment == {"url": url, "mime_type": "image/jpeg"}


def test_a_remote_picture_has_what_its_author_says(publication: Publication) -> None:
    publication.article(
        image="{src: https://cdn.example.org/a, type: image/webp, length: 2 KB, width: 40, height: 30}"
    )
    publication.build()
    (item,) = rss_items(publication)
    assert attributes(item.find("enclosure")) == {
        "url": "https://cdn.example.org/a",
        "type": "image/webp",
        "length": "2000",
    }
    assert attributes(item.find(f"{MEDIA}content")) == {
        "url": "https://cdn.example.org/a",
        "type": "image/webp",
        "medium": "image",
        "isDefault": "true",
        "fileSize": "2000",
        "width": "40",
        "height": "30",
    }


PICTURES: dict[str, tuple[Callable[[], bytes], str, str | None, str | None]] = {
    "a.jpg": (lambda: picture("JPEG", 40, 30), "image/jpeg", "40", "30"),
    "a.png": (lambda: picture("PNG", 40, 30), "image/png", "40", "30"),
    "a.gif": (lambda: picture("GIF", 40, 30), "image/gif", "40", "30"),
    "a.webp": (lambda: picture("WEBP", 40, 30), "image/webp", "40", "30"),
    "a.avif": (lambda: picture("AVIF", 40, 30), "image/avif", "40", "30"),
    "a.svg": (lambda: SVG, "image/svg+xml", None, None),
    "png-named.jpg": (lambda: picture("PNG", 40, 30), "image/png", "40", "30"),
    "webp-named.png": (lambda: picture("WEBP", 40, 30), "image/webp", "40", "30"),
    "lying.jpg": (lambda: picture("JPEG", 40, 30, orientation=6), "image/jpeg", "30", "40"),
    "upside-down.jpg": (lambda: picture("JPEG", 40, 30, orientation=3), "image/jpeg", "40", "30"),
    "lying.webp": (lambda: picture("WEBP", 40, 30, orientation=8), "image/webp", "30", "40"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_pictures_type_and_size_are_those_of_its_bytes(publication: Publication, name: str) -> None:
    make, media_type, width, height = PICTURES[name]
    data = make()
    publication.write(f"news/{name}", data)
    publication.article(image=name)
    assert publication.build().warnings == []
    (item,) = rss_items(publication)
    content, enclosure = attributes(item.find(f"{MEDIA}content")), attributes(item.find("enclosure"))
    assert (content["type"], content.get("width"), content.get("height")) == (media_type, width, height)
    assert (enclosure["type"], enclosure["length"]) == (media_type, str(len(data)))
    assert publication.bytes(enclosure["url"].removeprefix("https://feeds.example.org/")) == data
    assert Path(enclosure["url"]).suffix == {"image/jpeg": ".jpg", "image/svg+xml": ".svg"}.get(
        media_type, "." + media_type.removeprefix("image/")
    )


@pytest.mark.parametrize("name", ["a.wav", "wrongly-named.mp3"])
def test_a_sounds_length_and_duration_are_those_of_its_bytes(publication: Publication, name: str) -> None:
    data = sound(3)
    publication.write(f"news/{name}", data)
    publication.article(audio=name)
    publication.build()
    (attachment,) = publication.json("news")["items"][0]["attachments"]
    assert attachment.pop("url").endswith(".wav")
    assert attachment == {"mime_type": "audio/wav", "size_in_bytes": len(data), "duration_in_seconds": 3}


@pytest.mark.parametrize("key", ["image", "audio", "video", "enclosures"])
@pytest.mark.parametrize(
    ("src", "problem"),
    [
        ("missing.png", "missing.png is missing"),
        ("../../config.yaml", "../../config.yaml is outside content/"),
        ("liar.png", "liar.png is not a picture, audio or video file that feeds can contain"),
        ("ftp://example.org/a.png", "ftp://example.org/a.png is not a URL that readers can fetch"),
    ],
)
def test_media_that_are_not_what_they_claim_are_a_warning_and_no_enclosure(
    publication: Publication, key: str, src: str, problem: str
) -> None:
    publication.write("news/liar.png", "Not a picture.")
    publication.article(**{key: src})
    report = publication.build()
    assert report.rejected == []
    assert [str(warning) for warning in report.warnings] == [
        f"content/news/story.md: {key}: {problem}; left out"
    ]
    assert rss_items(publication)[0].find("enclosure") is None
    assert enclosures(atom_entries(publication)[0]) == []
    assert "attachments" not in publication.json("news")["items"][0]


def test_a_sound_is_no_picture(publication: Publication) -> None:
    publication.write("news/a.png", sound(1))
    publication.article(image="a.png")
    (warning,) = publication.build().warnings
    assert str(warning) == ("content/news/story.md: image: a.png is audio/wav, expected a picture; left out")


def test_two_articles_share_one_published_picture(publication: Publication) -> None:
    publication.write("news/a.png", picture("PNG", 4, 3))
    publication.article("news/one.md", image="a.png")
    publication.article("news/two.md", image="a.png")
    publication.build()
    (published,) = (file for file in (publication.feeds / "media").rglob("*") if file.is_file())
    (url,) = {item["image"] for item in publication.json("news")["items"]}
    assert url == f"https://feeds.example.org/{published.relative_to(publication.feeds).as_posix()}"


# URLs


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("https://example.org/añ o", "https://example.org/a%C3%B1%20o"),
        ("https://ñandú.example/a", "https://xn--and-6ma2c.example/a"),
        ("https://example.org/a%20b?q=ü#é", "https://example.org/a%20b?q=%C3%BC#%C3%A9"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("HTTPS://EXAMPLE.org", "https://example.org/"),
    ],
)
def test_urls_are_absolute_and_percent_encoded(publication: Publication, typed: str, uri: str) -> None:
    """Non-ASCII or spaces in URLs: validators' error, and gPodder loses the enclosure (INTEROP.md)."""
    publication.article("news/story.html", body=f'<a href="{typed}">x</a>', image=f"{{src: '{typed}'}}")
    publication.build()
    assert_valid(publication)
    (item,) = publication.json("news")["items"]
    assert f'href="{uri}"' in item["content_html"]
    assert item["image"] == uri


@pytest.mark.parametrize("where", ["author", "comments", "link", "site.author", "section link"])
def test_urls_from_every_key_are_percent_encoded(publication: Publication, where: str) -> None:
    url, uri = "https://example.org/ñ", "https://example.org/%C3%B1"
    keys = {
        "author": {"author": f"{{name: Ana, url: '{url}'}}"},
        "comments": {"comments": f"{{url: '{url}'}}"},
        "link": {"link": url},
    }
    if where == "site.author":
        config = publication.config.read_text()
        author = f"  author: {{name: Desk, url: '{url}'}}\n"
        publication.configure(config.replace("feeds:", author + "feeds:"))
    if where == "section link":
        publication.write("news/_section.yaml", f"link: '{url}'\n")
    publication.article(**keys.get(where, {}))
    assert publication.build().rejected == []
    feeds = "".join(
        publication.bytes(f"news/{name}").decode() for name in ("rss.xml", "atom.xml", "feed.json")
    )
    assert url not in feeds
    assert uri in feeds
    assert_valid(publication)


@pytest.mark.parametrize("section", ["", "news", "news/us"])
def test_no_feed_carries_a_relative_url(publication: Publication, section: str) -> None:
    publication.write("news/us/a.png", picture("PNG", 4, 3))
    body = (
        '<p><a href="b.html">1</a><a href="/c">2</a><a href="#d">3</a><a href="?e">4</a>'
        '<a href="//cdn.example.org/f">5</a><img src="a.png" srcset="a.png 1x, g.png 2x">'
        '<video poster="a.png" src="h.mp4"></video><blockquote cite="i">6</blockquote></p>'
    )
    publication.article("news/us/story.html", body=body)
    publication.build()
    (item,) = publication.json(section)["items"]
    urls = re.findall(r'(?:href|src|poster|cite)="([^"]*)"', item["content_html"])
    assert len(urls) == 9
    assert all(re.match(r"https://(example|cdn\.example|feeds\.example)\.org/", url) for url in urls)
    (srcset,) = re.findall(r'srcset="([^"]*)"', item["content_html"])
    assert all(candidate.strip().startswith("https://") for candidate in srcset.split(","))


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON document."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from strings(member)
    elif isinstance(value, str):
        yield value


def test_json_is_written_as_people_read_it(publication: Publication) -> None:
    publication.article(title="Año & 茶", body="“Hola”")
    publication.build()
    data = publication.bytes("news/feed.json")
    assert "Año & 茶" in data.decode()
    assert data.endswith(b"}\n")
    assert "Año & 茶" in strings(json.loads(data))


def test_what_has_no_words_is_the_description_too(publication: Publication) -> None:
    """Without a summary, readers and the profile of RSS expect a description before content:encoded."""
    publication.article(body="![](https://e.example/a.jpg)&nbsp;")
    publication.build()
    (item,) = rss_items(publication)
    assert item.findtext("description") == item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert "a.jpg" in (item.findtext("description") or "")
