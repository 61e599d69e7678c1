"""What people see who come to a section's page, or open a raw feed, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from browser import Open, served, violations
from browser import browser as browser
from browser import open_page as open_page
from conftest import CONFIG, Publication
from feedwright.indexes import page as page_module

SAMPLE = Path(__file__).parents[1] / "feeds"
PAGES = ["index.html", "news/index.html", "en-espanol/index.html", "zhongwen/index.html"]


@pytest.fixture(scope="module")
def sample() -> Iterator[str]:
    with served(SAMPLE) as url:
        yield url


def document(publication: Publication, section: str = "") -> Any:
    return html.fromstring(publication.bytes(f"{section}/index.html".lstrip("/")))


# Everybody can use it


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Open, sample: str, path: str, scheme: str) -> None:
    assert violations(open_page(sample + path, scheme=scheme)) == []


@pytest.mark.parametrize("path", [*PAGES, "news/rss.xml", "news/atom.xml"])
def test_nothing_is_wider_than_the_smallest_screen(open_page: Open, sample: str, path: str) -> None:
    page = open_page(sample + path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["index.html", "rss.xml"])
def test_dark_is_dark_and_light_is_light(open_page: Open, sample: str, path: str) -> None:
    element = "document.body || document.documentElement"
    brightness = {
        scheme: sum(
            map(
                int,
                re.findall(
                    r"\d+",
                    open_page(sample + path, scheme=scheme).evaluate(
                        f"getComputedStyle({element}).backgroundColor"
                    ),
                ),
            )
        )
        for scheme in ("light", "dark")
    }
    assert brightness["dark"] < 150 < 600 < brightness["light"]


def test_the_keyboard_reaches_every_link_and_button_and_shows_where_it_is(
    open_page: Open, sample: str
) -> None:
    page = open_page(f"{sample}news/index.html")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    count = page.locator("a, summary").count()
    seen = set()
    for _ in range(count):
        page.keyboard.press("Tab")
        where, outline = page.evaluate(
            "[[...document.querySelectorAll('a, summary')].indexOf(document.activeElement),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline == "solid"
        seen.add(where)
    assert seen == set(range(count))


@pytest.mark.parametrize(("path", "most"), [("index.html", 13), ("news/us/index.html", 5)])
def test_few_stops_of_the_keyboard_are_before_the_first_headline(
    open_page: Open, sample: str, path: str, most: int
) -> None:
    page = open_page(sample + path)
    stops = 0
    while not page.evaluate("!!document.activeElement.closest('article')"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= most


def test_the_first_stop_of_the_keyboard_skips_to_the_stories(open_page: Open, sample: str) -> None:
    page = open_page(sample)
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Skip to the articles").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.querySelector('article a')")


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("index.html")), ids=lambda path: path.parent.name)
def test_on_a_phone_the_first_screen_has_the_first_headline(open_page: Open, sample: str, path: Path) -> None:
    page = open_page(sample + path.relative_to(SAMPLE).as_posix(), width=320)
    box = page.locator("h2").first.bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] <= 568


def test_subscribing_is_one_button_which_the_keyboard_opens(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}news/index.html")
    address = page.get_by_text("https://feeds.harbourpost.example/news/rss.xml")
    atom = page.get_by_role("link", name="Atom")
    assert not address.is_visible()
    page.locator(".subscribe > summary").focus()
    page.keyboard.press("Enter")
    assert (address.is_visible(), atom.is_visible()) == (True, False)
    assert violations(page) == []
    page.get_by_text("Other formats").click()
    assert atom.is_visible()
    assert page.get_by_role("link", name="All feeds in one file (OPML)").is_visible()


def test_nothing_on_a_page_needs_a_script(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}news/index.html", script=False)
    page.locator(".subscribe > summary").click()
    assert page.get_by_text("https://feeds.harbourpost.example/news/rss.xml").is_visible()
    for path in SAMPLE.rglob("index.html"):
        types = [one.get("type") for one in html.fromstring(path.read_bytes()).iter("script")]
        assert types == ["application/ld+json"]


# Links lead where they say


def test_links_lead_through_all_sections_and_back(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}index.html")
    page.locator(".tree").get_by_role("link", name="Americas").click()
    assert page.url == f"{sample}news/world/americas/"
    assert page.locator(".trail a").all_text_contents() == ["News", "World"]
    page.get_by_role("link", name="News", exact=True).click()
    assert page.locator("h1").text_content() == "News"
    page.get_by_role("link", name="U.S.").click()
    page.get_by_role("link", name="The Harbour Post").click()
    assert page.url == sample


def test_every_local_link_and_picture_is_there(open_page: Open, sample: str) -> None:
    there: set[str] = set()
    page = open_page(sample)
    for path in SAMPLE.rglob("index.html"):
        page.goto(sample + path.relative_to(SAMPLE).as_posix())
        urls = page.evaluate("[...document.querySelectorAll('a[href], img')].map(one => one.href || one.src)")
        local = {url for url in urls if url.startswith(sample)}
        assert len(local) >= 4
        for url in local - there:
            assert page.request.get(url).ok, url
        there |= local
        assert page.evaluate(
            "Promise.all([...document.images].map(one => { one.loading = 'eager'; return one.decode() }))"
            ".then(() => true)"
        )


def test_one_click_links_carry_the_feeds_address(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}science/index.html")
    links = dict(
        page.evaluate("[...document.querySelectorAll('.panel > ul a')].map(a => [a.textContent, a.href])")
    )
    escaped = "https%3A%2F%2Ffeeds.harbourpost.example%2Fscience%2Frss.xml"
    assert links == {
        "your feed reader": "feed:https://feeds.harbourpost.example/science/rss.xml",
        "Feedly": f"https://feedly.com/i/subscription/feed%2F{escaped}",
        "Inoreader": f"https://www.inoreader.com/?add_feed={escaped}",
        "NewsBlur": f"https://www.newsblur.com/?url={escaped}",
        "The Old Reader": f"https://theoldreader.com/feeds/subscribe?url={escaped}",
        "Blogtrottr": f"https://blogtrottr.com/?subscribe={escaped}",
        "Feedrabbit": f"https://feedrabbit.com/?url={escaped}",
    }


def test_autodiscovery_names_all_formats_each_with_a_title_of_its_own(publication: Publication) -> None:
    publication.article("news/us/story.md")
    publication.build()
    links = document(publication, "news/us").xpath("//link[@rel='alternate']")
    assert [(link.get("type"), link.get("title"), link.get("href")) for link in links] == [
        ("application/atom+xml", "US – The Test Post (Atom)", "https://feeds.example.org/news/us/atom.xml"),
        (
            "application/feed+json",
            "US – The Test Post (JSON Feed)",
            "https://feeds.example.org/news/us/feed.json",
        ),
        ("application/rss+xml", "US – The Test Post (RSS)", "https://feeds.example.org/news/us/rss.xml"),
        ("text/x-opml", "The Test Post (OPML)", "https://feeds.example.org/subscriptions.opml"),
    ]


# A raw feed


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_a_raw_feed_is_readable(open_page: Open, sample: str, name: str) -> None:
    page = open_page(f"{sample}news/{name}", width=1000)
    seen = page.evaluate("document.documentElement.innerText ?? ''") or _seen(page)
    assert "Storm Benedita spares the old harbour" in seen
    assert "The flood gates at Netmakers' Quay held" in seen
    for machine in ("tag:harbourpost.example", "<p>", "feedwright", "newsdesk@", "image/jpeg"):
        assert machine not in seen
    says = page.evaluate(
        "['before', 'after'].map(where => getComputedStyle("
        "document.querySelector('[rel=self]'), '::' + where).content)"
    )
    assert "This is a feed" in says[0]
    assert f"https://feeds.harbourpost.example/news/{name}" in says[1]


@pytest.mark.parametrize(
    ("name", "date", "characters"), [("rss.xml", "pubDate", 16), ("atom.xml", "published", 10)]
)
def test_a_raw_feed_shows_days_without_machines_times(
    open_page: Open, sample: str, name: str, date: str, characters: int
) -> None:
    page = open_page(f"{sample}news/{name}")
    shown, whole = page.evaluate(
        "name => [...document.querySelectorAll(name)].map(one => [one.clientWidth, one.scrollWidth])", date
    )[0]
    text = page.evaluate("name => document.querySelector(name).textContent", date)
    assert whole * characters / len(text) == pytest.approx(shown, abs=1.5)


def test_a_raw_feed_shows_where_each_story_is(open_page: Open, sample: str) -> None:
    url = "https://harbourpost.example/news/storm-benedita-spares-the-old-harbour/"
    page = open_page(f"{sample}news/rss.xml")
    link = page.locator("item > link").first
    assert link.is_visible()
    link.click()
    assert page.evaluate("getSelection().toString().trim()") == url
    told = open_page(f"{sample}news/atom.xml").evaluate(
        "getComputedStyle(document.querySelector('entry > [rel=alternate]'), '::after').content"
    )
    assert url in told


def test_a_raw_atom_feed_speaks_its_language(open_page: Open, publication: Publication) -> None:
    for tag in ("ar", "de", "zh-TW"):
        publication.write(f"in-{tag.lower()}/_section.yaml", f"language: {tag}\n")
        publication.article(f"in-{tag.lower()}/story.md")
    publication.build()
    with served(publication.feeds) as url:
        for tag, start in (("ar", "هذه"), ("de", "Dies"), ("zh-TW", "這是")):
            element = "document.querySelector('[rel=self]'), '::before'"
            page = open_page(f"{url}in-{tag.lower()}/atom.xml")
            assert page.evaluate(f"getComputedStyle({element}).content").strip('"').startswith(start)


def test_raw_feeds_speak_all_languages_of_pages() -> None:
    templates = Path(page_module.__file__).parent
    words = {file.stem for file in (templates / "words").glob("*.toml")} - {"en"}
    css = (templates / "templates" / "feed.css").read_text(encoding="utf-8")
    assert {tag for tag in words if re.search(rf"feed:.*lang\({tag}\)[^{{]*::before", css)} == words


def _seen(page: Any) -> str:
    """The text of an XML document that is not hidden."""
    return str(
        page.evaluate(
            "[...document.querySelectorAll('*')].filter(one => !one.children.length && one.checkVisibility())"
            ".map(one => one.textContent).join('\\n')"
        )
    )


def test_where_feeds_lie_in_a_folder_of_the_site_so_does_the_stylesheet(publication: Publication) -> None:
    publication.configure(CONFIG.replace("https://feeds.example.org/", "https://example.org/ä/feeds/"))
    publication.article()
    publication.build()
    assert b'<?xml-stylesheet type="text/css" href="/%C3%A4/feeds/feed.css"?>' in publication.bytes(
        "news/atom.xml"
    )
