"""`fields`: which keys of front matter stand as title, description, image and category of a feed."""

from __future__ import annotations

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication
from media_files import picture

FIELDS = "{title: seo_title, description: dek, image: hero, category: topics}"


@pytest.fixture
def post(publication: Publication) -> Publication:
    publication.configure(f"{CONFIG}  more: [{{name: search, fields: {FIELDS}}}, {{name: plain}}]\n")
    publication.write("news/lead.png", picture("PNG", 60, 40))
    publication.write("news/hero.png", picture("PNG", 90, 50))
    publication.article(
        "news/a.md",
        title="Short",
        seo_title="A long title with <what> people look for",
        summary="The usual",
        dek="The dek",
        image="lead.png",
        hero="{src: hero.png, alt: Waves}",
        tags="[Usual]",
        topics="[Sea, Ports]",
    )
    publication.article("news/b.md", title="Without", summary="Its own", tags="[Usual]", date="2026-11-19")
    return publication


def test_a_feed_shows_the_keys_that_it_names_and_others_the_usual(post: Publication) -> None:
    assert not post.build().warnings
    for section in ("", "news", "plain"):
        usual = post.json(section)["items"][0]
        assert (usual["title"], usual["summary"], usual["tags"][1:]) == ("Short", "The usual", ["Usual"])
    item, without = post.json("search")["items"]
    assert item["title"] == "A long title with <what> people look for"
    assert item["summary"] == "The dek"
    assert item["tags"][1:] == ["Sea", "Ports"]
    assert item["image"] != usual["image"]
    assert item["_image"]["width"] == 90
    assert [one["url"] for one in item["attachments"]] == [item["image"]]
    assert (item["id"], item["url"], item["date_modified"]) == (
        usual["id"],
        usual["url"],
        usual["date_modified"],
    )
    assert (without["title"], without["summary"]) == ("Without", "Its own")
    entry = post.rss("search").entries[0]
    assert (entry.title, entry.summary) == ("A long title with <what> people look for", "The dek")
    assert [tag.term for tag in post.atom("search").entries[0].tags][1:] == ["Sea", "Ports"]
    assert [one for one in feedwright.check(post.config, now=NOW) if one.level == "error"] == []


def test_an_edit_of_such_a_key_changes_the_feed(post: Publication) -> None:
    post.build()
    text = (post.content / "news/a.md").read_text()
    post.write("news/a.md", text.replace("A long title", "Another title"))
    assert "search/rss.xml" in post.build().changed
    assert post.titles("search")[0].startswith("Another title")
    assert post.titles("news")[0] == "Short"


def test_a_key_that_is_also_known_counts_as_what_it_is(publication: Publication) -> None:
    """`summary` wins over `dek` in all feeds but the one that asks for it."""
    publication.configure(f"{CONFIG}  fields: {{description: dek, title: slug}}\n")
    publication.article("a.md", summary="Summary", dek="Dek", slug="words-of-the-url")
    assert not publication.build().warnings
    [item] = publication.json()["items"]
    assert (item["summary"], item["title"]) == ("Dek", "words-of-the-url")


WRONG = ["true", "[a, b]", "{a: b}", "''", "null"]


@pytest.mark.parametrize("value", WRONG)
def test_what_cannot_stand_there_leaves_the_usual(post: Publication, value: str) -> None:
    post.article("news/a.md", title="Short", seo_title=value, hero="7")
    post.build()
    assert post.titles("search")[0] == "Short"


def test_a_missing_picture_is_said_and_the_usual_stays(post: Publication) -> None:
    post.article("news/a.md", image="lead.png", hero="none.png")
    [warning] = post.build().warnings
    assert "hero: none.png" in str(warning)
    assert post.json("search")["items"][0]["_image"]["width"] == 60


def test_a_mistyped_field_is_an_error(publication: Publication) -> None:
    publication.configure(f"{CONFIG}  fields: {{titel: seo_title}}\n")
    with pytest.raises(feedwright.ConfigError, match="unknown key `titel`, expected `title`"):
        publication.build()


def test_partners_get_the_keys_that_a_feed_names(post: Publication) -> None:
    post.configure(f"{CONFIG}  fields: {FIELDS}\npartners: [smartnews]\n")
    post.article("news/c.md", title="Short", seo_title="A long one", date="2026-11-18")
    post.build()
    assert [one.title for one in post.rss("partners/smartnews/news").entries] == ["Without", "A long one"]
