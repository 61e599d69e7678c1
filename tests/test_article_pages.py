"""`feeds.articles`: a page for each article, so that a folder of articles is a complete little site."""

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
from conftest import CONFIG, NOW, Publication, slow
from feedwright.errors import ConfigError
from feedwright.indexes.article import file_of
from media_files import picture, sound

ONE_PLACE = CONFIG.replace("https://example.org/", "https://feeds.example.org/") + "  articles: true\n"
"""The site and the feeds are at the same address."""

FERRY = {
    "title": "Ferries are back",
    "author": "Ann Lee",
    "summary": "The first boat left at noon.",
    "image": "{src: a.png, alt: A ferry, caption: It leaves., credit: Cy Diaz}",
}


@pytest.fixture
def little(publication: Publication) -> Publication:
    """A publication whose site is feeds/."""
    publication.configure(ONE_PLACE)
    publication.write("news/a.png", picture("PNG", 60, 40))
    return publication


def page(publication: Publication, name: str = "news/story") -> Any:
    return html.fromstring(publication.bytes(f"{name}/index.html"))


def test_a_page_has_the_text_the_picture_and_all_that_is_known(little: Publication) -> None:
    little.article(body="Everyone *waved*.", **FERRY)
    little.build()
    made = page(little)
    assert made.xpath("string(//h1)") == "Ferries are back"
    assert made.xpath("string(//p[@class='by'])") == "By Ann Lee"
    assert made.xpath("string(//time)") == "November 20, 2026"
    assert made.xpath("string(//em)") == "waved"
    (figure,) = made.xpath("//figure")
    assert (figure.xpath("string(img/@alt)"), figure.xpath("string(figcaption)")) == (
        "A ferry",
        "It leaves. | Cy Diaz",
    )
    assert figure.xpath("string(img/@src)").startswith("../../media/")


def test_machines_are_told_the_same(little: Publication) -> None:
    little.article(body="Everyone waved.", tags="[ferries]", **FERRY)
    little.build()
    made = page(little)
    (script,) = made.xpath("//script")
    told = json.loads(script.text)
    assert (told["@type"], told["headline"], told["datePublished"]) == (
        "NewsArticle",
        "Ferries are back",
        "2026-11-20T00:00:00Z",
    )
    assert told["author"] == [{"@type": "Person", "name": "Ann Lee"}]
    assert told["image"].startswith("https://feeds.example.org/media/")
    links = {link.get("href") for link in made.xpath("//link[@rel='alternate']")}
    assert "https://feeds.example.org/news/atom.xml" in links
    assert made.xpath("//link[@rel='canonical']/@href") == ["https://feeds.example.org/news/story/"]
    assert made.xpath("//meta[@property='og:type']/@content") == ["article"]


def test_all_links_lead_to_what_is_there(little: Publication) -> None:
    little.article("news/us/story.md", body="[The other](../../sport/other.md)")
    little.article("sport/other.md", title="Other")
    little.build()
    start = little.feeds / "index.html"
    seen, ahead = {start}, [start]
    while ahead:
        file = ahead.pop()
        document: Any = html.fromstring(file.read_bytes())
        for url in document.xpath("//a/@href"):
            if ":" in url or url.startswith("#"):
                continue
            there = (file.parent / url).resolve()
            there = there / "index.html" if url.endswith("/") else there
            assert there.exists(), (file, url)
            if there.suffix == ".html" and there not in seen:
                seen.add(there)
                ahead.append(there)
    assert seen == {file.resolve() for file in little.feeds.rglob("index.html")}


def test_addresses_lead_to_pages_unless_permalink_says_where_articles_are(publication: Publication) -> None:
    publication.configure(CONFIG + "  articles: true\n")
    publication.article()
    publication.build()
    assert publication.rss("news").entries[0].link == "https://feeds.example.org/news/story/"
    assert (publication.feeds / "news/story/index.html").exists()
    publication.configure(CONFIG + "  articles: true\npermalink: 'https://feeds.example.org/a/{slug}.html'\n")
    publication.build()
    assert publication.rss("news").entries[0].link == "https://feeds.example.org/a/story.html"
    assert (publication.feeds / "a/story.html").exists()
    assert not (publication.feeds / "news/story/index.html").exists()
    publication.configure(CONFIG + "  articles: true\npermalink: '{url}/{slug}/'\n")
    with pytest.raises(
        ConfigError, match=r"permalink: found .*, expected no permalink, or one under https://feeds"
    ):
        publication.build()


def test_an_article_whose_link_leads_elsewhere_has_no_page(little: Publication) -> None:
    little.article(link="https://elsewhere.example/story/")
    little.build()
    assert not (little.feeds / "news/story").exists()


def test_an_article_that_is_too_old_for_feeds_has_a_page(little: Publication) -> None:
    little.configure(ONE_PLACE + "  entries: 1\n")
    for number in range(3):
        little.article(f"news/{number}.md", title=f"Story {number}", date=f"2026-11-{10 + number}")
    little.build()
    assert little.titles() == ["Story 2"]
    assert page(little, "news/0").xpath("string(//h1)") == "Story 0"
    little.article("news/0.md", title="Story 0, corrected", date="2026-11-10")
    assert "news/0/index.html" in little.build().changed
    assert page(little, "news/0").xpath("string(//h1)") == "Story 0, corrected"


def test_only_pages_that_change_are_touched(little: Publication) -> None:
    little.article()
    little.article("news/other.md", title="Other")
    little.build()
    assert little.build().changed == []
    little.article(body="More.")
    changed = little.build().changed
    assert "news/story/index.html" in changed
    assert "news/other/index.html" not in changed


@pytest.mark.parametrize("how", ["deleted", "withdrawn", "draft"])
def test_what_is_taken_out_has_no_page(little: Publication, how: str) -> None:
    little.article()
    little.article("news/other.md", title="Other")
    little.build()
    if how == "deleted":
        (little.content / "news/story.md").unlink()
    else:
        little.article(**({"draft": "true"} if how == "draft" else {"withdrawn": "A mistake"}))
    assert "https://feeds.example.org/news/story/index.html" in little.build().gone
    assert not (little.feeds / "news/story").exists()
    assert (little.feeds / "news/other/index.html").exists()


def test_a_scheduled_article_has_a_page_when_its_time_comes(little: Publication) -> None:
    little.article(date="2026-11-22")
    little.build()
    assert not (little.feeds / "news/story/index.html").exists()
    little.build(NOW + timedelta(days=1))
    assert (little.feeds / "news/story/index.html").exists()


@pytest.mark.parametrize("damage", ["deleted", "edited"])
def test_a_page_that_is_deleted_or_edited_is_made_good(little: Publication, damage: str) -> None:
    little.article()
    little.build()
    file = little.feeds / "news/story/index.html"
    good = file.read_bytes()
    file.unlink() if damage == "deleted" else file.write_text("mine")
    assert little.build().changed == ["news/story/index.html"]
    assert file.read_bytes() == good


def test_pages_are_the_same_after_the_catalog_was_lost(little: Publication) -> None:
    little.article(**FERRY)
    little.build()
    before = little.bytes("news/story/index.html")
    (little.root / ".feedwright/catalog.sqlite").unlink()
    assert little.build(NOW + timedelta(hours=1)).changed == []
    assert little.bytes("news/story/index.html") == before


def test_after_the_catalog_was_lost_pages_of_articles_that_are_gone_go(little: Publication) -> None:
    little.article()
    little.article("news/other.md", title="Other")
    little.build()
    mine = little.feeds / "mine.html"
    mine.write_text("<!DOCTYPE html><title>Not feedwright's</title>")
    (little.root / ".feedwright/catalog.sqlite").unlink()
    little.article(withdrawn="A mistake")
    little.build()
    assert not (little.feeds / "news/story/index.html").exists()
    assert (little.feeds / "news/other/index.html").exists()
    assert mine.exists()


def test_a_new_name_of_the_publication_reaches_all_pages(little: Publication) -> None:
    little.article()
    little.build()
    little.configure(ONE_PLACE.replace("The Test Post", "The Post"))
    little.build()
    assert page(little).xpath("normalize-space(//p[@class='name'])") == "The Post"


def test_a_section_comes_before_an_article_with_its_address(little: Publication) -> None:
    little.article("news/us.md", title="Us")
    little.build()
    assert page(little, "news/us").xpath("string(//h1)") == "Us"
    little.article("news/us/story.md")
    report = little.build()
    assert page(little, "news/us").xpath("count(//article[@class='lead'])") == 1
    assert [str(one) for one in report.warnings if "another `slug`" in str(one)] == [
        "content/news/us.md: its page would be feeds/news/us/index.html, a section's; give it another `slug`"
    ]


def test_without_the_setting_pages_go(little: Publication) -> None:
    little.article()
    little.build()
    little.configure(ONE_PLACE.replace("articles: true", "articles: false"))
    little.build()
    assert sorted(little.feeds.rglob("index.html")) == [
        little.feeds / "index.html",
        little.feeds / "news/index.html",
    ]


def test_what_is_for_members_is_not_told(little: Publication) -> None:
    little.article(body="The secret.", access="members", summary="The summary.")
    little.build()
    text = page(little).text_content()
    assert "The summary." in text
    assert "secret" not in text


def test_sound_is_played_and_relations_are_listed(little: Publication) -> None:
    little.write("news/one.wav", sound(1))
    little.article(audio="one.wav", related="[{url: https://example.org/b, title: The storm}]")
    little.build()
    made = page(little)
    assert made.xpath("string(//audio/@src)").startswith("../../media/")
    assert made.xpath("string(//section[@class='related']//a)") == "The storm"


def test_a_page_speaks_its_articles_language(little: Publication) -> None:
    little.article(title="قصة", language="ar", author="نور حداد", summary="ملخص")
    little.build()
    made = page(little)
    assert (made.get("lang"), made.get("dir")) == ("ar", "rtl")
    assert made.xpath("string(//p[@class='by'])") == "بقلم نور حداد"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, pytest.param(1440, marks=slow)])
def test_everybody_can_read_it(open_page: Open, little: Publication, width: int, scheme: str) -> None:
    table = "| Route | Before |\n|---|--:|\n| Ports, " + "wide " * 40 + " | 1 |\n"
    little.article(body=f"Text.\n\n## A heading\n\n{table}\n\n    code {'x' * 200}\n\n> Said.", **FERRY)
    little.build()
    with served(little.feeds) as url:
        opened = open_page(f"{url}news/story/", width=width, scheme=scheme)
        assert violations(opened) == []
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.evaluate("document.images[0].naturalWidth") == 60


def test_what_authors_write_runs_nothing(open_page: Open, little: Publication) -> None:
    evil = "'</script><script>document.title = 1</script><img src=x onerror=\"document.title=1\">'"
    little.article(body=evil, title=evil, summary=evil, author=evil)
    little.build()
    with served(little.feeds) as url:
        opened = open_page(f"{url}news/story/", absent="x")
        assert opened.title() != "1"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://e.org/f/news/a/", "news/a/index.html"),
        ("https://e.org/f/news/a.html", "news/a.html"),
        ("https://e.org/f/%C3%A4/", "ä/index.html"),
        ("https://e.org/f/", None),
        ("https://e.org/f/news/a", None),
        ("https://e.org/f/news/a.html?b", None),
        ("https://e.org/f/../a.html", None),
        ("https://e.org/f/%2e%2e/a.html", None),
        ("https://e.org/f/a%2F..%2F..%2Fb.html", None),
        ("https://e.org/f/.git/a.html", None),
        ("https://e.org/f//a.html", None),
        ("https://e.org/f/media/a.html", None),
        ("https://e.org/other/a.html", None),
    ],
)
def test_pages_lie_only_under_feeds(url: str, name: str | None) -> None:
    assert file_of(url, "https://e.org/f/") == name


def test_the_samples_articles_have_light_pages(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1]
    made = Publication(tmp_path)
    made.content.rmdir()
    made.content.symlink_to(sample / "content")
    text = (sample / "config.yaml").read_text()
    made.configure("".join(f"{line}\n" for line in text.splitlines() if not line.startswith("permalink")))
    made.configure(made.config.read_text().replace("  entries: 30", "  articles: true\n  entries: 30"))
    made.build()
    pages = [file for file in made.feeds.rglob("index.html") if b'"NewsArticle"' in file.read_bytes()]
    assert len(pages) > 30
    assert max(file.stat().st_size for file in pages) < 40_000


def test_a_summary_that_repeats_the_text_below_it_is_shown_once(little: Publication) -> None:
    little.article(body="The first boat left at *noon*.\n\nEveryone waved & went home.")
    little.article("news/other.md", body="Everyone waved.", summary="The first boat left at noon.", title="B")
    little.build()
    assert page(little).xpath("//p[@class='summary']") == []
    assert page(little, "news/other").xpath("string(//p[@class='summary'])") == "The first boat left at noon."
