"""What people see who come to a section's page, or open a raw feed, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from browser import chromium, served, violations
from conftest import CONFIG, Publication
from media_files import picture

SAMPLE = Path(__file__).parents[1] / "feeds"
PAGES = ["index.html", "news/index.html", "en-espanol/index.html", "zhongwen/index.html"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def sample() -> Iterator[str]:
    with served(SAMPLE) as url:
        yield url


Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Opens a page in a context of its own; requests that leave its host fail the test."""
    contexts, strays, complaints = [], list[str](), list[str]()

    def opened(url: str, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("request", lambda request: _note_stray(request.url, url, strays))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert strays == []
    assert [one for one in complaints if "favicon" not in one and "404" not in one] == []


def _note_stray(url: str, page: str, strays: list[str]) -> None:
    if not url.startswith("/".join(page.split("/")[:3])):
        strays.append(url)


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
    count = page.locator("a, button").count()
    seen = set()
    for _ in range(count):
        page.keyboard.press("Tab")
        where, outline = page.evaluate(
            "[[...document.querySelectorAll('a, button')].indexOf(document.activeElement),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline == "solid"
        seen.add(where)
    assert seen == set(range(count))


def test_the_keyboard_copies_an_address(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}news/index.html")
    page.get_by_role("button", name="Copy: Atom address").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Copied: Atom address").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://feeds.harbourpost.example/news/atom.xml"


def test_the_copy_button_copies_the_address_beside_it(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}news/us/index.html")
    for name, file in (("RSS", "rss.xml"), ("Atom", "atom.xml"), ("JSON Feed", "feed.json")):
        button = page.get_by_role("button", name=f"Copy: {name} address")
        button.click()
        page.get_by_text("Copied", exact=True).first.wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"https://feeds.harbourpost.example/news/us/{file}"


def test_without_script_all_is_there_but_the_buttons(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}news/index.html", script=False)
    assert page.locator("button").count() == 0
    assert page.get_by_text("https://feeds.harbourpost.example/news/rss.xml").is_visible()
    assert page.locator("article h3").first.is_visible()


# Links lead where they say


def test_links_lead_through_all_sections_and_back(open_page: Open, sample: str) -> None:
    page = open_page(f"{sample}index.html")
    page.get_by_role("link", name="Americas").click()
    assert page.url == f"{sample}news/world/americas/"
    assert page.locator(".trail a").all_text_contents() == ["The Harbour Post", "News", "World"]
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
        page.evaluate("[...document.querySelectorAll('.readers a')].map(a => [a.textContent, a.href])")
    )
    escaped = "https%3A%2F%2Ffeeds.harbourpost.example%2Fscience%2Frss.xml"
    assert links == {
        "your feed reader": "feed:https://feeds.harbourpost.example/science/rss.xml",
        "Feedly": f"https://feedly.com/i/subscription/feed%2F{escaped}",
        "Inoreader": f"https://www.inoreader.com/?add_feed={escaped}",
        "NewsBlur": f"https://www.newsblur.com/?url={escaped}",
        "The Old Reader": f"https://theoldreader.com/feeds/subscribe?url={escaped}",
    }


def test_autodiscovery_names_all_formats_each_with_a_title_of_its_own(publication: Publication) -> None:
    publication.article("news/us/story.md")
    publication.build()
    links = document(publication, "news/us").xpath("//link[@rel='alternate']")
    assert [(link.get("type"), link.get("title"), link.get("href")) for link in links] == [
        ("application/atom+xml", "Us – The Test Post (Atom)", "https://feeds.example.org/news/us/atom.xml"),
        (
            "application/feed+json",
            "Us – The Test Post (JSON Feed)",
            "https://feeds.example.org/news/us/feed.json",
        ),
        ("application/rss+xml", "Us – The Test Post (RSS)", "https://feeds.example.org/news/us/rss.xml"),
        ("text/x-opml", "The Test Post (OPML)", "https://feeds.example.org/subscriptions.opml"),
    ]


# Languages


@pytest.mark.parametrize(
    ("language", "direction", "subscribe", "date"),
    [
        ("en-GB", "ltr", "Subscribe", "20 November 2026"),
        ("es", "ltr", "Suscribirse", "20 de noviembre de 2026"),
        ("de", "ltr", "Abonnieren", "20. November 2026"),
        ("zh-TW", "ltr", "訂閱", "2026年11月20日"),
        ("ar", "rtl", "الاشتراك", "20 نوفمبر 2026"),
        ("he", "rtl", "הרשמה", "20 בנובמבר 2026"),
        ("fi", "ltr", "Subscribe", "20. marraskuuta 2026"),
    ],
)
def test_a_page_speaks_its_sections_language(
    publication: Publication, language: str, direction: str, subscribe: str, date: str
) -> None:
    publication.write("s/_section.yaml", f"language: {language}\n")
    publication.article("s/story.md")
    publication.build()
    page = document(publication, "s")
    assert (page.get("lang"), page.get("dir")) == (language, direction)
    assert page.xpath("string(//h2[@id='subscribe'])") == subscribe
    assert page.xpath("string(//time)") == date


def test_days_are_those_of_the_publications_zone(publication: Publication) -> None:
    publication.configure(CONFIG.replace("feeds:", "  timezone: Pacific/Auckland\nfeeds:"))
    publication.article(date="2026-11-20T20:00Z")
    publication.build()
    (time,) = document(publication).xpath("//time")
    assert (time.get("datetime"), time.text) == ("2026-11-20T20:00:00Z", "November 21, 2026")


def test_an_article_in_another_language_says_so_and_its_date_does_not(publication: Publication) -> None:
    publication.article(title="قصة", language="ar")
    publication.build()
    (article,) = document(publication, "news").xpath("//article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    assert article.xpath("string(.//time/@lang)") == "en"


def test_right_to_left_languages_are_laid_out_from_the_right(
    open_page: Open, publication: Publication
) -> None:
    publication.write("s/_section.yaml", "language: ar\ntitle: أخبار\n")
    publication.article("s/story.md", title="قصة من الميناء", image="a.png")
    publication.write("s/a.png", picture("PNG", 60, 40))
    publication.build()
    with served(publication.feeds) as url:
        page = open_page(f"{url}s/index.html")
        heading, photo = page.locator("h1").bounding_box(), page.locator("article img").bounding_box()
        main, aside = page.locator("main").bounding_box(), page.locator("aside").bounding_box()
        assert aside["x"] < main["x"]
        assert photo["x"] < main["x"] + main["width"] / 2
        assert heading["x"] + heading["width"] > 1000
        assert violations(page) == []


# What is on it


def test_pictures_have_their_alt_text_and_size(publication: Publication) -> None:
    publication.article(image="{src: a.png, alt: A white ferry}")
    publication.write("news/a.png", picture("PNG", 60, 40))
    publication.build()
    (image,) = document(publication, "news").xpath("//img")
    assert (image.get("alt"), image.get("width"), image.get("height")) == ("A white ferry", "60", "40")
    assert image.get("src").startswith("../media/")


def test_pictures_of_other_hosts_are_left_to_the_article(publication: Publication) -> None:
    publication.article(image="https://elsewhere.example/a.png")
    publication.build()
    assert document(publication).xpath("//img") == []


def test_what_authors_write_is_text(open_page: Open, publication: Publication) -> None:
    evil = '"<script>document.title = 1</script><img src=x onerror=alert(1)>"'
    publication.write("news/_section.yaml", f"title: {evil}\ndescription: {evil}\n")
    publication.article(title=evil, summary=evil)
    publication.build()
    with served(publication.feeds) as url:
        page = open_page(f"{url}news/index.html")
        assert page.locator("h1").text_content() == evil[1:-1]
        assert page.locator("article img").count() == 0
        assert page.title().startswith("<script>")


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("index.html")), ids=lambda path: path.parent.name)
def test_the_samples_pages_are_light(path: Path) -> None:
    assert path.stat().st_size < 30_000


def test_a_page_shows_as_many_entries_as_keep_it_light(publication: Publication) -> None:
    publication.configure(CONFIG + "  entries: 60\n")
    for number in range(60):
        publication.article(f"news/{number}.md", title=f"日本 {number}", summary="長い話。" * 150)
    publication.build()
    page = publication.bytes("news/index.html")
    assert 20_000 < len(page) < 30_000
    assert 5 < page.count(b"<article") < 20


def test_a_front_page_of_many_sections_leaves_the_deeper_ones_to_their_parents(
    publication: Publication,
) -> None:
    for number in range(200):
        publication.write(f"s{number % 20}/t{number}/_section.yaml", "description: " + "Words. " * 20)
    publication.build()
    assert len(publication.bytes("index.html")) < 30_000
    assert len(document(publication).xpath("//nav[@class='tree']//a")) == 20
    assert len(document(publication, "s7").xpath("//aside//nav//a")) == 10


def test_an_empty_section_says_so(publication: Publication) -> None:
    publication.write("news/_section.yaml", "title: News\n")
    publication.build()
    assert "Nothing has been published here yet." in document(publication, "news").text_content()


def test_pages_and_stylesheet_may_be_turned_off(publication: Publication) -> None:
    publication.configure(CONFIG + "  pages: false\n  stylesheet: none\n")
    publication.article()
    publication.build()
    assert sorted(file.name for file in publication.feeds.rglob("*.*")) == sorted(
        ["atom.xml", "feed.json", "rss.xml"] * 2 + ["sitemap-news.xml", "subscriptions.opml"]
    )
    assert b"xml-stylesheet" not in publication.bytes("rss.xml")


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
