"""Any entry that is written by way of feedgen is read as it was: by parsers of XML, and by feedparser."""

from __future__ import annotations

import html
import os
from calendar import timegm
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from feedwright.formats import atom, rss
from feedwright.model import (
    Comments,
    Entry,
    Extra,
    Feed,
    Link,
    Location,
    Media,
    Person,
    Rendition,
    Section,
    Via,
)
from feedwright.text import legal

EXAMPLES = 400 if os.environ.get("FEEDWRIGHT_LONG") else 20

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://example.org/"

PIECES = st.characters(exclude_categories=["Cs"]).map(legal) | st.sampled_from(
    ["<", "&", "]]>", "&amp;", '"', "'", "\t", "\n", "\r", "\r\n", " ", "<!--", "%s{}"]
)
SHORT = st.lists(PIECES, max_size=30).map("".join)
# Of articles' length, too.
TEXT = SHORT | st.builds(lambda text: text * 600, SHORT)
PARSERS = pytest.mark.parametrize(
    "parse", [etree.fromstring, ElementTree.fromstring], ids=["libxml2", "expat"]
)


def feed_of(*entries: Entry, title: str = "News", description: str = "What is new") -> Feed:
    return Feed(URL, URL, title, Section("", title, description, URL, "en"), MOMENT, entries)


def feed_entry(text: str) -> Entry:
    return Entry(
        *("tag:example.org,2026:1", URL, text, MOMENT, MOMENT, (Person(text),), text, "News", text),
        tags=(text,),
        rights=text,
        picture=Media(f"{URL}a.png", "image/png", "image", caption=text),
        related=(Link(URL, text),),
        extras=(Extra("x", text, attributes=(("y", text),)),),
    )


# XML


@PARSERS
@given(text=TEXT.filter(bool))
@settings(max_examples=100, deadline=None)
def test_any_text_of_an_entry_arrives(parse: Callable[[bytes], Any], text: str) -> None:
    feed = feed_of(feed_entry(text), title=text, description=text)
    (channel,) = parse(rss.write(feed))
    assert (channel.findtext("title"), html.unescape(channel.findtext("description"))) == (text, text)
    (item,) = channel.iter("item")
    # HTML by its spec.
    assert html.unescape(item.findtext("description") or "") == text
    for name in ("title", "category[2]", f"{CONTENT}encoded", f"{DC}creator", f"{DC}rights", "x"):
        assert item.findtext(name) == text
    assert item.findtext(f"{MEDIA}content/{MEDIA}description") == text
    assert item.find("x").get("y") == item.find(f"{ATOM}link[@rel='related']").get("title") == text
    of_atom = parse(atom.write(feed)).find(f"{ATOM}entry")
    for name in ("title", "summary", "content", f"author/{ATOM}name", "rights"):
        assert of_atom.findtext(f"{ATOM}{name}") == text
    assert of_atom.findall(f"{ATOM}category")[1].get("term") == text
    assert of_atom.find(f"{ATOM}link[@rel='related']").get("title") == text


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
@pytest.mark.parametrize("times", [1, 1000])
def test_what_xml_cannot_carry_is_left_out_and_all_else_is_written(character: str, times: int) -> None:
    feed = feed_of(feed_entry(f"é{character * times}\ufffd\ty"), feed_entry("other"))
    first, second = etree.fromstring(rss.write(feed)).iter("item")
    assert (first.findtext("title"), first.findtext(f"{CONTENT}encoded")) == ("é\ufffd\ty", "é\ufffd\ty")
    assert first.xpath("x/@y") == ["é\ufffd\ty"]
    assert second.findtext("title") == "other"
    titles = [one.text for one in etree.fromstring(atom.write(feed)).iter(f"{ATOM}title")]
    assert titles == ["News", "é\ufffd\ty", "other"]


def test_an_entry_whose_title_nobody_knows_any_more_is_written() -> None:
    feed = feed_of(replace(feed_entry("text"), title="", url="", summary="", content=None))
    assert b"<title></title>\n      <link></link>\n" in rss.write(feed)
    assert b"<title></title>\n" in atom.write(feed)


# feedparser

# Without what feedparser takes for UTF-8 that somebody read as Latin-1, and repairs.
LETTERS = st.characters(categories=["L", "N"]).filter(lambda one: not "\x80" <= one <= "\xff")
WORDS = st.text(LETTERS, min_size=1, max_size=20)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
URLS = WORDS.map(lambda word: f"{URL}{word.encode().hex()}")
NUMBERS = st.integers(1, 10**9)
PEOPLE = st.builds(Person, WORDS)
PICTURES = st.builds(
    Media,
    URLS,
    st.sampled_from(["image/png", "image/jpeg"]),
    st.just("image"),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    # No caption: feedparser takes it for a text of the entry, wherever it stands.
    credit=st.none() | WORDS,
    renditions=st.lists(st.builds(Rendition, URLS, NUMBERS, NUMBERS, NUMBERS), max_size=2).map(tuple),
)
SOUNDS = st.builds(Media, URLS, st.just("audio/mpeg"), st.just("audio"), NUMBERS)
ENTRIES = st.builds(
    Entry,
    id=WORDS.map(lambda word: f"tag:example.org,2026:{word.encode().hex()}"),
    url=URLS,
    title=WORDS,
    published=MOMENTS,
    updated=MOMENTS,
    authors=st.lists(PEOPLE, max_size=3).map(tuple),
    summary=st.just("") | WORDS,
    section=WORDS,
    content=st.none() | WORDS.map(lambda word: f"<p>{word} &amp; <em>{word}</em></p>"),
    language=st.none() | st.sampled_from(["de", "en", "fr"]),
    tags=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    picture=st.none() | PICTURES,
    media=st.lists(SOUNDS, max_size=2).map(tuple),
    gallery=st.lists(PICTURES, max_size=2).map(tuple),
    comments=st.none() | st.builds(Comments, st.none() | URLS, st.none() | NUMBERS),
    rights=st.none() | WORDS,
    license=st.none() | URLS,
    location=st.none() | st.builds(Location, st.just("53.55"), st.just("9.99"), st.none() | WORDS),
    related=st.lists(st.builds(Link, URLS, st.none() | WORDS), max_size=2).map(tuple),
    via=st.none() | st.builds(Via, URLS, st.none() | WORDS, st.none() | URLS),
    markdown=st.none() | WORDS,
    extras=st.lists(st.builds(Extra, st.just("x"), WORDS), max_size=1).map(tuple),
)


def moment_of(parsed: Any) -> datetime:
    return datetime.fromtimestamp(timegm(parsed), UTC)


def links_of(read: Any, relation: str) -> list[tuple[str, str | None]]:
    return [(link.href, link.get("title")) for link in read.links if link.rel == relation]


def assert_common(read: Any, entry: Entry) -> None:
    """What both formats say of an entry."""
    assert (read.id, read.link, read.title) == (entry.id, entry.url, entry.title)
    assert moment_of(read.published_parsed) == entry.published
    assert moment_of(read.updated_parsed) == entry.updated
    assert [tag.term for tag in read.get("tags", ())] == list(dict.fromkeys((entry.section, *entry.tags)))
    assert links_of(read, "related") == [(link.url, link.title) for link in entry.related]
    assert links_of(read, "via") == ([(entry.via.url, entry.via.title)] if entry.via else [])
    assert [one.value for one in read.get("content", ())] == ([entry.content] if entry.content else [])
    assert read.get("rights") == entry.rights
    pictures = [entry.picture] if entry.picture else []
    pictures += [one for one in entry.gallery if not entry.picture or one.url != entry.picture.url]
    told = [one["url"] for one in read.get("media_content", ())]
    assert told == [
        url for one in pictures for url in (one.url, *(other.url for other in reversed(one.renditions)))
    ]
    if entry.location:
        assert read.where.coordinates == (9.99, 53.55)


@given(entry=ENTRIES)
@settings(max_examples=EXAMPLES, deadline=None)
def test_feedparser_reads_any_entry_of_rss_as_it_was(entry: Entry) -> None:
    (read,) = feedparser.parse(rss.write(replace(feed_of(entry), joins_creators=False))).entries
    assert_common(read, entry)
    # Of an item that has only content, feedparser takes that.
    assert read.get("summary", "") == (entry.summary or entry.content or "")
    assert [author.name for author in read.get("authors", ())] == [one.name for one in entry.authors]
    enclosures = [(one.href, one.type, one.length) for one in read.enclosures]
    assert enclosures == [(one.url, one.type, str(one.length)) for one in entry.media[:1]]
    if entry.comments and entry.comments.url:
        assert read.comments == entry.comments.url
    if entry.comments and entry.comments.count is not None:
        assert read.slash_comments == str(entry.comments.count)


@given(entry=ENTRIES)
@settings(max_examples=EXAMPLES, deadline=None)
def test_feedparser_reads_any_entry_of_atom_as_it_was(entry: Entry) -> None:
    (read,) = feedparser.parse(atom.write(feed_of(entry))).entries
    assert_common(read, entry)
    assert read.get("summary", "") == (entry.summary or entry.content or "")
    assert [author.name for author in read.get("authors", ())] == [one.name for one in entry.authors]
    enclosures = [(one.href, one.type, one.length) for one in read.enclosures]
    assert enclosures == [(one.url, one.type, str(one.length)) for one in entry.media]
    assert [url for url, _ in links_of(read, "license")] == ([entry.license] if entry.license else [])
    if entry.content:
        assert read.content[0].base == entry.url
        assert read.content[0].language == (entry.language or "en")
    if entry.comments and entry.comments.url:
        assert links_of(read, "replies") == [(entry.comments.url, None)]
    if entry.via and entry.via.feed:
        assert (read.source.id, read.source.title) == (entry.via.feed, entry.via.title or entry.via.url)
