"""What is written as XML comes out of any parser as it was."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from feedwright.formats import atom, rss
from feedwright.model import Entry, Extra, Feed, Link, Person, Section
from feedwright.text import legal
from feedwright.xml_writer import Writer

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://example.org/"

PIECES = st.characters(exclude_categories=["Cs"]).map(legal) | st.sampled_from(
    ["<", "&", "]]>", "&amp;", '"', "'", "\t", "\n", "\r", "\r\n", " ", "<!--", "%s{}"]
)
SHORT = st.lists(PIECES, max_size=30).map("".join)
# Of articles' length, too: those are escaped in another way.
TEXT = SHORT | st.builds(lambda text: text * 600, SHORT)
PARSERS = pytest.mark.parametrize(
    "parse", [etree.fromstring, ElementTree.fromstring], ids=["libxml2", "expat"]
)


def test_a_document_has_the_shape_of_what_wrote_it() -> None:
    xml = Writer("/feed.css?a&b")
    with xml.element("m:a", **{"xmlns:m": "urn:m"}):
        xml.leaf("b")
        xml.leaf("b", "")
        xml.leaf("b", "text", z=1, a="2", left_out=None)
        xml.optional("c", "text")
        xml.optional("c", "")
        xml.optional("c", None)
        with xml.element("d"), xml.element("e"):
            pass
    assert xml.document().decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<?xml-stylesheet type="text/css" href="/feed.css?a&amp;b"?>\n'
        '<m:a xmlns:m="urn:m">\n'
        "  <b/>\n"
        "  <b></b>\n"
        '  <b z="1" a="2">text</b>\n'
        "  <c>text</c>\n"
        "  <d>\n"
        "    <e/>\n"
        "  </d>\n"
        "</m:a>\n"
    )


@PARSERS
@given(text=TEXT, value=TEXT)
@example(text="\r\n\t ", value="\r\n\t ")
@settings(max_examples=200, deadline=None)
def test_any_text_and_any_attribute_come_back(parse: type, text: str, value: str) -> None:
    xml = Writer()
    with xml.element("a", of=value):
        xml.leaf("b", text, of=value)
    (leaf,) = root = parse(xml.document())
    assert (leaf.text or "", leaf.get("of"), root.get("of")) == (text, value, value)


@given(text=TEXT.filter(bool))
@settings(max_examples=100, deadline=None)
def test_any_text_of_an_entry_arrives(text: str) -> None:
    entry = Entry(
        *("tag:example.org,2026:1", URL, text, MOMENT, MOMENT, (Person(text),), text, "News", text),
        tags=(text,),
        rights=text,
        related=(Link(URL, text),),
        extras=(Extra("x", text, attributes=(("y", text),)),),
    )
    feed = Feed(URL, URL, text, Section("", text, text, URL), MOMENT, (entry,))
    (item,) = etree.fromstring(rss.write(feed)).iter("item")
    # HTML by its spec.
    assert html.unescape(item.findtext("description") or "") == text
    for name in (
        "title",
        "category[2]",
        f"{CONTENT}encoded",
        f"{DC}creator",
        f"{DC}rights",
        "x",
    ):
        assert item.findtext(name) == text
    assert item.xpath("x/@y") == item.xpath("*[@rel='related']/@title") == [text]
    (of_atom,) = etree.fromstring(atom.write(feed)).iter(f"{ATOM}entry")
    for name in ("title", "summary", "content", f"author/{ATOM}name", "rights"):
        assert of_atom.findtext(f"{ATOM}{name}") == text
    assert of_atom.xpath("*[@term][2]/@term") == of_atom.xpath("*[@rel='related']/@title") == [text]


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("times", [1, 1000])
def test_what_xml_cannot_carry_is_left_out_and_all_else_is_written(character: str, times: int) -> None:
    xml = Writer()
    with xml.element("a", b=f"é{character}1"):
        xml.leaf("c", f"x{character * times}\ufffd\ty")
    root = etree.fromstring(xml.document())
    assert (root.get("b"), root.findtext("c")) == ("é1", "x\ufffd\ty")
