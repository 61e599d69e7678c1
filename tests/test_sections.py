"""Folders become sections, sections become feeds: what is in each, in which order, and how much."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from PIL import Image

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.model import SectionData
from feedwright.sources.section_file import read_section_file


def picture(colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return file.getvalue()


def sections(publication: Publication) -> list[str]:
    """The sections that have feeds; the whole publication is the empty one."""
    feeds = publication.feeds.rglob("feed.json")
    found = (feed.parent.relative_to(publication.feeds).as_posix() for feed in feeds)
    return sorted("" if path == "." else path for path in found)


def warned(publication: Publication, now: datetime | None = None) -> list[str]:
    report = publication.build(now)
    assert not report.rejected
    return [str(notice) for notice in report.warnings]


def item(publication: Publication, section: str = "") -> Any:
    [only] = publication.json(section)["items"]
    return only


# --- folders ---


def test_sections_nest_to_any_depth(publication: Publication) -> None:
    publication.article("news/world/americas/chile/deep.md", title="Deep")
    publication.article("news/near.md", title="Near", date="2026-11-19")
    publication.article("top.md", title="Top", date="2026-11-18")
    publication.build()
    assert sections(publication) == [
        "",
        "news",
        "news/world",
        "news/world/americas",
        "news/world/americas/chile",
    ]
    assert publication.titles() == ["Deep", "Near", "Top"]
    assert publication.titles("news") == ["Deep", "Near"]
    assert publication.titles("news/world") == ["Deep"]
    assert publication.titles("news/world/americas/chile") == ["Deep"]


def test_every_section_has_every_format(publication: Publication) -> None:
    publication.article("news/us/story.md")
    report = publication.build()
    names = [
        f"{folder}{name}"
        for folder in ("", "news/", "news/us/")
        for name in ("atom.xml", "feed.json", "rss.xml", "index.html")
    ] + ["feed.css", "sitemap-news.xml", "subscriptions.opml"]
    assert sorted(report.changed) == sorted(names)
    assert report.files == len(names)


@pytest.mark.parametrize(
    ("folder", "path", "title"),
    [
        ("news", "news", "News"),
        ("climate-and-energy", "climate-and-energy", "Climate And Energy"),
        ("local_news", "local-news", "Local News"),
        ("U.S.", "us", "U.S."),
        ("En español", "en-espanol", "En Español"),
        ("Kids' books", "kids-books", "Kids' Books"),
        ("TV", "tv", "TV"),
        ("us", "us", "US"),
        ("about-us", "about-us", "About Us"),
        ("it", "it", "It"),
        ("iPhone tips", "iphone-tips", "IPhone Tips"),
        ("世界", "世界", "世界"),
        ("חדשות", "חדשות", "חדשות"),
        ("1066", "1066", "1066"),
    ],
)
def test_a_title_is_made_from_the_folders_name(
    publication: Publication, folder: str, path: str, title: str
) -> None:
    publication.article(f"{folder}/story.md")
    publication.build()
    assert publication.json(path)["title"] == f"{title} – The Test Post"
    assert title in item(publication, path)["tags"]


def test_the_whole_publications_feed_has_its_title(publication: Publication) -> None:
    publication.article()
    publication.build()
    feed = publication.json()
    assert (feed["title"], feed["description"]) == ("The Test Post", "Made for tests.")
    assert feed["home_page_url"] == "https://example.org/"


def test_a_folder_of_pictures_is_no_section(publication: Publication) -> None:
    publication.article("news/story.md", image="pictures/lead.png")
    publication.write("news/pictures/lead.png", picture())
    publication.write("downloads/report.pdf", b"%PDF-1.7\n")
    (publication.content / "empty").mkdir()
    assert warned(publication) == []
    assert sections(publication) == ["", "news"]
    assert item(publication)["attachments"][0]["mime_type"] == "image/png"


def test_a_section_without_articles_has_feeds_once_it_is_described(publication: Publication) -> None:
    publication.write("sport/_section.yaml", "title: Sports\n")
    publication.build()
    assert sections(publication) == ["", "sport"]
    assert publication.titles("sport") == []


def test_a_section_whose_articles_are_gone_keeps_its_feeds(publication: Publication) -> None:
    """Readers have subscribed to them."""
    file = publication.article("sport/match.md")
    publication.article()
    publication.build()
    file.unlink()
    file.parent.rmdir()
    publication.build()
    assert publication.titles("sport") == []
    assert publication.titles() == ["A story"]
    assert_valid(publication, "sport")


def test_a_publication_without_articles(publication: Publication) -> None:
    assert warned(publication) == []
    assert sections(publication) == [""]
    assert publication.titles() == []
    assert_valid(publication)


def assert_valid(publication: Publication, section: str = "") -> None:
    """The feeds can be read, and have what a feed needs even without entries."""
    rss, atom = publication.rss(section), publication.atom(section)
    assert not rss.bozo
    assert not atom.bozo
    assert rss.feed.title == atom.feed.title == publication.json(section)["title"]
    assert rss.feed.link
    assert atom.feed.id
    assert atom.feed.updated
    etree.fromstring(publication.bytes(f"{section}/atom.xml".lstrip("/")))


# --- which files are articles ---


@pytest.mark.parametrize(
    "path",
    [
        "news/_draft.md",
        "news/.hidden.md",
        "_notes/story.md",
        ".git/story.md",
        "news/_old/story.md",
        "news/_index.md",
        "news/notes.csv",
        "news/story.md.bak",
        "news/story.md~",
        "news/story",
    ],
)
def test_what_is_no_article(publication: Publication, path: str) -> None:
    publication.write(path, "not an article")
    report = publication.build()
    assert (report.articles, report.rejected) == (0, [])
    assert {warning.message[:16] for warning in report.warnings} <= {"found no article"}
    assert sections(publication) == [""]


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".html", ".htm", ".MD"])
def test_what_is_an_article(publication: Publication, suffix: str) -> None:
    publication.article(f"news/story{suffix}")
    assert publication.build().articles == 1
    assert publication.titles() == ["A story"]


FILES = ["a.md", "news/a.md", "news/README.md", "news/notes/a.md", "sport/a.html"]


@pytest.mark.parametrize(
    ("globs", "kept"),
    [
        ("exclude: README.md", ["a.md", "news/a.md", "news/notes/a.md", "sport/a.html"]),
        ("exclude: [README.md, notes/]", ["a.md", "news/a.md", "sport/a.html"]),
        ("exclude: /a.md", ["news/README.md", "news/a.md", "news/notes/a.md", "sport/a.html"]),
        ("exclude: news/*.md", ["a.md", "news/notes/a.md", "sport/a.html"]),
        ("exclude: news/**", ["a.md", "sport/a.html"]),
        ("include: '*.html'", ["sport/a.html"]),
        ("include: [news/]", ["news/README.md", "news/a.md", "news/notes/a.md"]),
        ("include: [news/]\n  exclude: ['**/notes/*', README.*]", ["news/a.md"]),
    ],
)
def test_include_and_exclude_say_which_files_count(
    publication: Publication, globs: str, kept: list[str]
) -> None:
    publication.configure(f"{CONFIG}articles:\n  {globs}\n")
    for path in FILES:
        publication.article(path, title=path)
    report = publication.build()
    assert sorted(publication.titles()) == kept
    assert (report.articles, report.ignored) == (len(kept), len(FILES) - len(kept))


def test_files_without_a_date_may_count_as_pages(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles:\n  undated: skip\n")
    publication.article()
    publication.write("news/about.md", "# About us\n")
    publication.write("contact.html", "---\ntitle: Contact\n---\n")
    publication.article("news/wrong.md", date="soon")
    report = publication.build()
    assert (report.articles, report.pages) == (1, ["content/contact.html", "content/news/about.md"])
    assert [one.pages for one in feedwright.status(publication.config, now=NOW)] == [2, 1]
    # A date that is wrong is a mistake, not a page.
    assert [error.path for error in report.rejected] == ["content/news/wrong.md"]
    assert publication.titles() == ["A story"]


def test_an_article_that_becomes_a_page_goes(publication: Publication) -> None:
    publication.configure(f"{CONFIG}articles:\n  undated: skip\n")
    publication.article()
    publication.build()
    publication.article(date="")
    assert publication.build().pages == ["content/news/story.md"]
    assert publication.titles() == []
    publication.article()
    publication.build()
    assert [one.pages for one in feedwright.status(publication.config, now=NOW)] == [0, 0]


# --- page bundles ---

TEXT = "---\ntitle: A story\ndate: 2026-11-20\n---\n\nHello.\n"


@pytest.mark.parametrize("name", ["index.md", "index.html", "index.markdown"])
def test_a_bundle_is_one_article_of_its_parents_section(publication: Publication, name: str) -> None:
    publication.write(f"news/us/storm/{name}", TEXT)
    publication.build()
    assert sections(publication) == ["", "news", "news/us"]
    assert item(publication, "news/us")["url"] == "https://example.org/news/us/storm/"


def test_a_bundles_only_picture_is_its_lead_picture(publication: Publication) -> None:
    publication.write("news/storm/index.md", TEXT)
    publication.write("news/storm/wave.png", picture())
    publication.write("news/storm/notes.txt.bak", "not a picture")
    assert warned(publication) == []
    assert item(publication)["image"].endswith("-wave.png")


def test_of_two_pictures_none_is_the_lead_picture(publication: Publication) -> None:
    publication.write("news/storm/index.md", TEXT)
    publication.write("news/storm/one.png", picture())
    publication.write("news/storm/two.png", picture("blue"))
    assert warned(publication) == []
    assert "image" not in item(publication)
    assert "attachments" not in item(publication)


def test_the_picture_that_the_article_names_wins(publication: Publication) -> None:
    publication.article("news/storm/index.md", image="../far.png")
    publication.write("news/storm/near.png", picture())
    publication.write("news/far.png", picture("blue"))
    assert warned(publication) == []
    assert item(publication)["image"].endswith("-far.png")


def test_hidden_pictures_do_not_count(publication: Publication) -> None:
    publication.write("news/storm/index.md", TEXT)
    publication.write("news/storm/wave.png", picture())
    publication.write("news/storm/_original.png", picture("blue"))
    publication.build()
    assert item(publication)["image"].endswith("-wave.png")


def test_other_texts_in_a_bundle_are_ignored(publication: Publication) -> None:
    publication.write("news/storm/index.md", TEXT)
    publication.article("news/storm/notes.md", title="Notes")
    report = publication.build()
    assert (report.articles, report.ignored, report.rejected) == (1, 1, [])
    assert publication.titles() == ["A story"]


def test_an_index_in_content_itself_makes_no_bundle_of_everything(publication: Publication) -> None:
    publication.write("index.md", TEXT)
    publication.article("news/story.md", title="Another story")
    publication.build()
    assert sorted(publication.titles()) == ["A story", "Another story"]


# --- _section.yaml ---


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", SectionData()),
        ("title:\nimage:\n", SectionData()),
        ("title: 2022\n", SectionData(title="2022")),
        ("title: null\n", SectionData(title="null")),
        ("description: News from the States \t\n", SectionData(description="News from the States")),
        ("language: no\n", SectionData(language="no")),
        ("link: https://example.org/us/\n", SectionData(link="https://example.org/us/")),
        ("image: us.png\n", SectionData(image="us.png")),
        ("entries: 5\n", SectionData(entries=5)),
        ("order: 0\n", SectionData(order=0)),
        ("order: 12\r\n", SectionData(order=12)),
        ("\ufefftitle: U.S.\n", SectionData(title="U.S.")),
    ],
)
def test_what_a_section_file_may_say(text: str, data: SectionData) -> None:
    assert read_section_file(text.encode(), "news/_section.yaml") == data


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("title: [a]", ":1: title: found a list, expected text"),
        ("\ndescription: {a: b}", ":2: description: found keys with values, expected text"),
        (
            "language: en_US",
            ':1: language: found "en_US", expected a language tag such as en-US',
        ),
        (
            "link: /us/",
            ':1: link: found "/us/", expected a complete URL such as https://example.org/',
        ),
        (
            "link: https://example.org:port/",
            ':1: link: found "https://example.org:port/", '
            "expected a complete URL such as https://example.org/",
        ),
        ("image: [a]", ":1: image: found a list, expected text"),
        ("entries: 0", ':1: entries: found "0", expected a number from 1 upwards'),
        ("entries: all", ':1: entries: found "all", expected a whole number'),
        ("order: first", ':1: order: found "first", expected a whole number'),
        ("order: -1", ':1: order: found "-1", expected a whole number'),
        ("titel: x", ":1: titel: found the unknown key `titel`, expected `title`"),
        (
            "colour: red",
            ":1: colour: found the unknown key `colour`, "
            "expected one of description, entries, footer, image, language, link, order, podcast, title",
        ),
        ("U.S.", ':1: found "U.S.", expected keys with values, such as `title: A title`'),
        (
            "title: a: b",
            ':1: found a second colon, expected quotation marks around all of the text: `title: "a: b"`',
        ),
    ],
)
def test_a_section_file_with_a_mistake_is_rejected(publication: Publication, text: str, error: str) -> None:
    publication.article()
    publication.write("news/_section.yaml", text)
    [rejected] = publication.build().rejected
    assert str(rejected) == f"content/news/_section.yaml{error}"
    assert publication.titles("news") == ["A story"]


def test_a_section_file_that_breaks_leaves_the_feeds_as_they_were(publication: Publication) -> None:
    publication.article()
    publication.write("news/_section.yaml", "title: Latest\n")
    publication.build()
    publication.write("news/_section.yaml", "title: [Latest\n")
    report = publication.build()
    assert len(report.rejected) == 1
    assert report.changed == []
    assert publication.json("news")["title"] == "Latest – The Test Post"


def test_a_section_says_how_its_feed_is(publication: Publication) -> None:
    publication.article("us/a.md", title="First")
    publication.article("us/b.md", title="Second", date="2026-11-19")
    publication.write("us/pictures/flag.png", picture())
    publication.write(
        "us/_section.yaml",
        "title: U.S.\ndescription: From the States\nlanguage: en-US\nlink: https://us.example.org/\n"
        "image: pictures/flag.png\nentries: 1\norder: 3\n",
    )
    publication.build()
    feed, rss = publication.json("us"), publication.rss("us").feed
    assert (feed["title"], feed["description"]) == ("U.S. – The Test Post", "From the States")
    assert (feed["language"], feed["home_page_url"]) == ("en-US", "https://us.example.org/")
    assert rss.image.href.endswith("-flag.png")
    assert publication.titles("us") == ["First"]
    assert publication.titles() == ["First", "Second"]


def test_a_language_holds_for_the_sections_below(publication: Publication) -> None:
    publication.article("es/cultura/nota.md")
    publication.article("es/cultura/nota2.md", language="ca")
    publication.write("es/_section.yaml", "language: es\n")
    publication.build()
    assert publication.json("es/cultura")["language"] == "es"
    assert publication.json()["language"] == "en"
    languages = {entry["url"]: entry.get("language") for entry in publication.json()["items"]}
    assert languages["https://example.org/es/cultura/nota/"] == "es"
    assert languages["https://example.org/es/cultura/nota2/"] == "ca"


def test_config_overrides_what_a_section_file_says(publication: Publication) -> None:
    publication.article("us/a.md")
    publication.write("us/_section.yaml", "title: U.S.\ndescription: From the States\n")
    publication.configure(f"{CONFIG}sections:\n  us:\n    title: America\n")
    publication.build()
    feed = publication.json("us")
    assert (feed["title"], feed["description"]) == ("America – The Test Post", "From the States")


def test_a_missing_picture_of_a_section_is_a_warning(publication: Publication) -> None:
    publication.article()
    publication.write("news/_section.yaml", "image: flag.png\n")
    assert warned(publication) == ["content/news/_section.yaml: image: flag.png is missing; left out"]


def test_the_publications_own_section_file(publication: Publication) -> None:
    publication.article()
    publication.write("_section.yaml", "description: All of it\n")
    assert warned(publication) == []
    assert publication.json()["description"] == "All of it"


# --- which feeds carry an article ---


@pytest.mark.parametrize(
    ("feeds", "carrying"),
    [
        ("true", ["", "news", "news/us"]),
        ("", ["", "news", "news/us"]),
        ("false", []),
        ("[sport]", ["sport"]),
        ("sport", ["sport"]),
        ("[news, sport]", ["news", "sport"]),
        ("[news/us]", ["news/us"]),
        ('["", news/us]', ["", "news/us"]),
    ],
)
def test_an_article_may_choose_its_feeds(publication: Publication, feeds: str, carrying: list[str]) -> None:
    publication.article("sport/match.md", title="A match")
    publication.article("news/us/other.md", title="Another story")
    publication.article("news/us/story.md", feeds=feeds)
    assert warned(publication) == []
    assert [path for path in sections(publication) if "A story" in publication.titles(path)] == carrying


def test_a_chosen_feed_that_there_is_not_is_said(publication: Publication) -> None:
    """Otherwise a typing error would make the article vanish without a word."""
    publication.article("news/us/story.md", feeds="[news, news/uss]")
    assert warned(publication) == [
        "content/news/us/story.md: feeds: there is no section news/uss (did you mean news/us?); left out"
    ]


def test_an_article_that_no_feed_would_show_is_rejected_with_the_nearest_section(
    publication: Publication,
) -> None:
    publication.article("news/us/other.md", title="Another")
    publication.article("news/us/story.md", feeds="[news/uss]")
    [error] = publication.build().rejected
    assert str(error) == (
        "content/news/us/story.md: feeds: found no section news/uss (did you mean news/us?), "
        "expected sections that exist, or false for no feed"
    )


@pytest.mark.parametrize(
    ("config", "titles"),
    [
        ("", ["Below", "Above"]),
        ("sections: {news: {descendants: true}}", ["Below", "Above"]),
        ("sections: {news: {descendants: false}}", ["Above"]),
        ("sections: {news/us: {descendants: false}}", ["Below", "Above"]),
    ],
)
def test_a_parents_feed_has_its_descendants_articles_unless_told_not_to(
    publication: Publication, config: str, titles: list[str]
) -> None:
    publication.configure(f"{CONFIG}{config}\n")
    publication.article("news/us/a.md", title="Below")
    publication.article("news/b.md", title="Above", date="2026-11-19")
    publication.article("newsroom/c.md", title="Beside", date="2026-11-18")
    publication.build()
    assert publication.titles("news") == titles
    assert publication.titles("news/us") == ["Below"]
    assert publication.titles() == ["Below", "Above", "Beside"]


def test_descendants_can_be_turned_off_everywhere(publication: Publication) -> None:
    publication.configure(f"{CONFIG}  descendants: false\n")
    publication.article("news/us/a.md", title="Below")
    publication.article("b.md", title="Above")
    publication.build()
    assert publication.titles() == ["Above"]
    assert publication.titles("news") == []
    assert publication.titles("news/us") == ["Below"]


# --- when ---


def test_drafts_never_appear(publication: Publication) -> None:
    publication.article(draft="true")
    report = publication.build()
    assert (report.articles, report.rejected) == (1, [])
    assert publication.titles() == []
    publication.article(draft="false")
    publication.build()
    assert publication.titles() == ["A story"]
    publication.article(draft="yes")
    publication.build()
    assert publication.titles() == []


def test_a_scheduled_article_appears_when_its_time_comes(publication: Publication) -> None:
    publication.article("news/today.md", title="Today")
    publication.article(title="Tomorrow", date="2026-11-22T08:00:00Z")
    publication.build()
    assert publication.titles("news") == ["Today"]
    before = publication.bytes("news/atom.xml")
    publication.build(datetime(2026, 11, 22, 7, 59, 59, tzinfo=UTC))
    assert publication.bytes("news/atom.xml") == before
    publication.build(datetime(2026, 11, 22, 8, tzinfo=UTC))
    assert publication.titles("news") == ["Tomorrow", "Today"]
    assert publication.json("news")["items"][0]["date_published"] == "2026-11-22T08:00:00Z"


def test_an_expired_article_goes_and_leaves_a_valid_feed(publication: Publication) -> None:
    publication.article(expires="2026-11-22T08:00:00Z")
    publication.build(datetime(2026, 11, 22, 7, 59, 59, tzinfo=UTC))
    assert publication.titles("news") == ["A story"]
    report = publication.build(datetime(2026, 11, 22, 8, tzinfo=UTC))
    assert report.rejected == []
    assert publication.titles("news") == []
    assert_valid(publication, "news")
    assert publication.atom("news").feed.updated == "2026-11-22T08:00:00Z"
    assert publication.build(datetime(2027, 1, 1, tzinfo=UTC)).changed == []


def test_the_clock_may_be_without_a_zone(publication: Publication) -> None:
    publication.configure(CONFIG.replace("feeds:", "  timezone: Asia/Tokyo\nfeeds:"))
    publication.article(date="2026-11-21T12:00:00Z")
    publication.build(datetime(2026, 11, 21, 20, 59, 59))
    assert publication.titles() == []
    publication.build(datetime(2026, 11, 21, 21))
    assert publication.titles() == ["A story"]


def test_builds_may_follow_each_other_in_one_program(publication: Publication) -> None:
    publication.article()
    assert feedwright.build(publication.config, now=NOW).changed
    assert not feedwright.build(publication.config, now=NOW).changed


# --- in which order, and how much ---


def test_the_newest_comes_first(publication: Publication) -> None:
    publication.article("a.md", title="Second", date="2026-11-19T10:00:00Z")
    publication.article("b.md", title="Third", date="2026-11-19T11:00:00+02:00")
    publication.article("c.md", title="First", date="2026-11-19T09:00:00-05:00")
    publication.build()
    assert publication.titles() == ["First", "Second", "Third"]


def test_equal_dates_have_one_order_whatever_was_written_first(publication: Publication) -> None:
    for name in ("c", "a", "d"):
        publication.article(f"news/{name}.md", title=name.upper())
    publication.build()
    assert publication.titles("news") == ["A", "C", "D"]
    publication.article("news/b.md", title="B")
    publication.article("news/d.md", title="D again")
    publication.build()
    assert publication.titles("news") == ["A", "B", "C", "D again"]


def test_thirty_entries_are_the_rule(publication: Publication) -> None:
    for number in range(32):
        publication.article(f"news/{number}.md", title=str(number), date=f"2026-10-{number % 31 + 1:02}")
    publication.build()
    assert len(publication.titles("news")) == len(publication.titles()) == 30


def test_a_number_of_entries(publication: Publication) -> None:
    publication.configure(
        f"{CONFIG}  entries: 2\nsections: {{news: {{entries: 1}}, sport: {{entries: 3}}}}\n"
    )
    for day in (17, 18, 19):
        publication.article(f"news/{day}.md", title=f"N{day}", date=f"2026-11-{day}")
        publication.article(f"sport/{day}.md", title=f"S{day}", date=f"2026-11-{day}T12:00:00Z")
    publication.build()
    assert publication.titles() == ["S19", "N19"]
    assert publication.titles("news") == ["N19"]
    assert publication.titles("sport") == ["S19", "S18", "S17"]


def test_an_age(publication: Publication) -> None:
    publication.configure(f"{CONFIG}  age: 2 days\n")
    publication.article("a.md", title="Just in time", date="2026-11-19T12:00:00Z")
    publication.article("b.md", title="Too old", date="2026-11-19T11:59:59Z")
    publication.build()
    assert publication.titles() == ["Just in time"]
    publication.build(datetime(2027, 1, 1, tzinfo=UTC))
    assert publication.titles() == []
    assert_valid(publication)


def long_articles(publication: Publication, count: int) -> None:
    for number in range(count):
        publication.article(
            f"news/{number}.md", body="word " * 1000, title=str(number), date=f"2026-11-{20 - number}"
        )


def test_a_number_of_bytes_holds_for_each_file(publication: Publication) -> None:
    publication.configure(f"{CONFIG}  bytes: 20 KB\n")
    long_articles(publication, 8)
    report = publication.build()
    kept = publication.titles("news")
    assert 0 < len(kept) < 8
    assert kept == [str(number) for number in range(len(kept))]
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert len(publication.bytes(f"news/{name}")) <= 20_000
    assert [entry.title for entry in publication.rss("news").entries] == kept
    assert [entry.title for entry in publication.atom("news").entries] == kept
    assert (
        f"feeds/news: {8 - len(kept)} of 8 entries left out to stay within 20,000 bytes"
        in map(str, report.warnings)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "count"),
    [
        ("entries: 1\n  age: 90 days\n  bytes: 1 MB", 1),
        ("entries: 9\n  age: 3 days\n  bytes: 1 MB", 2),
        ("entries: 9\n  age: 90 days\n  bytes: 10 KB", 1),
        ("entries: 9\n  age: 90 days\n  bytes: 1 MB", 5),
    ],
)
def test_of_several_limits_the_smallest_wins(publication: Publication, limits: str, count: int) -> None:
    publication.configure(f"{CONFIG}  {limits}\n")
    long_articles(publication, 5)
    publication.build()
    assert len(publication.titles("news")) == count


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("entries: 2", "feeds/news: 3 of 5 entries left out to stay within 2 entries"),
        ("age: 3 days", "feeds/news: 3 of 5 entries left out to stay within 3 days"),
    ],
)
def test_what_the_other_limits_cut_is_said_too(publication: Publication, limit: str, said: str) -> None:
    publication.configure(f"{CONFIG}  {limit}\n")
    long_articles(publication, 5)
    assert said in map(str, publication.build().cut)


@pytest.mark.parametrize(
    ("content", "summary", "full"),
    [("both", True, True), ("summary", True, False), ("full", False, True)],
)
def test_full_text_summary_or_both(publication: Publication, content: str, summary: bool, full: bool) -> None:
    publication.configure(f"{CONFIG}  content: {content}\n")
    publication.article(body="The whole text.", summary="In short.")
    publication.build()
    entry = item(publication)
    assert entry.get("summary") == ("In short." if summary else None)
    assert entry.get("content_html") == ("<p>The whole text.</p>" if full else None)
    rss, atom = publication.rss().entries[0], publication.atom().entries[0]
    assert ("content" in rss, "content" in atom) == (full, full)
    assert ("In short." in str(publication.bytes("rss.xml"))) == summary
    assert ("In short." in str(publication.bytes("atom.xml"))) == summary


def test_sections_may_differ_in_what_they_show(publication: Publication) -> None:
    publication.configure(f"{CONFIG}sections: {{news: {{content: summary, formats: [json]}}}}\n")
    publication.article(body="The whole text.")
    publication.build()
    assert "content_html" not in item(publication, "news")
    assert "content_html" in item(publication)
    assert {file.name for file in (publication.feeds / "news").iterdir()} == {"feed.json", "index.html"}


SHOW_SUMMARIES = {"rss.xml", "atom.xml", "feed.json", "index.html"}


@pytest.mark.parametrize("content", ["both", "summary", "full"])
def test_public_feeds_have_only_the_summary_of_what_is_for_members(
    publication: Publication, content: str
) -> None:
    publication.configure(f"{CONFIG}  content: {content}\n")
    publication.article(body="Secret " * 200, summary="For members.", access="members")
    publication.build()
    assert item(publication)["summary"] == "For members."
    for file in publication.feeds.rglob("*.*"):
        assert b"Secret" not in file.read_bytes()
        assert (b"For members." in file.read_bytes()) == (file.name in SHOW_SUMMARIES)


def test_a_summary_is_no_longer_than_config_says(publication: Publication) -> None:
    publication.configure(f"{CONFIG}  summary_length: 50\nsections: {{sport: {{summary_length: 20}}}}\n")
    publication.article(body="One sentence. " * 20)
    publication.article("sport/match.md", body="One sentence. " * 20)
    publication.build()
    assert item(publication, "news")["summary"] == "One sentence. One sentence. One sentence."
    assert item(publication, "sport")["summary"] == "One sentence."


def test_order_sorts_siblings_in_the_table_of_sections(publication: Publication) -> None:
    for section, order in (("arts", ""), ("news", "order: 2"), ("sport", "order: 1"), ("news/us", "")):
        publication.article(f"{section}/{section.replace('/', '-')}.md", title=section)
        publication.write(f"{section}/_section.yaml", order)
    publication.build()
    sections = [one.section for one in feedwright.status(publication.config)]
    assert sections == ["", "sport", "news", "news/us", "arts"]


def test_what_config_no_longer_asks_for_is_taken_away(publication: Publication) -> None:
    publication.article("news/us/story.md")
    publication.configure(CONFIG + "precompress: [gzip]\n")
    publication.build()
    less = "  formats: [rss]\n  pages: false\n  stylesheet: none\n"
    publication.configure(CONFIG + less + "precompress: [gzip]\n")
    report = publication.build()
    left = {file.name for file in publication.feeds.rglob("*") if file.is_file()}
    shared = ("subscriptions.opml", "sitemap-news.xml")
    assert left == {name for base in ("rss.xml", *shared) for name in (base, f"{base}.gz")}
    assert {"news/us/atom.xml", "news/index.html", "feed.css"} <= set(report.changed)


def test_two_articles_with_one_url_are_said_once(publication: Publication) -> None:
    publication.article("news/us/rain.md", title="Rain", date="2026-11-19")
    publication.article("news/us/2026-11-20-rain.md", title="More rain")
    assert [str(notice) for notice in publication.build().warnings] == [
        'feeds: "More rain" and "Rain" have one URL, https://example.org/news/us/rain/; '
        "give one another `slug` or `link`"
    ]
    assert len(publication.titles("news/us")) == 2


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("media/a.md", {}),
        ("media/film/a.md", {}),
        ("news/a.md", {"categories": "[Media]"}),
    ],
)
def test_an_article_whose_section_would_lie_among_published_media_is_rejected_by_itself(
    publication: Publication, path: str, keys: dict[str, str]
) -> None:
    # Servers let readers keep for ever what is under media/, and a browser saves its pages.
    if keys:
        publication.configure(CONFIG + "articles: {section: category}\n")
    publication.article("good.md", title="Good", image="media/photo.png")
    publication.write("media/photo.png", picture())
    publication.article(path, **keys)
    [error] = publication.build().rejected
    assert str(error).startswith(f"content/{path}: category: found the section media")
    assert str(error).endswith(
        "which is where the published media are, expected another name for the section"
    )
    assert publication.titles() == ["Good"]
    assert [file.suffix for file in publication.feeds.glob("media/**/*.*")] == [".png"]


def test_folders_of_dates_are_no_sections(publication: Publication) -> None:
    publication.article("2026/11/a.md", title="A")
    publication.article("news/2026/11/17/b.md", title="B")
    publication.article("news/2026-11-16/index.md", title="C")
    publication.article("news/us/2026-11/storm/index.md", title="D")
    publication.article("news/11/e.md", title="E")
    publication.article("news/2026-11-15-calm/f.md", title="F")
    publication.build()
    sections = {"": "ABCDEF", "news": "BCDEF", "news/us": "D", "news/11": "E"}
    shown = {section: "".join(sorted(publication.titles(section))) for section in sections}
    assert shown == sections
    feeds = {
        file.parent.relative_to(publication.feeds).as_posix() for file in publication.feeds.rglob("rss.xml")
    }
    assert feeds == {section or "." for section in sections}


def test_a_folder_of_a_date_with_a_section_file_is_a_section(publication: Publication) -> None:
    publication.article("news/2026/a.md", title="A")
    publication.build()
    assert not (publication.feeds / "news/2026").exists()
    publication.write("news/2026/_section.yaml", "title: The Year\n")
    publication.build()
    assert publication.json("news/2026")["title"].startswith("The Year")
    assert publication.titles("news/2026") == ["A"]


def test_an_index_in_a_folder_of_a_date_describes_no_section(publication: Publication) -> None:
    (publication.root / "hugo.toml").write_text("")
    publication.article("news/2026/a.md", title="A")
    publication.write("news/2026/_index.md", "---\ntitle: Posts of 2026\n---\n")
    publication.build()
    assert publication.json("news")["title"].startswith("News")
