"""Feeds of tags and authors: which there are, what they are called, and what leads to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.catalog import Catalog
from feedwright.text import slugify

ALSO = CONFIG + "  also: [tags, authors]\n  also_minimum: 2\n"


@pytest.fixture
def publication(tmp_path: Any) -> Publication:
    made = Publication(tmp_path)
    made.configure(ALSO)
    return made


def topics(publication: Publication, kind: str = "tags") -> list[str]:
    """The names of the folders that have feeds."""
    return sorted(feed.parent.name for feed in (publication.feeds / kind).glob("*/feed.json"))


def test_a_tag_that_enough_articles_have_gets_a_feed_in_every_format_and_a_page(
    publication: Publication,
) -> None:
    publication.article("news/a.md", title="A", tags="[climate, rare]")
    publication.article("sport/b.md", title="B", tags="[climate]", date="2026-11-19")
    publication.build()
    assert topics(publication) == ["climate"]
    assert publication.titles("tags/climate") == ["A", "B"]
    names = {file.name for file in (publication.feeds / "tags/climate").iterdir()}
    assert names == {"rss.xml", "atom.xml", "feed.json", "index.html"}


def test_its_title_is_the_tag_and_the_publication(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"news/{name}.md", tags="[climate, iPhone]", author="bell hooks")
    publication.build()
    assert publication.json("tags/climate")["title"] == "Climate – The Test Post"
    assert publication.json("tags/iphone")["title"] == "iPhone – The Test Post"
    assert publication.json("authors/bell-hooks")["title"] == "bell hooks – The Test Post"


def test_languages_that_differ_in_signs_alone_have_feeds_of_their_own(publication: Publication) -> None:
    publication.article("a.md", title="A", tags="[C, 'C++', '#C', 1+1]")
    publication.article("b.md", title="B", tags="[C, 'C#', 'C++', 1 1, Disney+]")
    publication.article("c.md", title="C", tags="['C#', Disney+]")
    publication.build()
    assert topics(publication) == ["1-1", "c", "c-plus-plus", "c-sharp", "disney-plus"]
    assert publication.titles("tags/c") == ["A", "B"]
    assert publication.json("tags/c-sharp")["title"] == "C# – The Test Post"


def test_spellings_of_one_slug_are_one_feed_under_the_one_that_most_articles_have(
    publication: Publication,
) -> None:
    publication.article("a.md", tags="[São Paulo]")
    publication.article("b.md", tags="[sao-paulo]")
    publication.article("c.md", tags="[São Paulo]")
    publication.build()
    assert topics(publication) == ["sao-paulo"]
    assert publication.json("tags/sao-paulo")["title"] == "São Paulo – The Test Post"
    for name in ("d", "e"):
        publication.article(f"{name}.md", tags="[Sao Paulo]")
    publication.article("f.md", tags="[Sao Paulo]")
    publication.build()
    assert publication.json("tags/sao-paulo")["title"] == "Sao Paulo – The Test Post"


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("气候", "气候"),
        ("климат", "климат"),
        ("हिन्दी", "हिन्दी"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("مناخ", "مناخ"),
        ("Ελλάδα", "ελλάδα"),
        ("Élections", "elections"),
    ],
)
def test_slugs_keep_the_letters_of_every_script(publication: Publication, tag: str, slug: str) -> None:
    import unicodedata

    for name in ("a", "b"):
        publication.article(f"{name}.md", tags=f"[{tag}]")
    publication.build()
    assert topics(publication) == [unicodedata.normalize("NFC", slug)]


def test_words_that_differ_in_a_vowel_sign_are_two_slugs() -> None:
    assert slugify("कि") != slugify("की")


def test_a_tag_without_letters_is_named_in_a_warning(publication: Publication) -> None:
    publication.article("a.md", tags="['!!!']")
    [notice] = publication.build().warnings
    assert str(notice) == "content/a.md: tags: !!! has no letters, and so no feed"


def test_long_tags_stay_apart(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"{name}.md", tags=f"[{'x' * 300}1, {'x' * 300}2, {'気' * 200}]")
    assert not publication.build().rejected
    assert len(topics(publication)) == 3


def test_a_feed_once_published_stays_below_the_minimum(publication: Publication) -> None:
    publication.article("a.md", title="A", tags="[climate]")
    gone = publication.article("b.md", title="B", tags="[climate]")
    publication.build()
    gone.unlink()
    publication.build()
    assert publication.titles("tags/climate") == ["A"]
    for file in (publication.root / ".feedwright").iterdir():
        file.unlink()
    publication.article("c.md", title="C", date="2026-11-19")
    publication.build()
    assert publication.titles("tags/climate") == ["A"]


def test_dates_that_come_make_the_feed(publication: Publication) -> None:
    publication.article("a.md", title="A", tags="[climate]")
    publication.article(
        "b.md", title="B", tags="[climate]", date=f"{NOW + timedelta(hours=1):%Y-%m-%dT%H:%MZ}"
    )
    publication.build()
    assert topics(publication) == []
    publication.build(NOW + timedelta(hours=2))
    assert publication.titles("tags/climate") == ["B", "A"]


def test_an_article_that_changes_its_tags_changes_feeds(publication: Publication) -> None:
    for name in ("a", "b", "c"):
        publication.article(f"{name}.md", title=name, tags="[one]")
    publication.build()
    publication.article("c.md", title="c", tags="[two]")
    report = publication.build()
    assert publication.titles("tags/one") == ["a", "b"]
    assert topics(publication) == ["one"]
    assert "tags/one/atom.xml" in report.changed


def test_drafts_and_articles_for_no_feed_or_chosen_feeds_are_in_no_tag_feed(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"news/{name}.md", title=name, tags="[climate]")
    publication.article("news/draft.md", tags="[climate]", draft="true")
    publication.article("news/none.md", tags="[climate]", feeds="false")
    publication.article("news/chosen.md", tags="[climate]", feeds="[news]")
    publication.build()
    assert publication.titles("tags/climate") == ["a", "b"]


def test_articles_for_members_show_their_summary_only(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"{name}.md", "Secret.", summary="Said.", access="members", tags="[climate]")
    publication.build()
    assert b"Secret" not in publication.bytes("tags/climate/atom.xml")


@pytest.mark.parametrize("folder", ["tags", "tags/climate", "authors"])
def test_a_section_in_their_place_is_rejected_and_all_others_are_published(
    publication: Publication, folder: str
) -> None:
    publication.article(f"{folder}/a.md")
    publication.article("news/good.md", title="Good", tags="[climate]")
    [error] = publication.build().rejected
    assert str(error) == (
        "content/authors/a.md: category: found the section authors, which is where the feeds of `feeds.also` "
        "are, expected another name for the section"
        if folder == "authors"
        else f"content/{folder}: found a section in the place of the feeds of `feeds.also`, "
        "expected another name for that folder, or config.yaml without that `feeds.also`"
    )
    assert publication.titles() == publication.titles("news") == ["Good"]
    assert publication.build().changed == []


@pytest.mark.parametrize("moves", [True, False])
@pytest.mark.parametrize("folder", ["tags", "tags/climate", "authors"])
def test_what_a_section_in_their_place_had_published_stays(
    publication: Publication, folder: str, moves: bool
) -> None:
    settings = publication.config.read_text()
    publication.configure(CONFIG)
    publication.article(f"{folder}/a.md", title="Ours")
    publication.article("news/good.md", title="Good", tags="[climate]")
    publication.build()
    publication.configure(settings)
    if moves:
        (publication.content / folder).rename(publication.content / "elsewhere")
    publication.build()
    assert sorted(publication.titles()) == ["Good", "Ours"]
    assert publication.build().changed == []


def test_pages_about_authors_may_lie_beside_their_feeds(publication: Publication) -> None:
    publication.write("authors/ann-lee.md", "---\ntitle: Ann Lee\n---\n")
    for name in ("a", "b"):
        publication.article(f"{name}.md", author="ann-lee")
    report = publication.build()
    assert report.rejected == []
    assert publication.titles("authors/ann-lee") == ["A story", "A story"]


def test_only_the_first_hundred_tags_of_an_article_have_feeds(publication: Publication) -> None:
    publication.configure(ALSO.replace("also_minimum: 2", "also_minimum: 1"))
    publication.article("a.md", tags=f"[{', '.join(f't{number}' for number in range(3_000))}]")
    report = publication.build()
    assert "content/a.md: tags: 3,000, of which the first 100 have feeds" in map(str, report.warnings)
    assert (publication.feeds / "tags" / "t99").exists()
    assert not (publication.feeds / "tags" / "t100").exists()


def test_a_category_in_their_place_is_rejected(publication: Publication) -> None:
    publication.configure(ALSO + "articles: {section: category}\n")
    publication.article("a.md", category="Tags")
    [error] = publication.build().rejected
    assert "which is where the feeds of `feeds.also` are" in str(error)


def test_opml_has_a_folder_for_each_kind(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"{name}.md", tags="[zebra, Ant]", author="Ana")
    publication.build()
    [body] = etree.fromstring(publication.bytes("subscriptions.opml")).iter("body")
    found = {folder.get("text"): [feed.get("xmlUrl") for feed in folder] for folder in body if len(folder)}
    base = "https://feeds.example.org"
    assert found == {
        "Tags": [f"{base}/tags/ant/atom.xml", f"{base}/tags/zebra/atom.xml"],
        "Authors": [f"{base}/authors/ana/atom.xml"],
    }


def test_the_front_page_leads_to_the_lists_and_they_to_the_topics(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"news/{name}.md", tags="[climate]")
    publication.build()
    assert b'<a href="./tags/">Tags</a>' in publication.bytes("index.html")
    assert b'<a href="../tags/climate/">Climate</a>' in publication.bytes("tags/index.html")
    assert b'<a href="../../tags/">Tags</a>' in publication.bytes("tags/climate/index.html")
    assert b"tags" not in publication.bytes("news/index.html")


def test_lists_that_are_lost_are_written_again(publication: Publication) -> None:
    publication.article("a.md", tags="[climate]")
    publication.build()
    before = publication.bytes("tags/index.html")
    (publication.feeds / "tags/index.html").unlink()
    assert publication.build().changed == ["tags/index.html"]
    assert publication.bytes("tags/index.html") == before


def test_a_run_that_finds_nothing_writes_nothing(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"{name}.md", tags="[climate]", author="Ana")
    publication.build()
    assert publication.build().changed == []


def test_without_the_key_there_are_none(publication: Publication) -> None:
    publication.configure(CONFIG)
    for name in ("a", "b", "c"):
        publication.article(f"{name}.md", tags="[climate]", author="Ana")
    publication.build()
    assert not (publication.feeds / "tags").exists()
    assert b"tags/" not in publication.bytes("index.html")


def test_they_pass_every_rule(publication: Publication) -> None:
    for name in ("a", "b"):
        publication.article(f"{name}.md", tags="[气候, climate]", author="Ana")
    publication.build()
    assert [
        found
        for found in feedwright.check(publication.config, now=NOW)
        if found.level in ("error", "warning")
    ] == []


def test_partners_get_feeds_of_sections_and_none_of_every_tag(publication: Publication) -> None:
    publication.configure(ALSO + "partners: [flipboard]\n")
    for name in ("a", "b"):
        publication.article(f"news/{name}.md", tags="[climate]")
    publication.build()
    assert (publication.feeds / "partners/flipboard/news/rss.xml").exists()
    assert not (publication.feeds / "partners/flipboard/tags").exists()


def test_the_articles_of_each_feed_are_counted_as_they_come_change_and_go(publication: Publication) -> None:
    """Those in tags' feeds, in feeds that an article names itself, and scheduled ones."""

    def count(section: str) -> int:
        with Catalog(publication.root / ".feedwright/catalog.sqlite", reader=True) as catalog:
            return catalog.selection.count(section, publication.now, descendants=True)

    def counts() -> dict[str, int]:
        return {path: count(path) for path in ("", "news", "news/us", "sport", "tags/climate")}

    publication.article("news/us/a.md", title="A", tags="[climate]")
    publication.article("news/b.md", title="B", tags="[climate]")
    publication.article("news/c.md", title="C", feeds="[sport]")
    publication.article("sport/d.md", title="D", date="2026-12-24")
    publication.article("sport/e.md", title="E", expires="2026-11-22")
    publication.build()
    assert counts() == {"": 3, "news": 2, "news/us": 1, "sport": 2, "tags/climate": 2}
    publication.article("news/us/a.md", title="A", tags="[energy]")
    publication.article("news/c.md", title="C", feeds="[news/us]")
    (publication.content / "news/b.md").rename(publication.content / "sport/b.md")
    publication.build()
    assert counts() == {"": 3, "news": 1, "news/us": 2, "sport": 2, "tags/climate": 1}
    (publication.content / "news/c.md").unlink()
    publication.now += timedelta(days=40)
    publication.build()
    assert counts() == {"": 3, "news": 1, "news/us": 1, "sport": 2, "tags/climate": 1}
