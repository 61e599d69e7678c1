"""How to break the rules of RSS, Atom, OPML and podcasts that W3C's validator has, too."""

from __future__ import annotations

from check.case import Case
from check.documents import PODCAST

_LANGUAGE = "<language>en-GB</language>"
_SUMMARY = "<summary>The first story.</summary>"
_ALTERNATE = '<link href="https://example.org/second/"/>'
_IMAGE = "<image><url>https://example.org/a.png</url><title>The Post</title><link>https://example.org/</link>"
_SHOW = PODCAST[PODCAST.index("<itunes:author>") : PODCAST.index("<itunes:block>")]
_SHOW_OF_NOBODY = _SHOW[_SHOW.index("<itunes:image") : _SHOW.index("<itunes:owner>")]
_SVG = '<svg xmlns="http://www.w3.org/2000/svg">'
_MATHML = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
_CLOUD = '<cloud domain="a.example" port="x" path="/" registerProcedure="p" protocol="soap"/>'
_TITLE = "<title>Second</title>"
_PICTURE = '&lt;img src="https://feeds.example.org/media/in.png"&gt;'
_SELF = '<link rel="self" type="text/html" href="https://example.org/"/>'
_ICON = "<icon>https://example.org/a.png</icon>"
_XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">'


def _under(element: str) -> tuple[str, str]:
    """`element` as one more child of the RSS channel."""
    return _LANGUAGE, _LANGUAGE + element


def _in_xhtml(markup: str) -> tuple[str, str]:
    """`markup` in a summary of XHTML."""
    return _SUMMARY, f'<summary type="xhtml">{_XHTML}Ships. {markup}</div></summary>'


_RSS = [
    ("rss.attribute", "<title>Second</title>", '<title type="text">Second</title>'),
    ("rss.contents", "<channel>", "<channel>News"),
    ("rss.html", *_under("<copyright>&amp;copy; The Post</copyright>")),
    ("rss.once", *_under(f"{_IMAGE}<width>8</width><width>8</width></image>")),
    ("rss.place", *_under("<hour>3</hour>")),
    ("rss.value", *_under(_CLOUD)),
    ("rss.skip-hours.midnight", *_under("<skipHours><hour>24</hour></skipHours>")),
    ("rss.image.format", *_under(f"{_IMAGE}</image>".replace("a.png", "a.tiff"))),
    ("rss.item.last", "</channel>", "<docs>https://www.rssboard.org/rss-specification</docs></channel>"),
    (
        "rss.text-input.use",
        *_under(
            "<textInput><title>Search</title><description>Words</description><name>q</name>"
            "<link>https://example.org/q</link></textInput>"
        ),
    ),
    ("rss.semantics", *_under('<dc:language xmlns:dc="http://purl.org/dc/elements/1.1/">en</dc:language>')),
    ("rss.semantics", "<title>Second</title>", _TITLE + "<atom:id>tag:example.org,2026:2</atom:id>"),
    (
        "rss.semantics.text",
        "<title>Second</title>",
        '<title>Second</title><body xmlns="http://www.w3.org/1999/xhtml"><p>Two.</p></body>',
    ),
    ("namespace.prefix", "xmlns:media=", 'xmlns:sy="http://purl.org/rss/1.0/modules/slash/" xmlns:media='),
    ("namespace.unknown", "xmlns:media=", 'xmlns:own="https://example.org/ns" xmlns:media='),
    ("html.style", _PICTURE, '&lt;b style="position:fixed"&gt;x&lt;/b&gt;'),
    ("html.style", _PICTURE, "&lt;b style='color:url(x)'&gt;x&lt;/b&gt;"),
]  # fmt: skip

_ATOM = [
    ("text.encoded-twice", "The first story.", "The caf\u00c3\u00a9."),
    ("atom.attribute", _SUMMARY, _SUMMARY.replace("<summary", '<summary mode="escaped"')),
    ("atom.contents", "<name>Ana</name>", "<name>Ana</name><phone>1</phone>"),
    ("atom.blank", _SUMMARY, f"{_SUMMARY}<author><name/></author>"),
    ("atom.html", _SUMMARY, f'{_SUMMARY}<category term="a" label="&lt;b&gt;A&lt;/b&gt;"/>'),
    (
        "atom.once",
        _SUMMARY,
        f"{_SUMMARY}<source><id>tag:example.org,2026:s</id><id>tag:example.org,2026:s</id><title>S</title>"
        "<updated>2026-11-01T10:00:00Z</updated></source>",
    ),
    ("atom.place", "<name>Ana</name>", f"<name>Ana</name>{_ICON}"),
    ("atom.link.rel.known", _ALTERNATE, _ALTERNATE + '<link rel="parent" href="https://example.org/"/>'),
    ("atom.link.empty", _ALTERNATE, _ALTERNATE.replace("/>", ">Second</link>")),
    ("atom.link.length", _ALTERNATE, _ALTERNATE.replace("/>", ' length="-1"/>')),
    (
        "atom.self.type",
        _ALTERNATE,
        _ALTERNATE + _SELF,
    ),
    ("atom.entry.last", "</feed>", "<icon>https://example.org/a.png</icon></feed>"),
    ("atom.namespace", "</feed>", '<price xmlns="">1</price></feed>'),
    ("atom.content.fragment", '<content type="html">', '<content type="text/html">'),
    ("text.inline", _SUMMARY, f'<summary type="xhtml">{_XHTML}&lt;b&gt;Ships&lt;/b&gt;</div></summary>'),
    ("xhtml.element", *_in_xhtml("<ship/>")),
    ("xhtml.namespace", *_in_xhtml('<b xmlns="">Two</b>')),
    ("xhtml.namespace", *_in_xhtml('<title xmlns="http://www.w3.org/2005/Atom">Two</title>')),
    ("xhtml.foreign", *_in_xhtml(f"{_SVG}<script/></svg>")),
    ("xhtml.foreign", *_in_xhtml(f"{_MATHML}<ship/></math>")),
    ("xhtml.place", _SUMMARY, f'{_SUMMARY}<p xmlns="http://www.w3.org/1999/xhtml">Two</p>'),
]

_ARCHIVE = [
    ("atom.content.src.type", ' type="application/pdf"', ""),
    ("atom.content.xml", 'type="image/png">iVBORw0KGgo=', 'type="image/svg+xml">Ten'),
    ("entry.summary.missing", '<summary>Nine ships.</summary>\n<content src="https://example.org/nine.pdf" '
     'type="application/pdf"/>', '<link href="https://example.org/nine/"/>'),
    (
        "archive.incomplete",
        '<link rel="current" href="https://feeds.example.org/atom.xml"/>\n'
        '<link rel="prev-archive" href="https://feeds.example.org/archive/1.xml"/>',
        "",
    ),
    ("archive.end", '<link rel="prev-archive"', '<link rel="first" href="https://feeds.example.org/archive/2.xml"/>'
     '<link rel="previous" href="https://feeds.example.org/0.xml"/><link rel="prev-archive"'),
    ("archive.entry", "<category term", '<link rel="next" href="https://example.org/next/"/><category term'),
    ("archive.complete.current", "<fh:archive/>", "<fh:complete/>"),
]  # fmt: skip

_PODCAST = [
    ("itunes.category.old", "Society &amp; Culture", "News &amp; Politics"),
    ("itunes.owner.missing", _SHOW, _SHOW_OF_NOBODY),
    ("itunes.keywords", "<itunes:type>", "<itunes:keywords>boats ships ports</itunes:keywords><itunes:type>"),
    ("itunes.enclosure.format", "two.mp3", "two.ogg"),
    ("itunes.utf8", '"UTF-8"', '"ISO-8859-1"'),
]  # fmt: skip

_OPML = [
    ("opml.type", 'type="link"', 'type="song"'),
    ("opml.attribute", 'text="U.S."', 'text="U.S." rank="1"'),
    ("opml.place", "</head>", '<outline text="Out"/></head>'),
    ("opml.feed.version", 'text="U.S."', 'text="U.S." version="9"'),
    ("opml.number", "</head>", "<windowTop>top</windowTop></head>"),
    ("opml.expansion", "</head>", "<expansionState>all</expansionState></head>"),
    ("opml.contents", '<outline type="link"', '<outline text="Help">Ask us</outline><outline type="link"'),
    ("opml.contents", "</head>", "Our feeds</head>"),
    ("opml.feed.language", 'text="U.S."', 'text="U.S." language="unknown"'),
    ("opml.feed.title", ' title="U.S."', ""),
    ("opml.boolean", 'text="U.S."', 'text="U.S." isComment="maybe"'),
]

CORE_CASES = [
    Case(rule, kind, old, new)
    for kind, cases in {
        "rss": _RSS,
        "atom": _ATOM,
        "archive": _ARCHIVE,
        "podcast": _PODCAST,
        "opml": _OPML,
    }.items()
    for rule, old, new in cases
]
