"""How to break the rules of single specs: per good document, the rule, and what in it becomes what."""

from __future__ import annotations

from check.case import Case
from check.documents import OPML, SITEMAP

_RSS_SELF = '<atom:link rel="self" href="https://feeds.example.org/rss.xml" type="application/rss+xml"/>'
_IMAGE = "<image><url>https://example.org/a.png</url><title>The Post</title><link>https://example.org/</link>"
_CLOUD = '<cloud domain="rpc.example.org" port="80" path="/RPC2" registerProcedure="ping" protocol="'
_LANGUAGE = "<language>en-GB</language>"
_MEDIA = 'type="image/png" fileSize="50"'
_SUMMARY = "<summary>The first story.</summary>"
_ALTERNATE = '<link href="https://example.org/second/"/>'
_NEWS = SITEMAP[SITEMAP.index("<news:news>") : SITEMAP.index("</url>")]
_SLASH = ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
_SY = ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


def _under(element: str) -> tuple[str, str]:
    """`element` as one more child of the RSS channel."""
    return _LANGUAGE, _LANGUAGE + element


def _page(number: int, news: str = "") -> str:
    return f"<url><loc>https://example.org/{number}/</loc>{news}</url>"


_RSS = [
    ("rss.channel", "</channel>", "</channel><channel/>"),
    ("rss.item.place", "</channel>", "</channel><item><title>Out</title></item>"),
    ("rss.channel.element", *_under("<subtitle>News</subtitle>")),
    ("rss.item.element", "<title>Second</title>", "<title>Second</title><body>Two</body>"),
    ("rss.channel.once", *_under(_LANGUAGE)),
    ("rss.item.once", "<title>Second</title>", "<title>Second</title><title>Second</title>"),
    ("rss.markup", "The second story.", "<p>The second story.</p>"),
    ("rss.ttl", *_under("<ttl>1 hour</ttl>")),
    ("rss.ttl", *_under("<ttl>-5</ttl>")),
    ("rss.skip-hours", *_under("<skipHours><hour>25</hour></skipHours>")),
    ("rss.skip-hours", *_under("<skipHours><hour>3</hour><hour>3</hour></skipHours>")),
    ("rss.skip-days", *_under("<skipDays><day>Montag</day></skipDays>")),
    ("rss.image", *_under("<image><url>https://example.org/a.png</url><title>The Post</title></image>")),
    ("rss.image.size", *_under(f"{_IMAGE}<width>145</width></image>")),
    ("rss.image.size", *_under(f"{_IMAGE}<height>tall</height></image>")),
    ("rss.image.match", *_under(f"{_IMAGE}</image>".replace("The Post", "Logo"))),
    ("rss.cloud", *_under(f'{_CLOUD}soap"/>'.replace('port="80"', ""))),
    ("rss.cloud.procedure", *_under(f'{_CLOUD}http-post"/>'.replace('registerProcedure="ping" ', ""))),
    ("rss.cloud.procedure", *_under(f'{_CLOUD}xml-rpc"/>'.replace('"ping"', '""'))),
    ("rss.cloud.protocol", *_under(f'{_CLOUD}http"/>')),
    ("rss.text-input", *_under("<textInput><title>Search</title></textInput>")),
    ("rss.guid.attribute", 'isPermaLink="false"', 'isPermaLink="no"'),
    ("rss.category", *_under("<category/>")),
    ("rss.source", "<title>Second</title>", "<title>Second</title><source>Agency</source>"),
    ("rss.date.zone", "10:00:00 GMT", "05:00:00 EST"),
    ("rss.self.once", *_under(_RSS_SELF)),
    ("rss.self.type", 'type="application/rss+xml"', 'type="text/xml"'),
    (
        "rss.author.twice",
        "<dc:creator>Ana</dc:creator>",
        "<dc:creator>Ana</dc:creator><author>ana@example.org (Ana)</author>",
    ),
    ("rss.content.place", *_under("<content:encoded>News</content:encoded>")),
    (
        "rss.comments.count",
        "<dc:creator>Ana</dc:creator>",
        f"<slash:comments{_SLASH}>many</slash:comments>",
    ),
    ("rss.update.period", *_under(f"<sy:updatePeriod{_SY}>often</sy:updatePeriod>")),
    ("rss.update.frequency", *_under(f"<sy:updateFrequency{_SY}>0</sy:updateFrequency>")),
    ("document.namespace", "<rss ", '<rss xmlns="http://backend.userland.com/rss2" '),
    ("namespace.name", "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"),
    ("namespace.name", "http://purl.org/dc/elements/1.1/", "https://purl.org/dc/elements/1.1/"),
]

_ATOM = [
    ("document.namespace", "http://www.w3.org/2005/Atom", "http://example.org/Atom"),
    ("id.uuid", "https://example.org/second/", "urn:uuid:2"),
    ("id.tag", "https://example.org/second/", "tag:example.org:2"),
    ("atom.feed.element", "<subtitle>News of the port.</subtitle>", "<description>News</description>"),
    ("atom.entry.element", _SUMMARY, f"{_SUMMARY}<pubDate>2026-11-18</pubDate>"),
    ("atom.feed.once", "<title>The Post</title>", "<title>The Post</title><title>The Post</title>"),
    ("atom.entry.once", _SUMMARY, _SUMMARY * 2),
    ("atom.text.type", _SUMMARY, _SUMMARY.replace("<summary", '<summary type="text/plain"')),
    ("atom.text.xhtml", _SUMMARY, _SUMMARY.replace("<summary", '<summary type="xhtml"')),
    ("atom.text.markup", "The first story.", "The <b>first</b> story."),
    ("atom.link.href", 'rel="alternate" href="https://example.org/" type="text/html"', 'rel="alternate"'),
    ("atom.link.rel", 'rel="self"', 'rel="the feed"  href="https://example.org/x"/><link rel="self"'),
    ("atom.link.type", 'type="text/html"', 'type="html"'),
    ("atom.link.hreflang", _ALTERNATE, _ALTERNATE.replace("/>", ' hreflang="English, British"/>', 1)),
    ("atom.link.alternate", _ALTERNATE, _ALTERNATE * 2),
    (
        "atom.person.name",
        "<author><name>Ana</name></author>",
        "<author><uri>https://example.org/</uri></author>",
    ),
    ("atom.person.email", "<name>Ana</name>", "<name>Ana</name><email>Ana</email>"),
    ("atom.person.once", "<name>Ana</name>", "<name>Ana</name><name>Bo</name>"),
    ("atom.category.term", _SUMMARY, f'{_SUMMARY}<category label="Ports"/>'),
    ("atom.category.scheme", _SUMMARY, f'{_SUMMARY}<category term="ports" scheme="tags"/>'),
]

_JSON = [
    ("json.home", '"home_page_url"', '"_home_page_url"'),
    ("json.item.url", '"url": "https://example.org/second/",', ""),
    ("json.next", '"feed_url"', '"next_url": "https://feeds.example.org/feed.json", "feed_url"'),
    ("json.hub", '"feed_url"', '"hubs": [{"url": "https://hub.example.org/"}], "feed_url"'),
    ("json.author.empty", '"summary": "The first', '"authors": [{}], "summary": "The first'),
    ("json.author.old", '"summary": "The first', '"author": {"name": "Ana"}, "summary": "The first'),
    ("json.member.unknown", '"language"', '"lang": "en", "language"'),
    ("json.extension", '"_ours"', '"_1"'),
    ("json.extension", '"_ours"', '"_our.s"'),
    ("json.extension.object", '"language"', '"_pictures": ["a.png"], "language"'),
    ("json.plain", "The first story", "The <b>first</b> story"),
    ("json.plain", "The first story", "The first &amp; last story"),
    ("json.plain", "The first story", "<p>The first story"),
    ("json.plain", "The first story", "<img src='https://example.org/a.png'> The first story"),
    ("json.plain", "News of the port", "News of<br>the port"),
    ("json.plain", '"First"', '"The <i>first</i>"'),
    ("json.duration", '"size_in_bytes": 100', '"size_in_bytes": 100, "duration_in_seconds": -1'),
    ("json.tag", '"summary": "The first', '"tags": [""], "summary": "The first'),
]

_MEDIA_CASES = [
    ("media.element", "</item>", "<media:picture/></item>"),
    ("media.content", '<media:content url="https://feeds.example.org/media/a.png"', "<media:content"),
    ("media.content.type", _MEDIA, 'type="png" fileSize="50"'),
    ("media.content.medium", _MEDIA, f'{_MEDIA} medium="picture"'),
    ("media.content.expression", _MEDIA, f'{_MEDIA} expression="short"'),
    ("media.content.default", _MEDIA, f'{_MEDIA} isDefault="yes"'),
    ("media.content.number", _MEDIA, f'{_MEDIA} bitrate="128 kbps"'),
    ("media.content.lang", _MEDIA, f'{_MEDIA} lang="English, British"'),
    ("media.size", _MEDIA, f'{_MEDIA} width="640px"'),
    ("media.group", "</item>", "<media:group/></item>"),
    ("media.thumbnail", "</item>", '<media:thumbnail width="64"/></item>'),
    ("media.text.type", "</item>", '<media:title type="text">In</media:title></item>'),
    ("media.credit", "</item>", "<media:credit/></item>"),
]

_TOMBSTONE = '<at:deleted-entry ref="tag:example.org,2026:7" when="2026-10-20T10:00:00Z"/>'
_ARCHIVE = [
    ("atom.content.type", 'type="image/png"', 'type="png"'),
    ("atom.content.summary", "<summary>Nine ships.</summary>", ""),
    ("atom.content.src", 'type="application/pdf"/>', 'type="application/pdf">Nine</content>'),
    ("atom.content.base64", "iVBORw0KGgo=", "\u2026"),
    ("atom.source", "<source><id>https://elsewhere.example/</id>", "<source>"),
    ("thr.reply", 'ref="tag:example.org,2026:6"', ""),
    ("thr.total", "<thr:total>3", "<thr:total>three"),
    ("tombstone.ref", ' ref="tag:example.org,2026:7"', ""),
    ("tombstone.when", 'when="2026-10-20T10:00:00Z"', 'when="yesterday"'),
    ("tombstone.alive", 'ref="tag:example.org,2026:7"', 'ref="tag:example.org,2026:9"'),
    ("tombstone.twice", _TOMBSTONE, _TOMBSTONE * 2),
    ("archive.element", "<fh:archive/>", "<fh:archive/><fh:incremental/>"),
    ("archive.empty", "<fh:archive/>", "<fh:archive>2</fh:archive>"),
    ("archive.current", 'rel="current"', 'rel="related"'),
    ("archive.loop", "/archive/1.xml", "/archive/2.xml"),
    ("archive.loop", "https://feeds.example.org/atom.xml", "https://feeds.example.org/archive/2.xml"),
    (
        "archive.link.once",
        '<link rel="current"',
        '<link rel="prev-archive" href="https://feeds.example.org/archive/0.xml"/><link rel="current"',
    ),
    ("archive.complete", "<fh:archive/>", "<fh:archive/><fh:complete/>"),
    ("archive.complete.link", "<fh:archive/>", "<fh:complete/>"),
    ("media.group.default", 'isDefault="false"', 'isDefault="true"'),
    ("media.thumbnail.time", 'time="00:00:12.5"', 'time="12s"'),
    ("media.hash", 'algo="md5"', 'algo="sha256"'),
    ("media.player", 'media:player url="https://example.org/ten/player/"', "media:player"),
    ("media.rating", ">nonadult<", ">all<"),
    ("media.restriction", 'relationship="allow" ', ""),
    ("media.restriction.words", 'type="country"', 'type="place"'),
    ("media.status", 'state="active"', 'state="live"'),
]

_PODCAST = [
    ("itunes.element", "<itunes:author>The Desk</itunes:author>", "<itunes:Author>The Desk</itunes:Author>"),
    ("itunes.image.missing", '<itunes:image href="https://feeds.example.org/media/pier.jpg"/>', ""),
    ("itunes.image", '<itunes:image href="https://feeds.example.org/media/pier.jpg"/>', "<itunes:image/>"),
    (
        "itunes.category.missing",
        '<itunes:category text="Society &amp; Culture"><itunes:category text="Documentary"/>'
        "</itunes:category>",
        "",
    ),
    ("itunes.category", "Society &amp; Culture", "Society"),
    ("itunes.category", "Documentary", "Documentaries"),
    ("itunes.explicit.missing", "<itunes:explicit>false</itunes:explicit>", ""),
    ("itunes.explicit", ">false<", ">very<"),
    ("itunes.explicit.old", ">false<", ">clean<"),
    ("itunes.language.missing", "<language>en</language>", ""),
    ("itunes.duration", "12:34", "12 minutes"),
    ("itunes.number", "<itunes:season>1", "<itunes:season>One"),
    ("itunes.number", "<itunes:episode>2", "<itunes:episode>0"),
    ("itunes.episode-type", ">full<", ">Full<"),
    ("itunes.type", ">episodic<", ">weekly<"),
    ("itunes.owner", "<itunes:email>desk@example.org</itunes:email>", ""),
    (
        "itunes.enclosure.missing",
        '<enclosure url="https://feeds.example.org/media/one.mp3" length="100" type="audio/mpeg"/>',
        "",
    ),
    ("itunes.enclosure.again", "one.mp3", "two.mp3"),
    ("itunes.switch", "<itunes:block>No", "<itunes:block>false"),
    ("podcast.guid", "917393e3-1b1e", "917393E3-1b1e"),
    ("podcast.locked", ">yes<", ">true<"),
    ("podcast.transcript", ' type="text/vtt"', ""),
    ("podcast.chapters", 'url="https://feeds.example.org/media/two.json"', ""),
    ("podcast.person", 'href="https://example.org/ana/"', 'href="/ana/"'),
]

_OPML = [
    ("opml.version", 'version="2.0"', 'version="3"'),
    ("opml.parts", "</head>", "</head><head><title>Again</title></head>"),
    ("opml.body", OPML[OPML.index("<body>") : OPML.index("</body>")], "<body>"),
    ("opml.head.once", "</head>", "<title>Again</title></head>"),
    ("opml.title", "<title>The Post's feeds</title>", ""),
    ("opml.text", ' text="U.S."', ""),
    ("opml.feed.url", 'xmlUrl="https://feeds.example.org/us.xml"', ""),
    ("opml.feed.type", 'type="rss"', 'type="atom"'),
    ("opml.feed.twice", "/world.xml", "/us.xml"),
    ("opml.link", ' url="https://example.org/"', ""),
    ("opml.created", 'created="Fri, 20 Nov', 'created="Sat, 20 Nov'),
    ("author.email", "desk@example.org", "The Desk"),
]

_SITEMAP = [
    ("sitemap.loc", "<loc>https://example.org/first/</loc>", "<priority>0.1</priority>"),
    ("sitemap.loc.twice", "/first/", "/second/"),
    ("sitemap.element", "<priority>0.8</priority>", "<prio>0.8</prio>"),
    ("sitemap.priority", ">0.8<", ">8<"),
    (
        "sitemap.news.many",
        "</urlset>",
        "".join(_page(number, _NEWS) for number in range(1_001)) + "</urlset>",
    ),
    ("sitemap.news.parts", "<news:title>Second</news:title>", ""),
    ("sitemap.news.publication", "<news:name>The Post</news:name>", ""),
    ("sitemap.news.language", "<news:language>en<", "<news:language>en-GB<"),
    ("sitemap.news.old", "2026-11-20T10", "2026-11-18T10"),
]

SPEC_CASES = [
    Case(rule, kind, old, new)
    for kind, cases in {
        "rss": [*_RSS, *_MEDIA_CASES],
        "atom": _ATOM,
        "json": _JSON,
        "archive": _ARCHIVE,
        "podcast": _PODCAST,
        "opml": _OPML,
        "sitemap": _SITEMAP,
    }.items()
    for rule, old, new in cases
]
