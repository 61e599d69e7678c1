"""`feedwright serve` under the path of `feeds.url`, such as https://example.org/feeds/."""

from __future__ import annotations

import re
import threading
from typing import Any

import feedwright
from browser import browser as browser
from browser import open_page as open_page
from conftest import CONFIG, Publication
from test_serve import serving

PREFIXED = CONFIG.replace("https://feeds.example.org/", "https://example.org/feeds/")


def test_a_raw_feed_has_its_style(publication: Publication, open_page: Any) -> None:
    publication.configure(PREFIXED)
    publication.article()
    publication.build()
    with serving(publication) as site:
        (style,) = re.findall(rb'href="(/[^"]*feed.css)"', publication.bytes("news/rss.xml"))
        assert site.fetch(style.decode()).status == 200
        page = open_page(f"http://127.0.0.1:{site.port}/feeds/news/rss.xml")
        assert page.evaluate("getComputedStyle(document.querySelector('item')).display") == "flex"


def test_files_are_there_with_the_path_and_without_it_as_behind_a_proxy(publication: Publication) -> None:
    publication.configure(PREFIXED + "moved: {us: news}\n")
    publication.article()
    publication.build()
    with serving(publication) as site:
        for path in ("/rss.xml", "/news/", "/news/rss.xml"):
            assert site.fetch(f"/feeds{path}").body == site.fetch(path).body != b""
        assert site.fetch("/feeds").headers["location"] == "./feeds/"
        assert site.fetch("/feeds/news").headers["location"] == "./news/"
        assert site.fetch("/feeds/us/rss.xml").headers["location"] == "../news/rss.xml"
        assert site.fetch("/feeds/nothing.xml").status == 404
        assert (site.fetch("/metrics").status, site.fetch("/feeds/metrics").status) == (200, 404)


def test_a_section_with_the_name_of_the_path_is_not_hidden_by_it(publication: Publication) -> None:
    publication.configure(PREFIXED)
    publication.article()
    publication.build()
    with serving(publication) as site:
        assert site.fetch("/feeds/rss.xml").body == publication.bytes("rss.xml")
        publication.article("feeds/story.md", title="Of feeds")
        publication.build()
        assert site.fetch("/feeds/atom.xml").body == publication.bytes("feeds/atom.xml")


def test_the_address_that_it_says_has_the_path(publication: Publication) -> None:
    publication.configure(PREFIXED.replace("/feeds/", "/ä/feeds/"))
    publication.article()
    publication.build()
    stop, urls = threading.Event(), list[str]()

    def listening(url: str) -> None:
        urls.append(url)
        stop.set()

    options = {"port": 0, "listening": listening, "stop": stop}
    # Playwright has an event loop in this thread.
    serving_thread = threading.Thread(target=feedwright.serve, args=(publication.config,), kwargs=options)
    serving_thread.start()
    serving_thread.join(240)
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/%C3%A4/feeds/", urls[0])
