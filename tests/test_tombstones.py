"""What readers are told of articles that are gone (RFC 6721)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
DAY = timedelta(days=1)


def document(publication: Publication, section: str = "") -> etree._Element:
    return etree.fromstring(publication.bytes(f"{section}/atom.xml".lstrip("/")))


def tombstones(
    publication: Publication, section: str = ""
) -> dict[str | None, tuple[str | None, str | None]]:
    """Of each deleted entry, since when and why, by its id."""
    found = document(publication, section).iter(f"{AT}deleted-entry")
    return {one.get("ref"): (one.get("when"), one.findtext(f"{AT}comment")) for one in found}


def id_of(publication: Publication, title: str, section: str = "") -> str:
    [found] = [item["id"] for item in publication.json(section)["items"] if item["title"] == title]
    return str(found)


class Subscriber:
    """A reader that keeps what it has seen; one that `honours` tombstones forgets what is gone."""

    def __init__(self, *, honours: bool) -> None:
        self.honours = honours
        self.entries: dict[str, str] = {}

    def poll(self, publication: Publication) -> None:
        root = document(publication)
        if self.honours:
            for deleted in root.iter(f"{AT}deleted-entry"):
                self.entries.pop(deleted.get("ref", ""), None)
        for entry in root.iter(f"{ATOM}entry"):
            self.entries[entry.findtext(f"{ATOM}id", "")] = entry.findtext(f"{ATOM}title", "")


@pytest.fixture
def story(publication: Publication) -> str:
    """The id of an article that is published in news/us, and so in three feeds, beside another."""
    publication.article("news/us/story.md", title="Story")
    publication.article("news/us/other.md", title="Other", date="2026-11-19")
    publication.build()
    return id_of(publication, "Story")


def test_a_deleted_article_has_one_in_every_feed_that_it_was_in(publication: Publication, story: str) -> None:
    (publication.content / "news/us/story.md").unlink()
    publication.build()
    for section in ("", "news", "news/us"):
        assert publication.titles(section) == ["Other"]
        assert tombstones(publication, section) == {story: ("2026-11-21T12:00:00Z", None)}


def test_a_damaged_feed_costs_no_other_its_tombstones_when_the_catalog_is_lost(
    publication: Publication, story: str
) -> None:
    (publication.content / "news/us/story.md").unlink()
    publication.article("arts/play.md", title="Play")
    publication.build()
    (publication.root / ".feedwright/catalog.sqlite").unlink()
    # It is the first that is read.
    (publication.feeds / "arts/atom.xml").write_bytes(publication.bytes("news/atom.xml")[:-20])
    publication.build()
    for section in ("news", "news/us"):
        assert story in tombstones(publication, section)


def test_a_withdrawn_article_leaves_at_once_and_says_why(publication: Publication, story: str) -> None:
    publication.article("news/us/story.md", title="Story", withdrawn="It named the <wrong> ship")
    publication.build()
    assert publication.titles() == ["Other"]
    assert tombstones(publication) == {story: ("2026-11-21T12:00:00Z", "It named the <wrong> ship")}


def test_the_reason_may_come_later_and_may_change(publication: Publication, story: str) -> None:
    publication.article("news/us/story.md", title="Story", withdrawn="Under review")
    publication.build()
    publication.article("news/us/story.md", title="Story", withdrawn="It was wrong throughout")
    publication.build(NOW + DAY)
    assert tombstones(publication) == {story: ("2026-11-21T12:00:00Z", "It was wrong throughout")}


def test_the_feed_counts_as_updated(publication: Publication, story: str) -> None:
    (publication.content / "news/us/story.md").unlink()
    publication.build()
    assert document(publication).findtext(f"{ATOM}updated") == "2026-11-21T12:00:00Z"


def test_an_article_that_comes_back_keeps_its_id_and_loses_its_tombstone(
    publication: Publication, story: str
) -> None:
    file = publication.content / "news/us/story.md"
    data = file.read_bytes()
    file.unlink()
    publication.build()
    file.write_bytes(data)
    publication.build(NOW + DAY)
    assert id_of(publication, "Story") == story
    assert tombstones(publication) == {}


def test_one_that_is_withdrawn_no_more_comes_back_the_same(publication: Publication, story: str) -> None:
    publication.article("news/us/story.md", title="Story", withdrawn="Under review")
    publication.build()
    publication.article("news/us/story.md", title="Story")
    publication.build()
    assert id_of(publication, "Story") == story
    assert tombstones(publication) == {}


def test_a_moved_article_is_not_deleted(publication: Publication, story: str) -> None:
    (publication.content / "sport").mkdir()
    (publication.content / "news/us/story.md").rename(publication.content / "sport/renamed.md")
    publication.build()
    assert id_of(publication, "Story", "sport") == story
    for section in ("", "news", "news/us", "sport"):
        assert tombstones(publication, section) == {}


def test_an_expired_article_is_not_deleted(publication: Publication, story: str) -> None:
    publication.article("news/us/story.md", title="Story", expires="2026-11-22")
    publication.build()
    publication.build(NOW + 2 * DAY)
    assert publication.titles() == ["Other"]
    assert tombstones(publication) == {}
    (publication.content / "news/us/story.md").unlink()
    publication.build(NOW + 3 * DAY)
    assert tombstones(publication) == {}


@pytest.mark.parametrize("keys", [{"draft": "true"}, {"date": "2026-12-24"}, {"feeds": "false"}])
def test_what_no_reader_ever_saw_leaves_none(
    publication: Publication, story: str, keys: dict[str, str]
) -> None:
    file = publication.article("news/new.md", **keys)
    publication.build()
    file.unlink()
    publication.build()
    assert tombstones(publication) == {}


def test_an_article_that_was_withdrawn_before_it_came_is_in_no_feed(
    publication: Publication, story: str
) -> None:
    publication.article("news/new.md", title="New", withdrawn="Never mind")
    publication.build()
    assert publication.titles() == ["Story", "Other"]
    assert tombstones(publication) == {}


def test_they_vanish_when_their_days_are_over(publication: Publication, story: str) -> None:
    (publication.content / "news/us/story.md").unlink()
    publication.build()
    publication.build(NOW + 29 * DAY)
    assert story in tombstones(publication)
    report = publication.build(NOW + 31 * DAY)
    assert tombstones(publication) == {}
    assert AT.strip("{}").encode() not in publication.bytes("atom.xml")
    assert "news/us/atom.xml" in report.changed


def test_a_section_may_keep_them_for_other_days_or_not_at_all(publication: Publication, story: str) -> None:
    sections = "sections:\n  news: {tombstones: 2 days}\n  news/us: {tombstones: 0}\n"
    publication.configure(CONFIG + sections)
    (publication.content / "news/us/story.md").unlink()
    publication.build()
    assert tombstones(publication, "news/us") == {}
    assert story in tombstones(publication, "news")
    publication.build(NOW + 3 * DAY)
    assert tombstones(publication, "news") == {}
    assert story in tombstones(publication)


def test_the_namespace_is_declared_only_where_it_is_used(publication: Publication, story: str) -> None:
    assert b"tombstones" not in publication.bytes("atom.xml")
    (publication.content / "news/us/story.md").unlink()
    publication.build()
    assert b"tombstones" in publication.bytes("atom.xml")
    assert b"deleted-entry" not in publication.bytes("rss.xml") + publication.bytes("feed.json")


def test_a_reader_that_honours_them_forgets_what_another_keeps(publication: Publication, story: str) -> None:
    one, other = Subscriber(honours=True), Subscriber(honours=False)
    for poll in (1, 2):
        for subscriber in (one, other):
            subscriber.poll(publication)
        if poll == 1:
            (publication.content / "news/us/story.md").unlink()
            publication.article("news/new.md", title="New", date="2026-11-18")
            publication.build()
    assert set(one.entries.values()) == {"Other", "New"}
    assert set(other.entries.values()) == {"Story", "Other", "New"}


def test_a_run_that_died_after_it_had_written_loses_none(
    publication: Publication, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedwright.catalog import Catalog

    (publication.content / "news/us/story.md").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(Catalog, "record_run", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publication.build()
    publication.build(NOW + timedelta(minutes=1))
    assert tombstones(publication) == {story: ("2026-11-21T12:01:00Z", None)}
    assert tombstones(publication, "news/us") == tombstones(publication)


def test_a_lost_catalog_gets_them_back_from_the_feeds(publication: Publication, story: str) -> None:
    publication.article("news/us/story.md", title="Story", withdrawn="It was wrong")
    publication.build()
    before = publication.bytes("news/us/atom.xml")
    for file in (publication.root / ".feedwright").iterdir():
        file.unlink()
    publication.build(NOW + DAY)
    assert publication.bytes("news/us/atom.xml") == before
    publication.article("news/us/story.md", title="Story")
    publication.build(NOW + 2 * DAY)
    assert tombstones(publication) == {}
    assert publication.titles() == ["Story", "Other"]


def test_one_that_comes_back_when_the_catalog_is_lost_loses_its_tombstone(
    publication: Publication, story: str
) -> None:
    file = publication.content / "news/us/story.md"
    data = file.read_bytes()
    file.unlink()
    publication.build()
    assert list(tombstones(publication)) == [story]
    file.write_bytes(data)
    for kept in (publication.root / ".feedwright").iterdir():
        kept.unlink()
    publication.build(NOW + DAY)
    assert id_of(publication, "Story") == story
    assert tombstones(publication) == {}


def test_of_very_many_a_feed_has_the_last_hundred(publication: Publication) -> None:
    for number in range(120):
        publication.article(f"news/{number}.md", title=str(number))
    publication.build()
    for number in range(120):
        (publication.content / f"news/{number}.md").unlink()
    feedwright.build(publication.config, now=NOW, allow_deletions=True)
    assert len(tombstones(publication)) == 100


def test_a_feed_with_them_passes_every_rule(publication: Publication, story: str) -> None:
    publication.article("news/us/story.md", title="Story", withdrawn="It was wrong")
    publication.build()
    found = feedwright.check(publication.config, now=NOW)
    assert [finding for finding in found if finding.level in ("error", "warning")] == []
