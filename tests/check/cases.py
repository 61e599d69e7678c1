"""For every rule, how to break it alone: the rule, the format, what in the good feed becomes what."""

from __future__ import annotations

from check.case import Case as Case
from check.core_cases import CORE_CASES
from check.documents import ATOM, JSON, RSS
from check.spec_cases import SPEC_CASES


def _in(rule: str, **changes: tuple[str, str]) -> list[Case]:
    return [Case(rule, kind, old, new) for kind, (old, new) in changes.items()]


def _html(rule: str, html: str) -> list[Case]:
    """The picture in the first entry's content becomes `html`."""
    picture = '<img src="https://feeds.example.org/media/in.png">'
    old, new = (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in (picture, html)
    )
    in_json = (picture.replace('"', '\\"'), html.replace('"', '\\"'))
    return _in(rule, rss=(old, new), atom=(old, new), json=in_json)


_RSS_GUID = '<guid isPermaLink="false">tag:example.org,2026:2</guid>'
_ATOM_ID = "<id>tag:example.org,2026:2</id>"
_JSON_ID = '"id": "tag:example.org,2026:2"'
_RSS_FILE = '<enclosure url="https://feeds.example.org/media/a.mp3" length="100" type="audio/mpeg"/>'
_ATOM_FILE = 'rel="enclosure" href="https://feeds.example.org/media/a.mp3"'
_JSON_FILE = '{"url": "https://feeds.example.org/media/a.mp3", '
_RSS_SELF = '<atom:link rel="self" href="https://feeds.example.org/rss.xml" type="application/rss+xml"/>'
_ATOM_AUTHOR = "<author><name>The Desk</name><uri>https://example.org/desk/</uri></author>"
_ONE, _TWO = (RSS.split("<content:encoded>")[at].partition("</content:encoded>")[0] for at in (2, 1))
_RSS_WORDS = RSS[RSS.index("<title>First</title>") :].partition("</content:encoded>")[0]
_LOREM = "Lorem ipsum dolor sit amet, consectetur adipiscing elit."
_DESCRIPTION = "<description>The first story.</description>"
_FIRST = f"<title>First</title>\n<link>https://example.org/first/</link>\n{_DESCRIPTION}"
_ATOM_CONTENT = (
    '<content type="html">&lt;p&gt;One. &lt;a href="mailto:a@example.org"&gt;Us&lt;/a&gt;&lt;/p&gt;</content>'
)
_JSON_CONTENT = '"content_html": "<p>One. <a href=\\"mailto:a@example.org\\">Us</a></p>"'

READING = [
    *_in("document.utf8", rss=('"UTF-8"?>', '"US-ASCII"?><!-- é -->'), json=("{", "\ufeff{")),
    *_in("document.encoding", rss=('"UTF-8"', '"ISO-8859-9"')),
    *_in("document.encoding.utf8", rss=('"UTF-8"', '"ISO-8859-1"'), atom=('"UTF-8"', '"windows-1252"')),
    *_in("document.version", atom=('version="1.0"', 'version="1.1"')),
    *_in("document.old", rss=('version="2.0"', 'version="0.92"')),
    *_in("document.xml", rss=("</title>", "</titel>"), atom=("Second", "Tom & Jerry")),
    *_in(
        "document.doctype",
        rss=("<rss", "<!DOCTYPE rss><rss"),
        atom=("<feed", "<!DOCTYPE feed [<!ENTITY a 'b'>]><feed"),
    ),
    *_in("document.json", json=('"items": [', '"items": [,')),
    *_in("document.json", json=("100", "NaN")),
    *_in("document.depth", json=('"anything"', "[" * 5_000), rss=("</channel>", "<x>" * 300 + "</channel>")),
    *_in("document.format", rss=("<?xml", "RSS: <?xml"), atom=(ATOM, "<list/>"), json=(JSON, "[]")),
    *_in("json.member.type", json=('"News of the port."', "null")),
    *_in("json.member.type", json=(_JSON_ID, '"id": 2')),
    *_in("json.member.type", json=('"language"', '"expired": "no", "language"')),
    *_in("json.name.twice", json=('"title": "Second"', '"title": "Old", "title": "Second"')),
    *_in(
        "json.member.type", json=('[{"name": "The Desk", "url": "https://example.org/desk/"}]', '"The Desk"')
    ),
]

REQUIRED = [
    *_in("feed.version", rss=('version="2.0"', 'version="3"'), json=("version/1.1", "version/2")),
    *_in("feed.version", rss=(' version="2.0"', ""), json=('"version"', '"_version"')),
    *_in(
        "feed.title.missing",
        rss=("<title>The Post</title>", ""),
        atom=("<title>The Post</title>", ""),
        json=('"title": "The Post",', ""),
    ),
    *_in("feed.link.missing", rss=("<link>https://example.org/</link>", "")),
    *_in("feed.description.missing", rss=("<description>News of the port.</description>", "")),
    *_in("feed.id.missing", atom=("<id>https://feeds.example.org/</id>", "")),
    *_in("feed.updated.missing", atom=("<updated>2026-11-20T10:00:00Z</updated>", "")),
    *_in("feed.items.missing", json=('"items"', '"_items"')),
    *_in("entry.id.missing", rss=(_RSS_GUID, ""), atom=(_ATOM_ID, ""), json=(_JSON_ID + ",", "")),
    *_in("entry.title.missing", atom=("<title>Second</title>", "")),
    *_in("entry.text.missing", rss=(_FIRST, "")),
    *_in("entry.updated.missing", atom=("<updated>2026-11-18T09:30:00Z</updated>", "")),
    *_in("entry.author.missing", atom=(_ATOM_AUTHOR, "")),
    *_in("entry.content.missing", json=(f",\n{_JSON_CONTENT}", "")),
    *_in(
        "entry.link.missing",
        atom=(
            '<link rel="alternate" href="https://example.org/first/"/>\n'
            f"<summary>The first story.</summary>\n{_ATOM_CONTENT}",
            "",
        ),
    ),
]

IDS = [
    *_in(
        "entry.id.empty",
        rss=("tag:example.org,2026:2", " "),
        atom=("tag:example.org,2026:2", ""),
        json=("tag:example.org,2026:2", ""),
    ),
    *_in(
        "entry.id.unique",
        rss=("tag:example.org,2026:2", "https://example.org/first/"),
        atom=("tag:example.org,2026:2", "https://example.org/first/"),
        json=("tag:example.org,2026:2", " https://example.org/first/"),
    ),
    *_in("id.iri", atom=("tag:example.org,2026:2", "article 2")),
    *_in("id.iri", atom=("<id>https://feeds.example.org/", "<id>/feeds/")),
    *_in("entry.guid.permalink", rss=(' isPermaLink="false"', "")),
    *_in("id.tag", rss=("tag:example.org,2026:2", "tag:example.org:2"), json=("org,2026:2", "org,26:2")),
    *_in("id.tag", atom=("tag:example.org,2026:2", "tag:example.org,2026-1:2")),
    *_in("id.urn", atom=("tag:example.org,2026:2", "urn:a.b:2"), rss=("tag:example.org,2026:2", "urn:x")),
    *_in("id.normal", atom=("<id>https://example.org/first/", "<id>https://EXAMPLE.org/a/../first/")),
    *_in("id.normal", atom=("<id>https://example.org/first/", "<id>https://example.org:443/%7efirst/")),
    *_in("id.short", rss=("tag:example.org,2026:2", "1234")),
    *_in("id.scheme", atom=("tag:example.org,2026:2", "port:2")),
    *_in("id.uuid", archive=("0003939e0af6", "0003939e0afg")),
    *_in("entry.guid.permalink", rss=('isPermaLink="false"', 'isPermaLink="true"')),
]

DATES = [
    *_in(
        "date.format",
        rss=("Thu, 19 Nov 2026", "Thu, 19 November 2026"),
        atom=("19T09:30:00+01:00", "19"),
        json=("19T", "19 "),
    ),
    *_in(
        "date.format",
        rss=("Thu, 19", "Fri, 19"),
        atom=("2026-11-19T09", "2026-11-31T09"),
        json=("10:00:00Z", "10:00:00"),
    ),
    *_in(
        "date.format",
        rss=("09:30:00 +0100", "09:30:00 CET"),
        atom=("+01:00", "+99:00"),
        json=("2026-11-19", "0000-11-19"),
    ),
    *_in(
        "entry.published.future",
        rss=("Thu, 19 Nov 2026 09:30:00 +0100", "Sun, 22 Nov 2026 09:30:00 +0100"),
        atom=("2026-11-19T09", "2026-11-21T23"),
        json=("2026-11-19T09", "2026-11-21T23"),
    ),
    *_in(
        "entries.order",
        rss=("Thu, 19 Nov 2026", "Tue, 17 Nov 2026"),
        atom=("2026-11-19T09", "2026-11-17T09"),
        json=("2026-11-19T09", "2026-11-17T09"),
    ),
    *_in(
        "entry.updated.before",
        rss=("<atom:updated>2026-11-18", "<atom:updated>2026-11-17"),
        atom=("<updated>2026-11-18", "<updated>2026-11-17"),
        json=('"date_modified": "2026-11-18', '"date_modified": "2026-11-17'),
    ),
    *_in(
        "entries.updated.same",
        rss=("<atom:updated>2026-11-18T09:30:00Z", "<atom:updated>2026-11-20T10:00:00Z"),
        atom=("<updated>2026-11-18T09:30:00Z", "<updated>2026-11-20T10:00:00Z"),
        json=('"date_modified": "2026-11-18T09:30:00Z', '"date_modified": "2026-11-20T10:00:00Z'),
    ),
    *_in(
        "feed.updated.future",
        rss=("Fri, 20 Nov 2026", "Fri, 27 Nov 2026"),
        atom=("<updated>2026-11-20T10", "<updated>2026-11-27T10"),
    ),
    *_in("date.portable", rss=("Thu, 19 Nov 2026", "Thu, 19 Nov 26"), opml=("Fri, 20", "fri, 20")),
    *_in("date.portable", rss=("09:30:00 +0100", "09:30:00 A")),
    *_in("date.portable", rss=("Thu, 19 Nov", "Thu (a (long) day), 19 Nov")),
    *_in("date.portable", rss=("Thu, 19 Nov", "Thu,  19 Nov")),
    *_in(
        "date.plausible",
        rss=("Wed, 18 Nov 2026 09:30:00 GMT", "Sat, 18 Nov 1989 09:30:00 GMT"),
        atom=("<published>2026-11-18", "<published>1989-11-18"),
    ),
    *_in(
        "date.plausible",
        rss=(
            "<title>Second</title>",
            '<title>Second</title><g:publish_date xmlns:g="http://base.google.com/ns/1.0">1961-04-12</g:publish_date>',
        ),
    ),
    *_in("date.format", opml=("Fri, 20 Nov", "20/11/"), sitemap=("2026-11-20<", "20 November<")),
    *_in("date.format", sitemap=("2026-11-20T10:00:00Z", "2026-11-20T10:00:00")),
    *_in(
        "feed.updated.stale",
        rss=("Fri, 20 Nov", "Thu, 19 Nov"),
        atom=("2026-11-20T10:00:00Z", "2026-11-20T09:59:59Z"),
    ),
]

URLS = [
    *_in(
        "url.absolute",
        rss=("https://example.org/second/", "/second/"),
        json=('"url": "https://example.org/second/"', '"url": "//example.org/"'),
    ),
    *_in("url.absolute", atom=("https://example.org/second/", "second/")),
    *_in(
        "url.scheme",
        rss=("https://example.org/second/", "port:second"),
        atom=("https://example.org/second/", "port:second"),
    ),
    *_in("enclosure.url.http", rss=("https://feeds.example.org/media/a.mp3", "ftp://example.org/a.mp3")),
    *_in(
        "url.absolute",
        rss=("https://feeds.example.org/media/a.png", "a.png"),
        json=("https://feeds.example.org/media/a.png", "https://["),
    ),
    *_in(
        "url.ascii",
        rss=("org/second/", "org/sécond/"),
        atom=("org/second/", "org/a b/"),
        json=("org/second/", "org/50%/"),
    ),
    *_in(
        "url.absolute",
        opml=("https://feeds.example.org/us.xml", "us.xml"),
        sitemap=("https://example.org/second/", "/second/"),
    ),
    *_in("url.absolute", podcast=("https://feeds.example.org/media/pier.jpg", "pier.jpg")),
    *_in(
        "feed.self.missing",
        rss=(_RSS_SELF, ""),
        atom=('rel="self"', 'rel="via"'),
        json=('"feed_url"', '"_feed_url"'),
    ),
]

ENCLOSURES = [
    *_in(
        "enclosure.url.missing",
        rss=('<enclosure url="https://feeds.example.org/media/a.mp3"', "<enclosure"),
        atom=(_ATOM_FILE, 'rel="enclosure"'),
        json=(_JSON_FILE, "{"),
    ),
    *_in(
        "enclosure.type",
        rss=('length="100" type="audio/mpeg"', 'length="100"'),
        atom=('length="100" type="audio/mpeg"', 'length="100" type="mp3"'),
        json=('"mime_type": "audio/mpeg", ', ""),
    ),
    *_in("enclosure.length.missing", rss=(' length="100"', "")),
    *_in("enclosure.length.number", rss=('"100"', '"100 KB"'), atom=('"100"', '"-1"'), json=("100", "100.5")),
    *_in("enclosure.single", rss=(_RSS_FILE, _RSS_FILE * 2)),
]

HTML = [
    *_html("html.url.absolute", '<img src="in.png">'),
    *_html("html.url.absolute", '<a href="#notes">notes</a>'),
    *_html("html.url.absolute", '<img src="mailto:a@example.org">'),
    *_html("html.url.absolute", '<video poster="/in.png"></video>'),
    *_html("html.url.absolute", '<img srcset="https://example.org/a,b.png 1x, b.png 2x">'),
    *_html("html.url.ascii", '<img src="https://example.org/é.png">'),
    *_html("html.url.ascii", '<a href="https://example.org/a b"></a>'),
    *_html("html.script", "<script>alert()</script>"),
    *_html("html.stripped", "<form>A form</form>"),
    *_html("html.stripped", "<style>p {}</style>"),
    *_in("html.escaped", rss=("The second story", "&amp;lt;p&amp;gt;The second story")),
    *_html("html.unescaped", "x<y & y>z"),
    *_html("html.unescaped", "Put it in a <main> element"),
    *_html("html.unescaped", "we <3 it"),
    *_in("html.unescaped", rss=("The second story", "The &lt;second&gt; story")),
    *_in("html.unescaped", rss=("News of the port", "News of the &lt;main&gt; port")),
    *_in("html.unescaped", atom=("The second story", "The &lt;T&gt; story")),
    *_html("html.script", '<a href="Java\tscript:alert()"></a>'.replace("\t", "")),
    *_html("html.handler", '<b onclick="alert()"></b>'),
    *_in(
        "html.script",
        atom=(
            "<summary>The first story.</summary>",
            '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><script/></div></summary>',
        ),
    ),
    *_in("html.handler", rss=("The second story", "The &lt;b ONLOAD=x&gt;second&lt;/b&gt;")),
]

TEXT = [
    *_in("title.empty", rss=("Second", " "), atom=("Second", ""), json=("Second", "")),
    *_in(
        "title.line",
        rss=("Second", "Sec\nond"),
        atom=("The Post", "The\u2028Post"),
        json=("The Post", "The\\nPost"),
    ),
    *_in(
        "text.markup",
        rss=("News of the port", "News of the &lt;b&gt;port&lt;/b&gt;"),
        atom=("The first story.", "The &lt;i&gt;first&lt;/i&gt; story."),
    ),
    *_in(
        "title.markup", rss=("Second", "The second&lt;/i&gt;"), atom=("Second", "The second&amp;nbsp;story")
    ),
    *_in("title.markup", rss=("Second", "&lt;b&gt;Second&lt;/b&gt;"), atom=("Second", "S &amp;amp; T")),
    *_in("text.control", rss=("Second", "&#x80;"), atom=("Ana", "A&#x9f;na"), json=("Second", "\\u0000")),
    *_in(
        "entry.description.order",
        rss=(
            _DESCRIPTION + "\n<guid>https://example.org/first/</guid>",
            "<guid>https://example.org/first/</guid>",
        ),
    ),
    *_in("author.email", rss=("desk@example.org (The Desk)", "The Desk")),
    *_in("author.email", rss=("desk@example.org (The Desk)", "The Desk (desk@example.org)")),
    *_in("author.name", rss=(" (The Desk)", "")),
    *_in("author.form", rss=("desk@example.org (The Desk)", "The Desk &lt;desk@example.org&gt;")),
    *_in("author.address", atom=("<name>Ana</name>", "<name>Ana &lt;ana@example.org&gt;</name>")),
    *_in("author.email", rss=("<dc:creator>Ana</dc:creator>", "<author>Ana</author>")),
    *_in("language.tag", rss=("en-GB", "English, British"), atom=("en-GB", "en_GB"), json=("en-GB", "")),
    *_in("atom.prefix", atom=("<feed", '<feed xmlns:atom="http://www.w3.org/2005/Atom"')),
]

TEMPLATES = [
    *_in(
        "template.words",
        rss=("<title>The Post<", "<title>My publication<"),
        atom=("<name>Ana<", "<name>Your Name<"),
        json=("News of the port.", "Just another WordPress site"),
    ),
    *_in("template.words", rss=("One.", "The first paragraph says what happened."), json=("One.", _LOREM)),
    *_in(
        "template.address",
        rss=("feeds.example.org/rss.xml", "feeds.thepost.pt/rss.xml"),
        atom=("feeds.example.org/atom.xml", "example.org/feeds/atom.xml"),
        json=("feeds.example.org/feed.json", "feeds.thepost.pt/feed.json"),
    ),
    *_in("template.address", rss=("https://example.org/first/", "http://localhost:4000/first/")),
    *_in("entry.same", rss=(_RSS_WORDS, _RSS_WORDS.replace(">First<", ">Second<").replace(_ONE, _TWO))),
]

DOCUMENT_CASES = [
    *READING,
    *REQUIRED,
    *IDS,
    *DATES,
    *URLS,
    *ENCLOSURES,
    *HTML,
    *TEXT,
    *SPEC_CASES,
    *CORE_CASES,
    *TEMPLATES,
]

# What is wrong only in its place: one good feed changed, in the folder that is served.
FOLDER_CASES = [
    *_in(
        "feed.self.place",
        rss=("org/rss.xml", "org/feed.xml"),
        atom=("org/atom.xml", "org/"),
        json=("org/feed.json", "org/a/feed.json"),
    ),
    *_in(
        "media.file.missing",
        rss=("media/a.mp3", "media/b.mp3"),
        atom=("media/a.mp3", "b.mp3"),
        json=("media/a.png", "media/%00"),
    ),
    *_in(
        "media.file.missing",
        rss=("media/a.png", "media/../../secret"),
        json=("media/a.mp3", "media/%2e%2e/%2e%2e/secret"),
    ),
    *_in(
        "media.file.length",
        rss=('length="100"', 'length="99"'),
        atom=('fileSize="50"', 'fileSize="51"'),
        json=("100", "0"),
    ),
    *_in(
        "media.file.type",
        rss=("audio/mpeg", "audio/ogg"),
        atom=("image/png", "image/jpeg"),
        json=("audio/mpeg", "video/mp4"),
    ),
    *_html("html.file.missing", '<img src="https://feeds.example.org/media/gone.png">'),
]

# Every good feed but the one that is changed, beside it.
AGREEMENT_CASES = [
    *_in("agreement.ids", rss=("2026:2", "2026:3"), atom=("2026:2", "2026:3"), json=("2026:2", "2026:3")),
    *_in("agreement.title", rss=("Second", "2nd"), atom=("Second", "2nd"), json=('"title": "Second",', "")),
    *_in(
        "agreement.url",
        rss=("org/second/", "org/2/"),
        atom=("org/second/", "org/2/"),
        json=("org/second/", "org/2/"),
    ),
    *_in(
        "agreement.published",
        rss=("09:30:00 +0100", "09:30:00 GMT"),
        atom=("09:30:00+", "09:30:01+"),
        json=("09:30:00+", "09:30:01+"),
    ),
    *_in(
        "agreement.updated",
        rss=("<atom:updated>2026-11-20T10", "<atom:updated>2026-11-20T09"),
        json=("20T10", "20T11"),
    ),
    *_in(
        "agreement.summary",
        rss=("The first", "The 1st"),
        atom=("The first", "The 1st"),
        json=("The first", "The 1st"),
    ),
    *_in("agreement.content", rss=("One.", "1."), atom=("One.", "1."), json=("One.", "1.")),
    *_in("agreement.content", json=("content_html", "content_text")),
    *_in(
        "agreement.enclosure",
        rss=(_RSS_FILE, ""),
        atom=("org/media/a.mp3", "org/media/in.png"),
        json=("org/media/a.mp3", "org/media/in.png"),
    ),
]
