"""What a section's page shows: its language, its stories, where these come from."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from browser import Open, served, violations
from browser import browser as browser
from browser import open_page as open_page
from conftest import CONFIG, NOW, Publication
from media_files import picture

SAMPLE = Path(__file__).parents[1] / "feeds"


def document(publication: Publication, section: str = "") -> Any:
    return html.fromstring(publication.bytes(f"{section}/index.html".lstrip("/")))


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
    assert page.xpath("string(//details[@class='subscribe']/summary)") == subscribe
    assert page.xpath("string(//time)") == date


def test_times_are_those_of_the_publications_zone(publication: Publication) -> None:
    publication.configure(CONFIG.replace("feeds:", "  timezone: Pacific/Auckland\nfeeds:"))
    publication.article(date="2026-11-20T20:00Z")
    publication.build()
    (time,) = document(publication).xpath("//time")
    assert time.get("datetime") == "2026-11-20T20:00:00Z"
    assert time.text == "November 21, 2026, 9:00\u202fAM"


def test_an_article_in_another_language_says_so_and_its_date_does_not(publication: Publication) -> None:
    publication.article(title="قصة", language="ar")
    publication.build()
    (article,) = document(publication, "news").xpath("//article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    assert [one.get("lang") for one in article.xpath("p[@class='meta']")] == ["en"]


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
        story, button = page.locator("h2").bounding_box(), page.locator("summary").first.bounding_box()
        assert photo["x"] > story["x"] + story["width"]
        assert button["x"] < 100 < 1000 < heading["x"] + heading["width"]
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
    front = document(publication)
    assert len(front.xpath("//nav[@class='tree']//a")) == 20
    assert len(front.xpath("//nav[@class='strip']//a")) == 13
    assert front.xpath("//nav[@class='strip']//a")[-1].get("href") == "#sections"
    section = document(publication, "s7")
    assert len(section.xpath("//nav[@class='strip']//a")) == 10
    assert section.xpath("//nav[@class='tree']") == []


def test_an_empty_section_says_so(publication: Publication) -> None:
    publication.write("news/_section.yaml", "title: News\n")
    publication.build()
    assert "Nothing has been published here yet." in document(publication, "news").text_content()
    assert publication.atom("news").feed.updated == "1970-01-01T00:00:00Z"


def test_pages_and_stylesheet_may_be_turned_off(publication: Publication) -> None:
    publication.configure(CONFIG + "  pages: false\n  stylesheet: none\n")
    publication.article()
    publication.build()
    assert sorted(file.name for file in publication.feeds.rglob("*.*")) == sorted(
        ["atom.xml", "feed.json", "rss.xml"] * 2 + ["sitemap-news.xml", "subscriptions.opml"]
    )
    assert b"xml-stylesheet" not in publication.bytes("rss.xml")


# Stories


STORY = {
    "title": "Ferries are back",
    "date": "2026-11-20 18:05",
    "author": "[Ann Lee, Bo Chen]",
    "summary": "The first boat left at noon.",
    "image": "{src: a.png, alt: A ferry, caption: It leaves., credit: Cy Diaz}",
}


def test_the_newest_story_leads_with_its_picture_and_all_that_is_known_of_it(
    publication: Publication,
) -> None:
    publication.write("news/us/a.png", picture("PNG", 60, 40))
    publication.article("news/us/story.md", **STORY)
    publication.article("news/us/older.md", **STORY | {"date": "2026-11-19"})
    publication.build()
    lead, other = document(publication).xpath("//article")
    assert [one.get("class") for one in (lead, other)] == ["lead", "river"]
    assert lead.xpath("string(p[@class='meta'])") == "US November 20, 2026, 6:05\u202fPM"
    assert lead.xpath("string(h2/a)") == "Ferries are back"
    assert lead.xpath("string(p[@class='by'])") == "By Ann Lee and Bo Chen"
    assert lead.xpath("string(figure/figcaption)") == "It leaves. Cy Diaz"
    assert other.xpath("string(figure/figcaption)") == "Cy Diaz"
    assert [one.xpath("figure/img/@loading") for one in (lead, other)] == [[], ["lazy"]]


def test_a_page_names_neither_its_own_section_nor_the_publication_again_and_again(
    publication: Publication,
) -> None:
    publication.article("news/us/story.md")
    publication.build()
    (story,) = document(publication, "news/us").xpath("//article")
    assert story.xpath("string(p[@class='meta'])") == "November 20, 2026"
    assert story.xpath("p[@class='by']") == []


def test_long_headlines_are_set_smaller_in_any_script(publication: Publication) -> None:
    titles = {"Short": None, "港" * 50: "long", "word " * 25: "long", "港" * 20: None}
    for number, title in enumerate(titles):
        publication.article(f"news/{number}.md", title=title, date=f"2026-11-{20 - number}")
    publication.build()
    assert [one.get("class") for one in document(publication).xpath("//article/h2")] == list(titles.values())


def test_pictures_are_offered_in_the_sizes_that_there_are(publication: Publication) -> None:
    publication.configure(CONFIG + "media: {image_sizes: [320, 640]}\n")
    publication.write("news/a.png", picture("PNG", 900, 600))
    publication.article(image="a.png")
    publication.article("news/older.md", image="a.png", date="2026-11-19")
    publication.build()
    lead, other = document(publication, "news").xpath("//img")
    assert [one.split()[1] for one in lead.get("srcset").split(", ")] == ["320w", "640w", "900w"]
    assert other.get("src") in lead.get("srcset").split(", ")[1]


def test_a_page_is_the_same_whenever_it_is_made(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = publication.bytes("index.html")
    (publication.feeds / "index.html").unlink()
    publication.build(NOW + timedelta(days=200))
    assert publication.bytes("index.html") == before


# Whose page it is


def test_the_masthead_has_the_logo_or_the_icon_and_the_title(publication: Publication) -> None:
    publication.write("_site/logo.png", picture("PNG", 90, 30))
    publication.write("_site/icon.png", picture("PNG", 30, 30))
    publication.article()
    named = CONFIG.replace("feeds:", "  icon: _site/icon.png\n  accent_color: '#0a5c8a'\nfeeds:")
    publication.configure(named)
    publication.build()
    front = document(publication)
    assert front.xpath("normalize-space(//h1)") == "The Test Post"
    assert front.xpath("//h1/img/@class") == ["icon"]
    assert "--accent:#0a5c8a" in front.xpath("string(//style)")
    publication.configure(named.replace("feeds:", "  logo: _site/logo.png\nfeeds:"))
    publication.build()
    assert document(publication).xpath("//h1/img/@alt") == ["The Test Post"]
    assert document(publication, "news").xpath("//p[@class='name']/a/img/@alt") == ["The Test Post"]
    publication.configure(CONFIG.replace("feeds:", "  logo: https://elsewhere.example/logo.png\nfeeds:"))
    publication.build()
    assert document(publication).xpath("//h1/img") == []


def test_others_can_show_a_link_to_the_page(publication: Publication) -> None:
    publication.write("news/a.png", picture("PNG", 60, 40))
    publication.article(image="a.png", title="</script><b>")
    publication.build()
    page = document(publication, "news")
    shown = {one.get("property"): one.get("content") for one in page.xpath("//meta[@property]")}
    assert shown.pop("og:image").startswith("https://feeds.example.org/media/")
    assert shown == {
        "og:type": "website",
        "og:title": "News – The Test Post",
        "og:description": "News – The Test Post",
        "og:url": "https://feeds.example.org/news/",
        "og:site_name": "The Test Post",
    }


def test_search_engines_are_told_what_the_page_is(publication: Publication) -> None:
    publication.write("news/_section.yaml", "title: '</script>'\n")
    publication.article()
    publication.build()
    (script,) = document(publication, "news").xpath("//script")
    told = json.loads(script.text)
    assert (told["@type"], told["name"]) == ("CollectionPage", "</script> – The Test Post")
    assert [one["url"] for one in told["mainEntity"]["itemListElement"]] == [
        "https://example.org/news/story/"
    ]
    assert [one["name"] for one in told["breadcrumb"]["itemListElement"]] == ["The Test Post", "</script>"]


def test_on_paper_there_is_only_what_can_be_read_there(open_page: Open, publication: Publication) -> None:
    publication.article()
    publication.build()
    with served(publication.feeds) as url:
        page = open_page(url)
        page.emulate_media(media="print")
        assert page.locator("h2").first.is_visible()
        assert not any(page.locator(one).is_visible() for one in (".subscribe", ".strip", ".tree"))


def test_lists_of_tags_have_the_masthead_of_all_pages(open_page: Open, publication: Publication) -> None:
    publication.write("_site/logo.png", picture("PNG", 90, 30))
    named = CONFIG.replace("feeds:", "  logo: _site/logo.png\nfeeds:")
    publication.configure(named + "  also: [tags]\n  also_minimum: 1\n")
    publication.article(tags="[ferries]")
    publication.build()
    assert document(publication, "tags").xpath("//p[@class='name']/a/img/@alt") == ["The Test Post"]
    with served(publication.feeds) as url:
        page = open_page(f"{url}tags/", width=320)
        assert violations(page) == []
        page.get_by_role("link", name="ferries").click()
        assert page.url == f"{url}tags/ferries/"
