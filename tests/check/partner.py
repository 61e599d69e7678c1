"""One feed that every aggregator takes, and for each demand of a profile how to break it alone."""

from __future__ import annotations

from check.case import Case

_SUMMARY = "The ferry left at noon, and the whole port stood on the quay to see it go. " * 5
_ITEM = """\
<item>
<title>The ferries are back, number {number}</title>
<link>https://example.org/ferries-{number}/</link>
<description>{summary}</description>
<guid isPermaLink="false">tag:example.org,2026:ferries-{number}</guid>
<pubDate>Fri, 20 Nov 2026 {hour:02}:{minute:02}:00 GMT</pubDate>
<content:encoded>&lt;p&gt;At noon. &lt;img src="https://feeds.example.org/media/a.jpg" width="960" \
height="640"&gt;&lt;/p&gt;</content:encoded>
<dc:creator>Ana</dc:creator>
<media:content url="https://feeds.example.org/media/a.jpg" type="image/jpeg" medium="image" fileSize="50000" \
width="960" height="640"><media:credit>Bo</media:credit></media:content>
<media:thumbnail url="https://feeds.example.org/media/a.jpg" width="960" height="640"/>
</item>
"""
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:snf="http://www.smartnews.be/snf">
<channel>
<title>The Post</title>
<link>https://example.org/</link>
<description>News of the port.</description>
<language>en-GB</language>
<pubDate>Fri, 20 Nov 2026 20:00:00 GMT</pubDate>
<atom:link rel="self" href="https://feeds.example.org/rss.xml" type="application/rss+xml"/>
<snf:logo><url>https://feeds.example.org/media/logo.png</url></snf:logo>
"""
PARTNER = (
    _HEAD
    + "".join(
        _ITEM.format(number=number, summary=_SUMMARY, hour=19 - number // 6, minute=59 - number % 6 * 10)
        for number in range(30)
    )
    + "</channel>\n</rss>\n"
)

_TITLE = "The ferries are back, number 0"
_LAST = PARTNER[PARTNER.rindex("<item>") : PARTNER.rindex("</channel>")]
_LINK = "<link>https://example.org/ferries-0/</link>"
_GUID = '<guid isPermaLink="false">tag:example.org,2026:ferries-0</guid>'
_DATE = "<pubDate>Fri, 20 Nov 2026 19:59:00 GMT</pubDate>"
_DESCRIPTION = f"<description>{_SUMMARY}</description>"
_CONTENT = PARTNER[PARTNER.index("<content:encoded>") : PARTNER.index("<dc:creator>")]
_CREDIT = "<media:credit>Bo</media:credit>"
_FIRST = PARTNER[PARTNER.index("<item>") : PARTNER.index("</item>")]
_BARE = _FIRST[: _FIRST.index("<media:content")].replace(_CONTENT, "<content:encoded>Noon.</content:encoded>")
_IMAGE = _CONTENT[_CONTENT.index("&lt;img") : _CONTENT.index("&lt;/p")]
_SMALL = _FIRST.replace('width="960" height="640"', 'width="390" height="260"')
_WIDE = _FIRST.replace('width="960" height="640"', 'width="1280" height="640"')
_DEEP = "&lt;div&gt;" * 11 + "&lt;/div&gt;" * 11

_CASES = {
    "readers": [
        ("entry.needs", _LINK, ""),
        ("entry.author", "<dc:creator>Ana</dc:creator>", ""),
        ("entry.picture", _IMAGE, ""),
        ("entry.date", "19:59:00 GMT", "20:59:00 +0100"),
        ("feed.needs", "<language>en-GB</language>", ""),
        ("feed.bytes", "News of the port.", "News of the port. " * 60_000),
        ("entry.text", _FIRST, _FIRST.replace(_DESCRIPTION, "").replace(_CONTENT, "")),
    ],
    "msn": [
        ("entry.needs", _GUID, ""),
        ("title.length", _TITLE, "Ferries are back"),
        ("title.length", _TITLE, _TITLE * 6),
        ("title.plain", _TITLE, f"&lt;i&gt;{_TITLE}&lt;/i&gt;"),
        ("summary.plain", "The ferry left", "The &lt;b&gt;ferry&lt;/b&gt; left"),
        ("age", "Fri, 20 Nov 2026 19:59", "Thu, 20 Nov 2025 19:59"),
        ("date.zone", "19:59:00 GMT", "20:59:00 +0100"),
        ("https", "https://example.org/ferries-0/", "http://example.org/ferries-0/"),
        ("https", "https://example.org/ferries-0/", "https://ana:secret@example.org/ferries-0/"),
        ("image", _FIRST, _BARE),
        ("image.size", _FIRST, _SMALL),
        ("image.aspect", _FIRST, _WIDE),
        ("image.bytes", 'fileSize="50000"', 'fileSize="16000000"'),
        ("html.tags", "At noon.", "At &lt;cite&gt;noon&lt;/cite&gt;."),
        ("html.style", "&lt;p&gt;At", '&lt;p style="color: red"&gt;At'),
        ("html.depth", "At noon.", f"At noon. {_DEEP}"),
    ],
    "smartnews": [
        ("feed.needs", "<link>https://example.org/</link>", ""),
        ("feed.language", "<language>en-GB</language>", ""),
        ("feed.date", "<pubDate>Fri, 20 Nov 2026 20:00:00 GMT</pubDate>", ""),
        ("feed.title", "The Post", "The &lt;b&gt;Post&lt;/b&gt;"),
        ("feed.description", "News of the port.", "News of the port and of all its ships."),
        ("feed.logo", "<snf:logo><url>https://feeds.example.org/media/logo.png</url></snf:logo>", ""),
        ("feed.bytes", "At noon.", "At noon. " * 120_000),
        ("entry.needs", _LINK, ""),
        ("entry.text", _CONTENT, ""),
        (
            "entry.picture",
            '<media:thumbnail url="https://feeds.example.org/media/a.jpg" width="960" height="640"/>',
            "",
        ),
        ("entry.status", _LINK, f"{_LINK}<media:status>gone</media:status>"),
        ("entry.deleted", _LINK, '<media:status state="deleted"/>'),
    ],
    "flipboard": [
        ("feed.needs", "<language>en-GB</language>", ""),
        ("entries", _LAST, ""),
        ("entry.needs", _CONTENT, ""),
        ("entry.more", "<dc:creator>Ana</dc:creator>", ""),
        ("summary.length", _SUMMARY, "The ferry left."),
        ("image", _FIRST, _BARE),
        ("image.size", _FIRST, _SMALL),
    ],
    "apple-news": [
        ("feed.needs", "<title>The Post</title>", ""),
        ("feed.locale", "en-GB", "en"),
        ("entry.needs", _DESCRIPTION, ""),
        ("entry.text", _CONTENT, ""),
        ("title.length", _TITLE, "Ferries"),
        ("title.plain", _TITLE, f"&lt;i&gt;{_TITLE}&lt;/i&gt;"),
        (
            "summary.end",
            _SUMMARY,
            "The ferry left at noon… &lt;a href='/'>Read more&lt;/a>".replace(">", "&gt;"),
        ),
        ("shortcodes", "At noon.", "[caption id='1']At noon.[/caption]"),
    ],
    "newsbreak": [
        ("entry.text", _CONTENT, ""),
        ("entry.image", _FIRST, _BARE),
        ("entry.author", "<dc:creator>Ana</dc:creator>", ""),
        ("entry.credit", _CREDIT, ""),
        ("feed.language", "en-GB", "pt-PT"),
    ],
    "mailchimp": [
        ("entry.date", _DATE, ""),
        ("entry.needs", _LINK, ""),
        ("entry.summary", _DESCRIPTION, ""),
        ("entry.image", _FIRST, _FIRST[: _FIRST.index("<media:content")]),
    ],
    "flash-briefing": [
        ("entry.needs", _LINK, ""),
        ("summary.length", _DESCRIPTION, f"<description>{'x' * 4_501}</description>"),
    ],
    "zapier": [
        ("entry.id", _GUID, ""),
        ("order", "Fri, 20 Nov 2026 19:59", "Thu, 19 Nov 2026 19:59"),
    ],
}
PARTNER_CASES = [
    Case(f"{profile}.{rule}", profile, old, new)
    for profile, cases in _CASES.items()
    for rule, old, new in cases
]
PODCAST_CASES = [
    Case("podcast.feed.needs", "podcast", "<itunes:explicit>false</itunes:explicit>", ""),
    Case("podcast.feed.description", "podcast", "A talk a week.", "A talk a week. " * 300),
    Case("podcast.feed.artwork", "podcast", "media/pier.jpg", "media/pier.webp"),
    Case("podcast.entry.needs", "podcast", "<title>One</title>", ""),
    Case("podcast.entry.duration", "podcast", "<itunes:duration>12:34</itunes:duration>", ""),
]
SITEMAP_CASES = [
    Case("google-news-sitemap.entry.needs", "sitemap", "<news:title>Second</news:title>", ""),
    Case("google-news-sitemap.entry.age", "sitemap", "2026-11-20T10", "2026-11-19T10"),
    Case(
        "google-news-sitemap.entries",
        "sitemap",
        "<url>",
        "<url><loc>https://example.org/</loc></url>" * 1000 + "<url>",
    ),
]
