"""content/_lists/: lists that editors curate by hand, each with feeds of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import feedwright
from conftest import CONFIG, NOW, Publication

TOP = "lists/top-stories"
NEAR = "the nearest is news/us/storm.md"
HELD_BACK = "is not published: a draft, a page, withdrawn or rejected; left out"


@pytest.fixture
def post(publication: Publication) -> Publication:
    for number, (path, title) in enumerate(
        [
            ("news/us/storm.md", "Storm"),
            ("news/vote.md", "Vote"),
            ("sport/match.md", "Match"),
            ("sport/cup.md", "Cup"),
            ("opinion/column.md", "Column"),
            ("old.md", "Old"),
        ]
    ):
        publication.article(path, title=title, date=f"2026-11-{20 - number}")
    return publication


def curate(publication: Publication, text: str, name: str = "top-stories.yaml") -> None:
    publication.write(f"_lists/{name}", text)


LISTS: list[tuple[str, list[str]]] = [
    ("articles: [old.md, news/us/storm.md, sport/cup.md]", ["Old", "Storm", "Cup"]),
    ("articles: [content/old.md, ./news/vote.md]", ["Old", "Vote"]),
    ("articles: ['tag:example.org,2026-11-16:opinion/column', old.md]", ["Column", "Old"]),
    ("articles: old.md\nfill: sport", ["Old", "Match", "Cup"]),
    ("articles: old.md\nfill: [sport, news]\nlimit: 4", ["Old", "Storm", "Vote", "Match"]),
    ("articles: [sport/cup.md]\nfill: [sport, news/us]", ["Cup", "Storm", "Match"]),
    ("pinned: [sport/cup.md]\narticles: [old.md, sport/cup.md]\nfill: news", ["Cup", "Old", "Storm", "Vote"]),
    ("fill: /\nentries: 3", ["Storm", "Vote", "Match"]),
    ("fill: [news]", ["Storm", "Vote"]),
]


@pytest.mark.parametrize(("text", "titles"), LISTS)
def test_what_is_named_comes_first_and_the_newest_fill_the_rest(
    post: Publication, text: str, titles: list[str]
) -> None:
    curate(post, text)
    report = post.build()
    assert not report.warnings
    assert not report.rejected
    assert post.titles(TOP) == titles
    assert [entry.title for entry in post.rss(TOP).entries] == titles
    assert [entry.title for entry in post.atom(TOP).entries] == titles


def test_it_has_a_title_a_name_a_page_and_what_leads_to_it(post: Publication) -> None:
    curate(
        post,
        "name: top\ntitle: Top stories\ndescription: Chosen by hand\nlanguage: en-GB\n"
        "link: https://example.org/top\narticles: [old.md, news/vote.md]\n",
    )
    post.build()
    feed = post.rss("top").feed
    assert (feed.title, feed.subtitle, feed.language) == (
        "Top stories – The Test Post",
        "Chosen by hand",
        "en-GB",
    )
    assert feed.link == "https://example.org/top"
    page = post.bytes("top/index.html").decode()
    assert page.index(">Old<") < page.index(">Vote<")
    assert b"https://feeds.example.org/top/atom.xml" in post.bytes("subscriptions.opml")
    assert "top/rss.xml" in feedwright.discovery("top", config=post.config)
    assert feedwright.check(post.config, now=NOW) == []


def test_it_says_that_its_order_counts(post: Publication) -> None:
    """RFC 5005, section 2: a complete feed, such as the ten best of something."""
    curate(post, "articles: [old.md, news/vote.md]")
    post.build()
    assert b"<fh:complete/>" in post.bytes(f"{TOP}/rss.xml")
    assert b"<fh:complete/>" in post.bytes(f"{TOP}/atom.xml")
    assert post.json(TOP)["_complete"]["about"].startswith("https://")
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert b"complete" not in post.bytes(name)
        unmarked = (
            post.bytes(f"{TOP}/{name}").replace(b"fh:complete", b"fh:other").replace(b"_complete", b"_x")
        )
        found = feedwright.check(post.write(f"../{name}", unmarked), now=NOW, advice=True)
        assert "entries.order" in {one.rule for one in found}


def test_the_dates_and_ids_are_the_articles_own(post: Publication) -> None:
    curate(post, "articles: [old.md, news/vote.md]")
    post.build()
    own = {item["id"]: item for item in post.json()["items"]}
    for item in post.json(TOP)["items"]:
        assert item == own[item["id"]]


def test_an_edited_list_rebuilds_just_its_feed(post: Publication) -> None:
    curate(post, "articles: [old.md, news/vote.md]")
    curate(post, "articles: [sport/cup.md]", "sport.yaml")
    post.build()
    curate(post, "articles: [news/vote.md, old.md]")
    report = post.build()
    assert post.titles(TOP) == ["Vote", "Old"]
    assert set(report.changed) == {
        f"{TOP}/{name}" for name in ("rss.xml", "atom.xml", "feed.json", "index.html")
    }
    assert post.build().changed == []


def test_a_change_of_an_article_changes_the_lists_that_show_it(post: Publication) -> None:
    curate(post, "articles: [old.md]\nfill: sport")
    curate(post, "articles: [opinion/column.md]", "other.yaml")
    post.build()
    post.article("sport/new.md", title="New")
    changed = post.build().changed
    assert post.titles(TOP) == ["Old", "New", "Match", "Cup"]
    assert not [name for name in changed if name.startswith("lists/other")]
    post.article("old.md", title="Older", date="2026-11-15")
    post.build()
    assert post.titles(TOP)[0] == "Older"


def test_an_article_that_is_withdrawn_leaves_a_tombstone_in_the_list(post: Publication) -> None:
    curate(post, "articles: [old.md, news/vote.md]")
    post.build()
    post.article("old.md", title="Old", date="2026-11-15", withdrawn="It was wrong")
    warned = [str(notice) for notice in post.build().warnings]
    assert post.titles(TOP) == ["Vote"]
    assert b"deleted-entry" in post.bytes(f"{TOP}/atom.xml")
    assert warned == [f"content/_lists/top-stories.yaml: line 1: old.md {HELD_BACK}"]


def test_a_scheduled_article_takes_its_place_when_its_date_comes(post: Publication) -> None:
    curate(post, "articles: [later.md, old.md]")
    post.article("later.md", title="Later", date="2026-11-22T01:00:00+01:00", expires="2026-11-24")
    assert not post.build().warnings
    assert post.titles(TOP) == ["Old"]
    post.build(NOW + timedelta(days=1))
    assert post.titles(TOP) == ["Later", "Old"]
    [warning] = post.build(NOW + timedelta(days=4)).warnings
    assert str(warning) == "content/_lists/top-stories.yaml: line 1: later.md has expired; left out"
    assert post.titles(TOP) == ["Old"]


WRONG: list[tuple[str, str]] = [
    ("articles:\n- old.md\n- news/us/strom.md", f"line 3: there is no article news/us/strom.md; {NEAR}"),
    ("articles: [news/storm.md]", f"line 1: there is no article news/storm.md; {NEAR}"),
    ("articles: [x]", "line 1: there is no article x"),
    ("articles: [hidden.md]", "line 1: hidden.md is in no feed, as its front matter says; left out"),
    ("articles: [draft.md]", f"line 1: draft.md {HELD_BACK}"),
    ("articles: [old.md]\nfill:\n- sprot", "line 3: there is no section sprot; the nearest is sport"),
    ("articles: [old.md, sport/cup.md]\nlimit: 1", "line 1: 1 of 2 articles left out: 1 fit"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_not_there_is_said_with_its_line_and_the_nearest(
    post: Publication, text: str, message: str
) -> None:
    post.article("hidden.md", title="Hidden", feeds="false")
    post.article("draft.md", title="Draft", draft="true")
    curate(post, text)
    assert [str(one) for one in post.build().warnings] == [f"content/_lists/top-stories.yaml: {message}"]


def test_an_article_that_was_missing_takes_its_place_when_it_comes(post: Publication) -> None:
    curate(post, "articles: [new.md, old.md]")
    post.build()
    post.article("new.md", title="New")
    assert not post.build().warnings
    assert post.titles(TOP) == ["New", "Old"]


BROKEN: list[tuple[str, str]] = [
    ("articles: [old.md", "content/_lists/top-stories.yaml"),
    ("artcles: [old.md]", "found the unknown key `artcles`, expected `articles`"),
    ("name: news\nfill: sport", "found news, which is where the section news is, expected another name"),
    ("name: lists/other\nfill: sport", "which is where the list _lists/other.yaml is"),
    ("name: media/x\nfill: sport", "which is where the published media is"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_list_that_cannot_be_used_is_rejected_and_stays_as_it_was(
    post: Publication, text: str, message: str
) -> None:
    curate(post, "fill: news", "other.yaml")
    curate(post, "articles: [old.md]")
    post.build()
    curate(post, text)
    [error] = post.build().rejected
    assert message in str(error)
    assert post.titles(TOP) == ["Old"] or "name:" in text
    assert post.titles("lists/other") == ["Storm", "Vote"]
    again = post.build()
    assert [str(one) for one in again.rejected] == [str(error)]
    assert again.known == {"content/_lists/top-stories.yaml"}
    curate(post, "articles: [news/vote.md]")
    assert not post.build().rejected
    assert post.titles(TOP) == ["Vote"]


def test_other_files_beside_lists_are_no_lists(post: Publication) -> None:
    for name in ("notes.txt", ".top.yaml", "_draft.yaml"):
        curate(post, "articles: [old.md]", name)
    assert not post.build().rejected
    assert not list(post.feeds.glob("lists/*"))


def test_a_list_that_is_gone_leaves_an_empty_feed(post: Publication) -> None:
    curate(post, "articles: [old.md]")
    post.build()
    (post.content / "_lists/top-stories.yaml").unlink()
    post.build()
    assert post.titles(TOP) == []
    assert b"lists/top-stories" not in post.bytes("subscriptions.opml")


def test_a_list_is_the_same_after_the_loss_of_the_catalog(post: Publication) -> None:
    curate(post, "name: deep/down/list\narticles: [old.md, news/us/storm.md]\nfill: sport")
    post.build()
    before = {name: post.bytes(f"deep/down/list/{name}") for name in ("rss.xml", "atom.xml", "feed.json")}
    for file in (post.root / ".feedwright").iterdir():
        file.unlink()
    post.write("news/us/storm.md", "---\ntitle: Storm\ndate: 32 March\n---\n\nx\n")
    post.build()
    assert post.titles("deep/down/list")[0] == "Old"
    for file in (post.root / ".feedwright").iterdir():
        file.unlink()
    post.article("news/us/storm.md", title="Storm")
    post.build()
    assert {name: post.bytes(f"deep/down/list/{name}") for name in before} == before


def test_it_fills_from_a_feed_of_ones_own(post: Publication) -> None:
    post.configure(CONFIG + "  more: [{name: games, include: {sections: sport}}]\n")
    curate(post, "articles: [old.md]\nfill: games")
    assert not post.build().warnings
    assert post.titles(TOP) == ["Old", "Match", "Cup"]


def test_a_build_of_its_file_alone_and_status_know_it(post: Publication) -> None:
    curate(post, "articles: [old.md]")
    post.build()
    curate(post, "articles: [news/vote.md, old.md]")
    file = post.content / "_lists/top-stories.yaml"
    report = feedwright.build(post.config, files=[file], now=NOW)
    assert report.articles == 0
    assert post.titles(TOP) == ["Vote", "Old"]
    [row] = [one for one in feedwright.status(post.config, now=NOW) if one.section == TOP]
    assert (row.articles, row.newest) == (2, datetime(2026, 11, 19, tzinfo=UTC))
