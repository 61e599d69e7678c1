"""One good feed in each format, the same entries in all three, and the files behind its URLs."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SERVED_AT = "https://feeds.example.org/"

MP3 = b"ID3\x04" + b"\0" * 96
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 42
FILES = {"media/a.mp3": MP3, "media/a.png": PNG, "media/in.png": PNG}

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>The Post</title>
<link>https://example.org/</link>
<description>News of the port.</description>
<language>en-GB</language>
<lastBuildDate>Fri, 20 Nov 2026 10:00:00 GMT</lastBuildDate>
<managingEditor>desk@example.org (The Desk)</managingEditor>
<atom:link rel="self" href="https://feeds.example.org/rss.xml" type="application/rss+xml"/>
<item>
<title>Second</title>
<link>https://example.org/second/</link>
<description>The second &lt;b&gt;story&lt;/b&gt;.</description>
<guid isPermaLink="false">tag:example.org,2026:2</guid>
<pubDate>Thu, 19 Nov 2026 09:30:00 +0100</pubDate>
<enclosure url="https://feeds.example.org/media/a.mp3" length="100" type="audio/mpeg"/>
<content:encoded>&lt;p&gt;Two. &lt;img src="https://feeds.example.org/media/in.png"&gt;&lt;/p&gt;</content:encoded>
<dc:creator>Ana</dc:creator>
<atom:updated>2026-11-20T10:00:00Z</atom:updated>
<media:content url="https://feeds.example.org/media/a.png" type="image/png" fileSize="50"/>
</item>
<item>
<title>First</title>
<link>https://example.org/first/</link>
<description>The first story.</description>
<guid>https://example.org/first/</guid>
<pubDate>Wed, 18 Nov 2026 09:30:00 GMT</pubDate>
<content:encoded>&lt;p&gt;One. &lt;a href="mailto:a@example.org"&gt;Us&lt;/a&gt;&lt;/p&gt;</content:encoded>
<atom:updated>2026-11-18T09:30:00Z</atom:updated>
</item>
</channel>
</rss>
"""

ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en-GB">
<id>https://feeds.example.org/</id>
<title>The Post</title>
<updated>2026-11-20T10:00:00Z</updated>
<author><name>The Desk</name><uri>https://example.org/desk/</uri></author>
<link rel="self" href="https://feeds.example.org/atom.xml" type="application/atom+xml"/>
<link rel="alternate" href="https://example.org/" type="text/html"/>
<subtitle>News of the port.</subtitle>
<entry>
<id>tag:example.org,2026:2</id>
<title>Second</title>
<updated>2026-11-20T10:00:00Z</updated>
<published>2026-11-19T09:30:00+01:00</published>
<author><name>Ana</name></author>
<link href="https://example.org/second/"/>
<link rel="enclosure" href="https://feeds.example.org/media/a.mp3" length="100" type="audio/mpeg"/>
<summary type="html">The second &lt;b&gt;story&lt;/b&gt;.</summary>
<content type="html">&lt;p&gt;Two. &lt;img src="https://feeds.example.org/media/in.png"&gt;&lt;/p&gt;</content>
<media:content url="https://feeds.example.org/media/a.png" type="image/png" fileSize="50"/>
</entry>
<entry>
<id>https://example.org/first/</id>
<title>First</title>
<updated>2026-11-18T09:30:00Z</updated>
<published>2026-11-18T09:30:00Z</published>
<link rel="alternate" href="https://example.org/first/"/>
<summary>The first story.</summary>
<content type="html">&lt;p&gt;One. &lt;a href="mailto:a@example.org"&gt;Us&lt;/a&gt;&lt;/p&gt;</content>
</entry>
</feed>
"""

JSON = """\
{
"version": "https://jsonfeed.org/version/1.1",
"title": "The Post",
"home_page_url": "https://example.org/",
"feed_url": "https://feeds.example.org/feed.json",
"description": "News of the port.",
"authors": [{"name": "The Desk", "url": "https://example.org/desk/"}],
"language": "en-GB",
"_ours": {"url": ["anything"], "title": 7},
"items": [
{
"id": "tag:example.org,2026:2",
"url": "https://example.org/second/",
"title": "Second",
"summary": "The second <b>story</b>.",
"image": "https://feeds.example.org/media/a.png",
"date_published": "2026-11-19T09:30:00+01:00",
"date_modified": "2026-11-20T10:00:00Z",
"attachments": [
{"url": "https://feeds.example.org/media/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 100}
],
"content_html": "<p>Two. <img src=\\"https://feeds.example.org/media/in.png\\"></p>"
},
{
"id": "https://example.org/first/",
"url": "https://example.org/first/",
"title": "First",
"summary": "The first story.",
"date_published": "2026-11-18T09:30:00Z",
"date_modified": "2026-11-18T09:30:00Z",
"content_html": "<p>One. <a href=\\"mailto:a@example.org\\">Us</a></p>"
}
]
}
"""

GOOD = {"rss": RSS, "atom": ATOM, "json": JSON}
NAMES = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


def broken(kind: str, old: str, new: str) -> str:
    """The good feed with the first `old` in it replaced by `new`."""
    good = GOOD[kind]
    assert old in good, f"the good {kind} feed has no {old!r}"
    return good.replace(old, new, 1)
