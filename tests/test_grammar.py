"""The validators of tests/grammar bite: good documents pass, and each fault gives its own error."""

import json
from typing import Any

import pytest

from grammar.atom import atom_errors
from grammar.jsonfeed import jsonfeed_errors
from grammar.rfc3339 import is_date_time

# Atom

ATOM_MINIMAL = """\
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>tag:example.org,2022:/</id>
  <title>News</title>
  <updated>2022-03-18T12:00:00Z</updated>
</feed>
"""

ATOM_ENTRY = """\
<entry xmlns="http://www.w3.org/2005/Atom">
  <id>urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6</id>
  <title>One</title>
  <updated>2022-03-18T12:00:00Z</updated>
  <author><name>Ann</name></author>
  <content>Text</content>
</entry>
"""

ATOM_MAXIMAL = """\
<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/css" href="/feed.css"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
      xml:lang="en-GB" xml:base="https://example.org/" media:any="attribute">
  <id>tag:example.org,2022:/news</id>
  <title type="html">News &amp;amp; views</title>
  <subtitle type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">All <b>day</b></div></subtitle>
  <updated>2022-03-18T12:00:00.25Z</updated>
  <author><name>Ann</name><uri>https://example.org/ann</uri><email>ann@example.org</email></author>
  <contributor><media:role>desk</media:role><name>Bob</name></contributor>
  <category term="news" scheme="https://example.org/" label="News"/>
  <generator uri="https://example.org/f" version="1">feedwright</generator>
  <icon>/icon.png</icon>
  <logo>/logo.png</logo>
  <rights>© Example</rights>
  <link href="/news"/>
  <link rel="alternate" href="/news.txt" type="text/plain"/>
  <link rel="alternate" href="/nouvelles" hreflang="fr"/>
  <link rel="self" href="/news/atom.xml" type="application/atom+xml"/>
  <link rel="hub" href="https://hub.example/"/>
  <empty xmlns=""/>
  <entry>
    <id>tag:example.org,2022:1</id>
    <title>One</title>
    <published>2022-03-17T12:00:00Z</published>
    <updated>2022-03-18T12:00:00Z</updated>
    <link href="/1" title="One" hreflang="en" type="text/html" length="12"/>
    <link rel="enclosure" href="/1.mp3" type="audio/mpeg" length="1000"/>
    <summary>First</summary>
    <content type="html">&lt;p&gt;First&lt;/p&gt;</content>
    <media:group><media:content url="/1.jpg"><media:title>A <i>b</i></media:title>
    </media:content></media:group>
  </entry>
  <entry>
    <id>tag:example.org,2022:2</id>
    <title>Two</title>
    <updated>2022-03-18T11:00:00Z</updated>
    <content type="xhtml">
      <div xmlns="http://www.w3.org/1999/xhtml"><p id="p">Second</p></div>
    </content>
    <source><id>tag:example.net,2022:/</id><title>Elsewhere</title></source>
  </entry>
  <entry>
    <id>tag:example.org,2022:3</id>
    <title>Three</title>
    <updated>2022-03-18T10:00:00Z</updated>
    <summary>A picture</summary>
    <content type="image/png" src="/3.png"/>
  </entry>
  <entry>
    <id>tag:example.org,2022:4</id>
    <title>Four</title>
    <updated>2022-03-18T09:00:00Z</updated>
    <content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>
  </entry>
</feed>
"""

AUTHORS = "<author><name>Ann</name><uri>https://example.org/ann</uri><email>ann@example.org</email></author>"


@pytest.mark.parametrize("document", [ATOM_MINIMAL, ATOM_ENTRY, ATOM_MAXIMAL])
def test_good_atom(document: str) -> None:
    assert atom_errors(document.encode()) == []


@pytest.mark.parametrize(
    ("good", "broken", "expected"),
    [
        # The grammar
        pytest.param("</feed>", "", "Premature end of data", id="not well-formed"),
        pytest.param("2005/Atom", "2005/Atoms", "4: Did not expect element feed", id="namespace"),
        pytest.param(
            "<id>tag:example.org,2022:1</id>",
            "",
            "22: An atom:entry must have an atom:id.",
            id="no id",
        ),
        pytest.param("<title>One</title>", "", "22: An atom:entry must have an atom:title.", id="no title"),
        pytest.param("<title>One</title>", "<title>One</title>" * 2, "Extra element title", id="2"),
        pytest.param(
            "<icon>/icon.png</icon>",
            "<ikon/>",
            "13: Expecting element entry, got ikon",
            id="unknown element",
        ),
        pytest.param('rel="hub"', 'rol="hub"', "20: Invalid attribute rol", id="attribute"),
        pytest.param(' href="/1"', "", "27: Element link failed to validate attributes", id="href"),
        pytest.param(' term="news"', "", "Element category failed", id="category without term"),
        pytest.param("<name>Bob</name>", "", "10: Expecting an element name", id="no name"),
        pytest.param("ann@example.org", "ann", "Extra element email", id="email"),
        pytest.param('type="audio/mpeg"', 'type="audio"', "28: Invalid attribute type", id="media"),
        pytest.param('hreflang="fr"', 'hreflang="fr_FR"', "Invalid attribute hreflang", id="lang"),
        pytest.param('<title type="html">', '<title type="text/html">', "attribute type", id="text"),
        pytest.param('<p id="p">Second</p>', "<media:p/>", "extra content: div", id="not XHTML"),
        pytest.param("<summary>First", "<summary><b/>", "29: Element summary has extra", id="HTML"),
        pytest.param('src="/3.png"/>', 'src="/3.png">x</content>', "attribute type", id="src, text"),
        pytest.param(
            "2022-03-17T12:00:00Z</published>",
            "Thu, 17 Mar 2022 12:00:00 GMT</published>",
            "25: Type dateTime doesn't allow value",
            id="RFC 822 date",
        ),
        pytest.param(
            "Elsewhere</title></source>\n  </entry>",
            "Elsewhere</title></source>\n  </entry>\n  <rights/>",
            "43: Expecting element entry, got rights",
            id="metadata after an entry",
        ),
        # Appendix B's assertions
        pytest.param(AUTHORS, "", "4: An atom:feed must have an atom:author", id="feed author"),
        pytest.param(AUTHORS, "", "50: An atom:entry must have an atom:author", id="entry author"),
        pytest.param(
            '<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>',
            '<link rel="self" href="/4"/>',
            "50: An atom:entry must have at least one atom:link",
            id="neither content nor alternate",
        ),
        # The prose
        pytest.param(
            "<id>tag:example.org,2022:4</id>",
            "<id>tag:example.org,2022:2</id>",
            "51: atom:id 'tag:example.org,2022:2' is already the id of the entry of line 35.",
            id="duplicate id",
        ),
        pytest.param(
            "<id>tag:example.org,2022:2</id>",
            "<id> tag:example.org,2022:2</id>",
            "35: atom:id ' tag:example.org,2022:2' is not an absolute IRI.",
            id="white space in an id",
        ),
        pytest.param(
            ' href="/news.txt" type="text/plain"',
            ' href="/news.txt"',
            "17: Second alternate atom:link with type None and hreflang None.",
            id="two alternates",
        ),
        pytest.param(
            'rel="enclosure" href="/1.mp3" type="audio/mpeg"',
            'rel="alternate" href="/1.html" type="TEXT/HTML" hreflang="EN"',
            "28: Second alternate atom:link with type 'TEXT/HTML' and hreflang 'EN'.",
            id="two alternates, other case",
        ),
        pytest.param(
            "2022-03-18T10:00:00Z",
            "2022-03-18T10:00:00+00:00",
            "46: atom:updated '2022-03-18T10:00:00+00:00' is not an RFC 3339 date ending in Z.",
            id="date with an offset",
        ),
        pytest.param(
            "2022-03-18T10:00:00Z",
            " 2022-03-18T10:00:00Z",
            "46: atom:updated ' 2022-03-18T10:00:00Z' is not an RFC 3339 date ending in Z.",
            id="white space in a date",
        ),
        pytest.param(
            '<content type="image/svg+xml">',
            "<content>",
            "54: atom:content without a type is text, and holds no elements.",
            id="elements in text",
        ),
        pytest.param(
            "<summary>A picture</summary>",
            "",
            "43: An atom:entry whose atom:content has src must have a summary.",
            id="src without summary",
        ),
    ],
)
def test_broken_atom(good: str, broken: str, expected: str) -> None:
    assert ATOM_MAXIMAL.count(good) == 1
    errors = atom_errors(ATOM_MAXIMAL.replace(good, broken).encode())
    assert [error for error in errors if expected in error], errors


# JSON Feed

JSON_MINIMAL: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "News",
    "items": [],
}

JSON_ATTACHMENT = {
    "url": "https://example.org/1.mp3",
    "mime_type": "audio/mpeg",
    "title": "Listen",
    "size_in_bytes": 1000,
    "duration_in_seconds": 61.5,
}

JSON_ITEM = {
    "id": "tag:example.org,2022:1",
    "url": "https://example.org/1",
    "external_url": "https://example.net/a?b=c#d",
    "title": "One",
    "content_html": "<p>First</p>",
    "content_text": "First",
    "summary": "First",
    "image": "https://example.org/1.jpg",
    "banner_image": "https://example.org/1-banner.jpg",
    "date_published": "2010-02-07T14:04:00-05:00",
    "date_modified": "2022-03-18T12:00:00.123Z",
    "author": {"name": "Ann"},
    "authors": [{"name": "Ann", "_desk": {"about": "x"}}, {"url": "mailto:bob@example.org"}],
    "tags": ["news", "élections"],
    "language": "zh-Hant-TW",
    "attachments": [JSON_ATTACHMENT],
    "_credit": {"name": "anything"},
}

JSON_MAXIMAL = JSON_MINIMAL | {
    "home_page_url": "https://example.org/",
    "feed_url": "https://example.org/feed.json",
    "description": "All day",
    "user_comment": "For feed readers",
    "next_url": "https://example.org/feed-2.json",
    "icon": "https://example.org/icon.png",
    "favicon": "https://example.org/favicon.png",
    "author": {"avatar": "https://example.org/ann.png"},
    "authors": [{"avatar": "https://example.org/ann.png"}],
    "language": "en",
    "expired": False,
    "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
    "items": [JSON_ITEM, {"id": "2", "content_text": ""}],
    "_feedwright": {"about": "https://example.org/"},
}


@pytest.mark.parametrize("feed", [JSON_MINIMAL, JSON_MAXIMAL])
def test_good_json_feed(feed: dict[str, Any]) -> None:
    assert jsonfeed_errors(json.dumps(feed, ensure_ascii=False).encode()) == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b'{"title": "\xe9"}', "$: not UTF-8: byte 11"),
        (b"\xef\xbb\xbf{}", "$: not JSON: Unexpected UTF-8 BOM"),
        (b'{"title": "News",}', "$: not JSON: "),
        (b'{"_x": NaN}', "$: not JSON: NaN is not a JSON value"),
        (b"[]", "$: expected an object, found []"),
        (b'{"title": "a", "title": "b"}', "$..title: the key occurs twice in one object"),
        (b"{}", "$.version: required, but missing"),
        (b"{}", "$.title: required, but missing"),
        (b"{}", "$.items: required, but missing"),
    ],
)
def test_broken_json(document: bytes, expected: str) -> None:
    errors = jsonfeed_errors(document)
    assert [error for error in errors if error.startswith(expected)], errors


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"version": "https://jsonfeed.org/version/1"},
            '$.version: expected "https://jsonfeed.org/version/1.1", found "https://jsonfeed.org/version/1"',
        ),
        ({"title": None}, "$.title: expected a string, found null"),
        ({"items": {}}, "$.items: expected an array, found {}"),
        ({"description": 1}, "$.description: expected a string, found 1"),
        ({"descripton": "x"}, "$.descripton: unknown key"),
        ({"a key": "x"}, "$['a key']: unknown key"),
        ({"_a.b": {}}, "$['_a.b']: unknown key"),
        ({"_": {}}, "$._: unknown key"),
        ({"icon": "/i.png"}, '$.icon: expected an absolute http or https URL, found "/i.png"'),
        ({"icon": "https://a/ b"}, "$.icon: expected an absolute http or https URL"),
        ({"icon": "https://"}, "$.icon: expected an absolute http or https URL"),
        ({"icon": "https://[a/"}, "$.icon: expected an absolute http or https URL"),
        ({"feed_url": "ftp://a/b"}, "$.feed_url: expected an absolute http or https URL"),
        (
            {"feed_url": "https://a/1", "next_url": "https://a/1"},
            "$.next_url: must not be the same as feed_url",
        ),
        ({"language": "en_GB"}, '$.language: expected an RFC 5646 language tag, found "en_GB"'),
        ({"language": ""}, '$.language: expected an RFC 5646 language tag, found ""'),
        ({"expired": "no"}, '$.expired: expected true or false, found "no"'),
        ({"expired": 0}, "$.expired: expected true or false, found 0"),
        ({"author": {}}, "$.author: at least one of name, url, avatar is required"),
        ({"authors": {"name": "Ann"}}, "$.authors: expected an array"),
        ({"authors": ["Ann"]}, '$.authors[0]: expected an object, found "Ann"'),
        ({"authors": [{"email": "a@b"}]}, "$.authors[0].email: unknown key"),
        ({"hubs": [{"type": "WebSub"}]}, "$.hubs[0].url: required, but missing"),
        ({"hubs": [{"url": "https://a/"}]}, "$.hubs[0].type: required, but missing"),
    ],
)
def test_broken_json_feed(members: dict[str, Any], expected: str) -> None:
    errors = jsonfeed_errors(json.dumps(JSON_MINIMAL | members).encode())
    assert [error for error in errors if error.startswith(expected)], errors


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"id": 1}, ".id: expected a string that is not empty, found 1"),
        ({"id": ""}, '.id: expected a string that is not empty, found ""'),
        ({"id": "2"}, ".id: '2' is already the id of $.items[0]"),
        ({"content_html": ["x"]}, '.content_html: expected a string, found ["x"]'),
        ({"content": "x"}, ".content: unknown key"),
        ({"image": "1.jpg"}, '.image: expected an absolute http or https URL, found "1.jpg"'),
        ({"date_published": "2022-03-18"}, ".date_published: expected an RFC 3339 date"),
        ({"date_modified": 1647604800}, ".date_modified: expected an RFC 3339 date"),
        ({"authors": [{}]}, ".authors[0]: at least one of name, url, avatar is required"),
        ({"tags": "news"}, '.tags: expected an array, found "news"'),
        ({"tags": ["a", 2022]}, ".tags[1]: expected a string, found 2022"),
        ({"attachments": JSON_ATTACHMENT}, ".attachments: expected an array"),
        (
            {"attachments": [JSON_ATTACHMENT | {"size_in_bytes": "1000"}]},
            '.attachments[0].size_in_bytes: expected a number, 0 or more, found "1000"',
        ),
        (
            {"attachments": [JSON_ATTACHMENT | {"duration_in_seconds": True}]},
            ".attachments[0].duration_in_seconds: expected a number, 0 or more, found true",
        ),
        (
            {"attachments": [JSON_ATTACHMENT | {"mime_type": "mp3"}]},
            '.attachments[0].mime_type: expected a MIME type, found "mp3"',
        ),
    ],
)
def test_broken_json_item(members: dict[str, Any], expected: str) -> None:
    items = [{"id": "2", "content_text": "x"}, JSON_ITEM | members]
    errors = jsonfeed_errors(json.dumps(JSON_MINIMAL | {"items": items}).encode())
    assert len(errors) == 1
    assert errors[0].startswith("$.items[1]" + expected)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("x", '$.items[0]: expected an object, found "x"'),
        ({"content_text": "x"}, "$.items[0].id: required, but missing"),
        (
            {"id": "1", "summary": "x"},
            "$.items[0]: at least one of content_html, content_text is required",
        ),
        (
            {"id": "1", "content_text": "x", "attachments": [{"url": "https://a/"}]},
            "$.items[0].attachments[0].mime_type: required, but missing",
        ),
        (
            {"id": "1", "content_text": "x", "attachments": [{"mime_type": "audio/mpeg"}]},
            "$.items[0].attachments[0].url: required, but missing",
        ),
    ],
)
def test_incomplete_json_item(item: object, expected: str) -> None:
    document = json.dumps(JSON_MINIMAL | {"items": [item]}).encode()
    assert jsonfeed_errors(document) == [expected]


# RFC 3339


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("2022-03-18T12:00:00Z", True),
        ("2022-03-18t12:00:00z", True),
        ("2022-03-18T12:00:00.123456789-05:30", True),
        ("2024-02-29T00:00:00Z", True),
        ("2022-02-29T00:00:00Z", False),
        ("2022-03-18T24:00:00Z", False),
        ("2022-03-18T12:00:00", False),
        ("2022-03-18 12:00:00Z", False),
        ("2022-03-18T12:00Z", False),
        ("2022-03-18T12:00:00+0100", False),
        ("2022-03-18T12:00:00+24:00", False),
        ("2022-03-18T12:00:00+01:60", False),
        ("2022-03-18T12:00:00Z\n", False),
        ("٢٠٢٢-03-18T12:00:00Z", False),
    ],
)
def test_rfc3339(text: str, good: bool) -> None:
    assert is_date_time(text) is good
