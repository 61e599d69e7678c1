"""One good feed in each format, the same entries in all three, and the files behind its URLs."""

from __future__ import annotations

from datetime import UTC, datetime

from feedwright.checks.document import Kind

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
<description>The second story.</description>
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
<summary type="html">The second story.</summary>
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
"summary": "The second story.",
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

PODCAST = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel>
<title>The Pier</title>
<link>https://example.org/pier/</link>
<description>A talk a week.</description>
<language>en</language>
<atom:link rel="self" href="https://feeds.example.org/pier.xml" type="application/rss+xml"/>
<itunes:author>The Desk</itunes:author>
<itunes:image href="https://feeds.example.org/media/pier.jpg"/>
<itunes:category text="Society &amp; Culture"><itunes:category text="Documentary"/></itunes:category>
<itunes:explicit>false</itunes:explicit>
<itunes:type>episodic</itunes:type>
<itunes:owner><itunes:name>The Desk</itunes:name><itunes:email>desk@example.org</itunes:email></itunes:owner>
<itunes:block>No</itunes:block>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
<podcast:locked>yes</podcast:locked>
<item>
<title>Two</title>
<link>https://example.org/pier/2/</link>
<guid isPermaLink="false">tag:example.org,2026:pier-2</guid>
<pubDate>Thu, 19 Nov 2026 09:30:00 GMT</pubDate>
<enclosure url="https://feeds.example.org/media/two.mp3" length="100" type="audio/mpeg"/>
<itunes:duration>12:34</itunes:duration>
<itunes:episode>2</itunes:episode>
<itunes:season>1</itunes:season>
<itunes:episodeType>full</itunes:episodeType>
<podcast:transcript url="https://feeds.example.org/media/two.vtt" type="text/vtt"/>
<podcast:chapters url="https://feeds.example.org/media/two.json" type="application/json+chapters"/>
<podcast:person href="https://example.org/ana/">Ana</podcast:person>
</item>
<item>
<title>One</title>
<link>https://example.org/pier/1/</link>
<guid isPermaLink="false">tag:example.org,2026:pier-1</guid>
<pubDate>Thu, 12 Nov 2026 09:30:00 GMT</pubDate>
<enclosure url="https://feeds.example.org/media/one.mp3" length="100" type="audio/mpeg"/>
</item>
</channel>
</rss>
"""

ARCHIVE = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"
 xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:at="http://purl.org/atompub/tombstones/1.0"
 xmlns:media="http://search.yahoo.com/mrss/">
<id>https://feeds.example.org/</id>
<title>The Post</title>
<updated>2026-10-20T10:00:00Z</updated>
<author><name>The Desk</name><email>desk@example.org</email></author>
<fh:archive/>
<link rel="self" href="https://feeds.example.org/archive/2.xml"/>
<link rel="current" href="https://feeds.example.org/atom.xml"/>
<link rel="prev-archive" href="https://feeds.example.org/archive/1.xml"/>
<at:deleted-entry ref="tag:example.org,2026:7" when="2026-10-20T10:00:00Z"/>
<entry>
<id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>
<title type="text">Ten</title>
<updated>2026-10-20T10:00:00Z</updated>
<link href="https://example.org/ten/" type="text/html" hreflang="en"/>
<link rel="replies" href="https://example.org/ten/talk/"/>
<category term="ports" scheme="https://example.org/tags/"/>
<thr:in-reply-to ref="tag:example.org,2026:6"/>
<thr:total>3</thr:total>
<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ten ships.</div></summary>
<content type="image/png">iVBORw0KGgo=</content>
<source><id>https://elsewhere.example/</id><title>Elsewhere</title><updated>2026-10-01T10:00:00Z</updated></source>
<media:group>
<media:content url="https://feeds.example.org/media/ten.mp4" type="video/mp4" medium="video" isDefault="true"
 expression="full" duration="60" lang="en" width="640" height="360"/>
<media:content url="https://feeds.example.org/media/ten.webm" type="video/webm" isDefault="false"/>
<media:thumbnail url="https://feeds.example.org/media/ten.png" width="64" height="36" time="00:00:12.5"/>
<media:player url="https://example.org/ten/player/"/>
<media:title type="plain">Ships</media:title>
<media:credit role="photographer">Bo</media:credit>
<media:hash algo="md5">dfdec888b72151965a34b4b59031290a</media:hash>
<media:rating scheme="urn:simple">nonadult</media:rating>
<media:restriction relationship="allow" type="country">pt es</media:restriction>
<media:status state="active"/>
</media:group>
</entry>
<entry>
<id>tag:example.org,2026:9</id>
<title>Nine</title>
<updated>2026-10-19T10:00:00Z</updated>
<summary>Nine ships.</summary>
<content src="https://example.org/nine.pdf" type="application/pdf"/>
</entry>
</feed>
"""

OPML = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head>
<title>The Post's feeds</title>
<dateCreated>Fri, 20 Nov 2026 10:00:00 GMT</dateCreated>
<ownerEmail>desk@example.org</ownerEmail>
</head>
<body>
<outline text="News">
<outline type="rss" text="U.S." title="U.S." xmlUrl="https://feeds.example.org/us.xml" htmlUrl="https://example.org/us/"/>
<outline type="rss" text="World" title="World" xmlUrl="https://feeds.example.org/world.xml"/>
</outline>
<outline type="link" text="About" url="https://example.org/" created="Fri, 20 Nov 2026 10:00:00 GMT"/>
</body>
</opml>
"""

SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url>
<loc>https://example.org/second/</loc>
<lastmod>2026-11-20</lastmod>
<priority>0.8</priority>
<news:news>
<news:publication><news:name>The Post</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-11-20T10:00:00Z</news:publication_date>
<news:title>Second</news:title>
</news:news>
</url>
<url><loc>https://example.org/first/</loc></url>
</urlset>
"""

GOOD = {"rss": RSS, "atom": ATOM, "json": JSON}
"""One publication in the three formats, that a folder holds and that agree."""

OTHERS = {"podcast": PODCAST, "archive": ARCHIVE, "opml": OPML, "sitemap": SITEMAP}
KINDS: dict[str, Kind] = {"podcast": "rss", "archive": "atom"}
"""The formats of documents that are not called by them."""

NAMES = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


def broken(kind: str, old: str, new: str) -> str:
    """The good feed with the first `old` in it replaced by `new`."""
    good = (GOOD | OTHERS)[kind]
    assert old in good, f"the good {kind} feed has no {old!r}"
    return good.replace(old, new, 1)
