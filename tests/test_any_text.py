"""Whatever people write: any Unicode text, any bytes, any URL gives feeds that every reader can read."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import feedparser
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import CONFIG, LONG, Publication
from feedwright import formats
from feedwright.config import Config, load_config
from feedwright.errors import ArticleError
from feedwright.model import Article, Feed, Published, Section
from feedwright.resolve.entry import Resolver, default_authors
from feedwright.resolve.summary import shorten
from feedwright.sources.folder import SourceFile
from feedwright.sources.front_matter.keys import Rules
from feedwright.sources.read import read_article, render
from feedwright.sources.titles import plain_title
from grammar.atom import atom_errors
from grammar.jsonfeed import jsonfeed_errors

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
FORMATS = ("atom", "json", "rss")
SECTION = Section("news", "News", "What happened.", "https://example.org/news/", "en")


def tries(number: int) -> settings:
    """How often a property is tried at length; a third of it by default. A slow machine is no fault."""
    return settings(max_examples=number if LONG else number // 3, deadline=None)


def normal(text: str) -> str:
    """What readers must get of `text`: one line, without the characters that no feed can carry.

    XML 1.0 cannot carry most control characters, surrogates, U+FFFE and U+FFFF (section 2.2) and
    discourages DEL and C1 controls. White space of any kind is one blank.
    """
    return " ".join("".join(filter(_is_carried, text)).split())


def _is_carried(character: str) -> bool:
    if character in "\t\n\r\x85":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"


def repaired(text: str) -> str:
    """What feedparser makes of it: it takes Latin-1 that could be UTF-8 for a server's mistake."""
    try:
        return text.encode("iso-8859-1").decode()
    except UnicodeError:
        return text


# Any character that UTF-8 has, and more of those that matter to YAML, XML, HTML and Markdown.
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\0\x01\t\n\r\x0b\x1c\x7f\x85\xa0\u2028\ufeff\ufffe\uffff"
)
TEXT = st.text(CHARACTERS | st.sampled_from("<>&;'\"[]{}()#*_-:|!%@`\\/, ]]>..."), max_size=60)
WORDS = TEXT.filter(normal)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A publication's settings; there is nothing in its content/."""
    file = tmp_path_factory.mktemp("any") / "config.yaml"
    file.write_text(CONFIG)
    return load_config(file, formats.names())


def read(data: bytes, suffix: str = ".html") -> Article:
    """The article in the file news/story with these bytes. Raises ArticleError."""
    source = SourceFile(f"news/story{suffix}", "news", "story", suffix, len(data), 0, dated="2026-11-20")
    article = read_article(source, data, Rules(UTC)).article
    assert article is not None
    return article


def feeds(config: Config, article: Article) -> dict[str, bytes]:
    """The feeds with this one article, by file name: each is valid."""
    identity = Published("tag:example.org,2026-11-20:news/story", article.published, article.published)
    entry = (
        Resolver(config)
        .entry(article, render(article, Rules(UTC)).html, identity, SECTION, config.feeds)
        .entry
    )
    url = "https://feeds.example.org/news/"
    feed = Feed(url, url, "News", SECTION, MOMENT, (entry,), default_authors(config))
    files = formats.render(feed, FORMATS, None).files
    assert atom_errors(files["atom.xml"]) == []
    assert jsonfeed_errors(files["feed.json"]) == []
    etree.fromstring(files["rss.xml"])
    return files


def written(style: str | None, body: str = "", **keys: object) -> bytes:
    """An article's file; `style` is how YAML quotes ('"' escapes all but ASCII)."""
    header = yaml.safe_dump(keys, default_style=style, allow_unicode=style is None, width=10_000)
    return f"---\n{header}---\n{body}".encode()


def rss_item(files: dict[str, bytes]) -> etree._Element:
    item = etree.fromstring(files["rss.xml"]).find("channel/item")
    assert item is not None
    return item


def atom_entry(files: dict[str, bytes]) -> Any:
    """The entry as feedparser reads it."""
    parsed = feedparser.parse(files["atom.xml"])
    assert not parsed.bozo
    (entry,) = parsed.entries
    return entry


def json_item(files: dict[str, bytes]) -> Any:
    (item,) = json.loads(files["feed.json"])["items"]
    return item


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.urls: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.urls += [value or "" for name, value in attrs if name in ("href", "src", "poster", "cite")]


def text_of(markup: str) -> str:
    """What people read of HTML, on one line."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return normal("".join(parser.found))


STYLES = st.sampled_from([None, '"', "'"])


# Text


@given(text=WORDS, style=STYLES)
@example(text="<b>&amp;</b>", style=None)
@example(text="]]>", style='"')
@example(text="2022", style=None)
@example(text="\x85 a \u2028 b", style='"')
@tries(150)
def test_any_title_arrives(config: Config, text: str, style: str | None) -> None:
    files = feeds(config, read(written(style, "<p>Hello.</p>", title=text)))
    said = plain_title(normal(text))
    assert json_item(files)["title"] == said
    assert atom_entry(files).title == repaired(said)
    assert rss_item(files).findtext("title") == said


@given(text=WORDS.filter(lambda text: not set("<&") & set(text)))
@tries(60)
def test_feedparser_reads_any_title_without_markup_from_rss(config: Config, text: str) -> None:
    """RSS does not say whether its titles are text or HTML, so readers guess where it looks like HTML."""
    parsed = feedparser.parse(feeds(config, read(written('"', "<p>Hello.</p>", title=text)))["rss.xml"])
    assert not parsed.bozo
    assert parsed.entries[0].title == repaired(normal(text))


@given(text=WORDS, style=STYLES)
@tries(100)
def test_any_author_tag_and_summary_arrive(config: Config, text: str, style: str | None) -> None:
    article = read(written(style, "x", title="A title", author={"name": text}, tags=[text], summary=text))
    files = feeds(config, article)
    said, categories = normal(text), list(dict.fromkeys(["News", normal(text)]))
    item, entry, rss = json_item(files), atom_entry(files), rss_item(files)
    assert (item["authors"][0]["name"], item["tags"], item["summary"]) == (said, categories, said)
    assert (entry.authors[0].name, entry.summary) == (said, repaired(said))
    assert [tag.term for tag in entry.tags] == categories
    assert rss.findtext(f"{DC}creator") == said
    assert [category.text for category in rss.iter("category")] == categories
    # RSS has no plain text there: it is HTML that shows the text.
    assert html.unescape(rss.findtext("description") or "") == said
    assert "<" not in (rss.findtext("description") or "")


@given(text=WORDS, style=STYLES)
@tries(100)
def test_any_caption_credit_and_alt_arrive(config: Config, text: str, style: str | None) -> None:
    image = {"src": "https://example.org/a.png", "caption": text, "credit": text, "alt": text}
    files = feeds(config, read(written(style, "x", title="A title", image=image)))
    about = json_item(files)["_image"]
    assert [about[key] for key in ("caption", "credit", "alt")] == [normal(text)] * 3
    for document in (files["rss.xml"], files["atom.xml"]):
        said = [
            etree.fromstring(document).findtext(f".//{MEDIA}{name}") for name in ("description", "credit")
        ]
        assert said == [normal(text)] * 2


@given(text=WORDS)
@example(text="a\x00b\ufffec")
@example(text="&lt;b&gt; &amp;amp; &#1;")
@example(text="one\x85two")
@tries(150)
def test_any_paragraph_arrives(config: Config, text: str) -> None:
    files = feeds(config, read(written(None, f"<p>{html.escape(text)}</p>", title="A title")))
    content = json_item(files)["content_html"]
    assert text_of(content) == normal(text)
    assert rss_item(files).findtext(f"{CONTENT}encoded") == content
    assert etree.fromstring(files["atom.xml"]).findtext(f".//{ATOM}content") == content
    assert text_of(atom_entry(files).content[0].value) == repaired(normal(text))


@given(text=TEXT, suffix=st.sampled_from([".md", ".html", ".txt"]))
@tries(200)
def test_any_body_gives_valid_feeds(config: Config, text: str, suffix: str) -> None:
    files = feeds(config, read(written(None, text, title="A title"), suffix))
    markup = json_item(files).get("content_html", "")
    assert rss_item(files).findtext(f"{CONTENT}encoded", "") == markup
    assert len(json_item(files).get("summary", "")) <= 300


TAGS = st.sampled_from(
    [
        *("<script>", "</script>", "<style>", "<svg>", "<math>", "<template>", "<noscript>", "<title>"),
        *("<p>", "</p>", "<!--", "-->", "<![CDATA[", "<a href=", "<iframe src='", '"', "'", ">"),
        *("<img src=x onerror=alert(1)>", "<p style='color:red'>", "alert(1)"),
    ]
)


@given(parts=st.lists(TAGS | TEXT, max_size=12))
@tries(150)
def test_any_html_is_made_safe(config: Config, parts: list[str]) -> None:
    files = feeds(config, read(written(None, "".join(parts), title="A title")))
    markup = json_item(files).get("content_html", "")
    assert not re.search(
        r"<(script|style|iframe|template|noscript|svg|object|annotation|!)", markup, re.IGNORECASE
    )
    parser = _Attributes()
    parser.feed(markup)
    assert not [name for name in parser.names if name.startswith("on") or name == "style"]


class _Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [name for name, _ in attrs]


# Bytes


FENCES = st.sampled_from([b"", b"---\n", b"---\ntitle: x\n"])
CLOSINGS = st.sampled_from([b"", b"\n---\nHello\n"])
SUFFIXES = st.sampled_from([".md", ".html", ".txt"])


@given(data=st.binary(max_size=200), fence=FENCES, close=CLOSINGS, suffix=SUFFIXES)
@tries(300)
def test_any_bytes_are_an_article_or_an_error(
    config: Config, data: bytes, fence: bytes, close: bytes, suffix: str
) -> None:
    with suppress(ArticleError):
        feeds(config, read(fence + data + close, suffix))


LINES = TEXT | st.sampled_from(["title", "date: 2026-11-20", "image:", "- a", "tags: [", "link", "x: &a"])


@given(lines=st.lists(LINES, max_size=8))
@tries(200)
def test_any_front_matter_is_read_or_an_error(config: Config, lines: list[str]) -> None:
    with suppress(ArticleError):
        feeds(config, read("\n".join(["---", "title: A title", *lines, "---", "Hello."]).encode(), ".md"))


@given(data=st.lists(st.binary(max_size=80), min_size=1, max_size=5))
@tries(20)
def test_a_build_survives_any_files(data: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        publication = Publication(Path(folder))
        publication.article("news/good.md")
        for number, content in enumerate(data):
            publication.write(f"news/{number}.md", content)
            publication.write(f"news/{number}.png", content)
        publication.write("sport/_section.yaml", data[0])
        publication.build()
        assert "A story" in publication.titles()


# Names


LETTERS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=6)


@given(section=LETTERS, name=LETTERS, slug=LETTERS)
@example(section="ŉ", name="ß", slug="İ")
@tries(40)
def test_any_section_and_slug_give_uris(section: str, name: str, slug: str) -> None:
    with TemporaryDirectory() as folder:
        publication = Publication(Path(folder))
        publication.article(f"{section}/{name}.md", title="By its name")
        publication.article(f"{section}/deep {name}/one.md", title="By its slug", slug=f"'{slug}'")
        report = publication.build()
        assert report.rejected == []
        assert sorted(publication.titles()) == ["By its name", "By its slug"]
        for file in publication.feeds.rglob("*.*"):
            data = file.read_bytes()
            if file.name == "atom.xml":
                assert atom_errors(data) == []
            if file.name == "feed.json":
                assert jsonfeed_errors(data) == []
                for url in urls_in(json.loads(data)):
                    assert is_uri(url), url


def urls_in(value: Any, key: str = "") -> Iterator[str]:
    """Every URL and id in a JSON Feed."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from urls_in(member, name)
    elif isinstance(value, list):
        for member in value:
            yield from urls_in(member, key)
    elif key in ("url", "id", "home_page_url", "feed_url", "image", "icon"):
        yield value


# URLs

# RFC 3986, appendix A: a host, and the characters that may stand in a URI.
_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)"
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})"
_WEB = re.compile(rf"https?://(?:{_CHARACTER}*@)?{_HOST}(?::\d*)?(?:[/?#]{_CHARACTER}*(?:#{_CHARACTER}*)?)?")
_OTHER = re.compile(rf"(?:mailto|tel|tag):(?:{_CHARACTER}|#)*")


def is_uri(url: str) -> bool:
    """Whether this is a URI that readers can follow (or an id of ours)."""
    return bool(_WEB.fullmatch(url) or _OTHER.fullmatch(url))


SCHEMES = st.sampled_from(
    [
        "",
        "http:",
        "https:",
        "HTTPS://",
        "//",
        "mailto:",
        "javascript:",
        "data:",
        "file:///",
        "?",
        "#",
        "/",
        "\\",
    ]
)
HOSTS = st.sampled_from(
    [
        "",
        "example.org",
        "ñandú.example",
        "[::1]",
        "[",
        "a b",
        "<x>",
        "a:99999",
        "user@h",
        "..",
        "%zz",
        "xn--",
        "//h",
    ]
)
URLS = st.builds(lambda *parts: "".join(parts), SCHEMES, HOSTS, st.sampled_from(["", "/", ":"]), TEXT) | TEXT


@given(
    url=URLS,
    markup=st.sampled_from(['<a href="{}">', '<img src="{}">', '<video poster="{}">', '<q cite="{}">']),
)
@example(url="http:foo", markup='<a href="{}">')
@example(url="http:///path", markup='<a href="{}">')
@example(url="http://a b/", markup='<a href="{}">')
@example(url="http://<x>/", markup='<img src="{}">')
@example(url="https://example.org:99999/", markup='<a href="{}">')
@example(url="http://é..b/", markup='<a href="{}">')
@example(url="mailto:%zz", markup='<a href="{}">')
@tries(300)
def test_any_url_in_a_body_is_absolute_or_gone(config: Config, url: str, markup: str) -> None:
    body = markup.format(html.escape(url)) + "x"
    found = json_item(feeds(config, read(written(None, body, title="A title"))))["content_html"]
    parser = _Text()
    parser.feed(found)
    for written_url in parser.urls:
        assert is_uri(written_url), (url, written_url)


@given(url=URLS)
@example(url="https://example.org:99999/")
@example(url="HTTPS://example.org:0")
@example(url="https://[::1/")
@example(url="http://é..b/")
@example(url="http://<x>/")
@example(url="//cdn.example.org:x/a.png")
@example(url="mailto://desk")
@example(url="https://¸")
@tries(200)
@pytest.mark.parametrize("key", ["link", "image", "author", "comments"])
def test_any_url_in_front_matter_is_a_uri_or_an_error(config: Config, key: str, url: str) -> None:
    value: object = {
        "link": url,
        "image": url,
        "author": {"name": "Ana", "url": url},
        "comments": {"url": url},
    }[key]
    try:
        article = read(written('"', "Hello.", title="A title", **{key: value}))
    except ArticleError:
        return
    files = feeds(config, article)
    item = json_item(files)
    assert all(is_uri(found) for found in urls_in(item))
    comments = rss_item(files).findtext("comments")
    assert comments is None or is_uri(comments)


# Summaries


WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)
PROSE = st.lists(
    st.builds(
        lambda word, end: word + end,
        WORD,
        st.sampled_from(["", "", "", ",", ".", "!", "?", " –", "…", ".”", ")"]),
    ),
    max_size=120,
).map(" ".join)


@given(text=PROSE, limit=st.integers(50, 400))
@example(text="Mr. A. Smith of the U.S. said so. " * 20, limit=300)
@tries(200)
def test_a_summary_never_exceeds_its_limit_nor_cuts_a_word(text: str, limit: int) -> None:
    summary = shorten(text, limit)
    assert len(summary) <= limit
    if summary == text:
        return
    kept = summary if text.startswith(summary) else summary.removesuffix("…")
    assert text.startswith(kept)
    assert kept
    assert kept == kept.strip()
    assert not text[len(kept)].isalnum() or not kept[-1].isalnum(), summary[-30:]


@given(text=TEXT, limit=st.integers(1, 40))
@tries(200)
def test_no_summary_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(shorten(normal(text), limit)) <= limit
