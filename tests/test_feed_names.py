"""`feeds.names`: subscribers of another system's feeds find them under the names that they know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright import formats
from feedwright.config import load_config
from feedwright.config.keys.names import TAKEN
from feedwright.errors import ConfigError
from feedwright.indexes import menu, opml, sitemap, stylesheet
from feedwright.indexes.page import FILENAME as PAGE
from feedwright.server.service import Service
from test_server_config import Server, known_servers, published, serving

NAMES = "  names: {/feed.xml: rss, index.xml: rss.xml, feed/: rss, old/all.atom: atom, feed/atom: atom}\n"
NAMED = CONFIG + NAMES

# Where a reader asks, and where it is led, both under feeds/.
ASKED = [
    ("feed.xml", "rss.xml"),
    ("news/us/index.xml?from=reader", "news/us/rss.xml"),
    ("feed/", "rss.xml"),
    ("news/us/feed", "news/us/rss.xml"),
    ("news/old/all.atom", "news/atom.xml"),
    ("feed/atom/", "atom.xml"),
    ("news/feed/atom", "news/atom.xml"),
]
# What is no such name.
OTHERS = ["xfeed.xml", "feed.xml/more", "news/us/rss.xml", "feed/rss", ""]


@pytest.fixture
def named(publication: Publication) -> Publication:
    publication.article("news/us/one.md", title="One")
    publication.configure(NAMED)
    publication.build()
    return publication


def test_each_file_of_that_name_is_the_feed_byte_for_byte(named: Publication) -> None:
    for folder in ("", "news/", "news/us/"):
        for name in ("feed.xml", "index.xml"):
            assert named.bytes(folder + name) == named.bytes(f"{folder}rss.xml")
        assert named.bytes(f"{folder}old/all.atom") == named.bytes(f"{folder}atom.xml")
    feed = etree.fromstring(named.bytes("news/feed.xml"))
    own = feed.find("channel/{http://www.w3.org/2005/Atom}link[@rel='self']")
    assert own is not None
    assert own.get("href") == "https://feeds.example.org/news/rss.xml"


def test_they_change_with_the_feed_and_go_with_the_key(named: Publication) -> None:
    named.article("news/us/two.md", title="Two")
    assert "news/us/feed.xml" in named.build().changed
    assert b"Two" in named.bytes("news/us/feed.xml")
    (named.feeds / "news/feed.xml").write_text("edited")
    named.build()
    assert named.bytes("news/feed.xml") == named.bytes("news/rss.xml")
    named.configure(CONFIG)
    named.build()
    assert not [file for file in named.feeds.rglob("*") if file.name in ("feed.xml", "all.atom")]


def test_they_are_neither_listed_nor_a_second_feed_for_checks(named: Publication) -> None:
    assert b"feed.xml" not in named.bytes("subscriptions.opml")
    assert "feed.xml" not in feedwright.discovery(config=named.config)
    assert feedwright.check(named.config, now=NOW) == []


def test_a_format_that_a_section_does_not_have_has_no_other_name(publication: Publication) -> None:
    publication.article("news/one.md")
    publication.configure(NAMED + "sections: {news: {formats: json}}\n")
    publication.build()
    assert not (publication.feeds / "news/feed.xml").exists()
    assert (publication.feeds / "feed.xml").exists()


def test_serve_redirects_for_good_to_the_feed_beside_it(named: Publication) -> None:
    service = Service(load_config(named.config, formats.names()), lambda: 0.0)
    base = "http://127.0.0.1/"
    for asked, led in ASKED:
        path = f"/{asked.partition('?')[0]}"
        reply = service.answer_from_memory("GET", path, lambda name: None)
        assert reply is not None, asked
        location = dict(reply.headers)["location"]
        assert (reply.status, urljoin(base + path[1:], location)) == (301, base + led)
    for asked in OTHERS:
        reply = service.answer_from_memory("GET", f"/{asked}", lambda name: None)
        assert reply is None or reply.status != 301


@pytest.fixture(
    scope="module",
    params=[(server, prefix) for server in known_servers() for prefix in ("/", "/a%20b/feeds/")],
    ids="".join,
)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    name, prefix = request.param
    folder = tmp_path_factory.mktemp("named")
    publication = published(folder / "p", prefix, NAMES)
    with serving(name, folder / "server", publication, prefix) as made:
        yield made


@pytest.mark.parametrize(("asked", "led"), ASKED)
def test_web_servers_redirect_for_good_too(server: Server, asked: str, led: str) -> None:
    reply = server.ask(asked)
    assert (reply.status, reply["Location"]) == (301, server.prefix + led)
    assert server.ask(led).status == 200
    # Most subscribers knew a feed at the top of the host.
    at_top = Server(server.port, server.publication, "/").ask(asked)
    assert (at_top.status, at_top["Location"]) == (301, server.prefix + led)


def test_web_servers_redirect_nothing_else(server: Server) -> None:
    for asked in OTHERS:
        assert server.ask(asked).status != 301
    # `Location: //elsewhere.example/rss.xml` would be another host.
    at_top = Server(server.port, server.publication, "/")
    for asked in ("/elsewhere.example/feed.xml", "\\elsewhere.example/feed.xml"):
        assert not str(at_top.ask(asked)["Location"] or "").startswith(("//", "/\\"))


FORMATS = formats.names()
WRONG = [
    ("feed.xml", "expected old names, each with a format"),
    ("{../feed.xml: rss}", "expected a name such as feed.xml, index.xml or feed/"),
    ("{.feed: rss}", "expected a name such as feed.xml, index.xml or feed/"),
    ("{a b.xml: rss}", "expected a name such as feed.xml, index.xml or feed/"),
    ("{atom.xml: rss}", "expected a name that no file of feedwright's has"),
    ("{feed.xml: rdf}", f"expected {', '.join(FORMATS[:-1])} or {FORMATS[-1]}"),
    ("{news/: rss}", "the name news/, which is that of the section content/news"),
    ("{us: rss}", "the name us/, which is that of the section content/news/us"),
]


@pytest.mark.parametrize(("said", "message"), WRONG)
def test_a_name_that_cannot_be_is_an_error(publication: Publication, said: str, message: str) -> None:
    publication.article("news/us/one.md")
    publication.configure(f"{CONFIG}  names: {said}\n")
    with pytest.raises(ConfigError) as refused:
        publication.build()
    assert message in str(refused.value)


def test_no_file_of_ours_can_be_overwritten(named: Publication) -> None:
    ours = {PAGE, opml.FILENAME, sitemap.FILENAME, stylesheet.FILENAME, menu.FILENAME}
    assert ours <= TAKEN
    made = {file.name for file in Path(named.feeds).iterdir() if file.is_file()} - {"feed.xml", "index.xml"}
    assert made <= TAKEN
