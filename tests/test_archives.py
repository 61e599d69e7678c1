"""Archives (RFC 5005): who follows them gets every article ever published, and nothing twice."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication

ATOM = "{http://www.w3.org/2005/Atom}"
AT = "{http://purl.org/atompub/tombstones/1.0}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
FEEDS = "https://feeds.example.org/"
DAY = timedelta(days=1)
WITH_ARCHIVE = CONFIG + "  archive: true\n"


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    made = Publication(tmp_path)
    made.configure(WITH_ARCHIVE)
    return made


def many(publication: Publication, count: int, section: str = "news", name: str = "a") -> None:
    """Articles an hour apart, the last of them the newest."""
    for number in range(count):
        date = f"{NOW - timedelta(hours=count - number):%Y-%m-%dT%H:%MZ}"
        publication.article(f"{section}/{name}{number:04}.md", title=f"{name}{number}", date=date)


class Document:
    """An Atom document of the publication, by its URL."""

    def __init__(self, publication: Publication, url: str) -> None:
        self.url = url
        self.root = etree.fromstring(publication.bytes(url.removeprefix(FEEDS)))

    def link(self, relation: str) -> str | None:
        found = [
            link.get("href") for link in self.root.iterfind(f"{ATOM}link") if link.get("rel") == relation
        ]
        assert len(found) < 2
        return found[0] if found else None

    @property
    def entries(self) -> dict[str, tuple[str, str]]:
        """Title and `updated` of each entry, by its id."""
        found = list(self.root.iter(f"{ATOM}entry"))
        entries = {
            entry.findtext(f"{ATOM}id", ""): (
                entry.findtext(f"{ATOM}title", ""),
                entry.findtext(f"{ATOM}updated", ""),
            )
            for entry in found
        }
        assert len(entries) == len(found)
        return entries

    @property
    def deleted(self) -> list[str]:
        return [one.get("ref", "") for one in self.root.iter(f"{AT}deleted-entry")]


def walk(publication: Publication, section: str = "") -> list[Document]:
    """The document that people subscribe to, and all archive pages, the newest first."""
    documents = [Document(publication, f"{FEEDS}{section}/atom.xml".replace("org//", "org/"))]
    while (url := documents[-1].link("prev-archive")) is not None:
        documents.append(Document(publication, url))
    return documents


class Subscriber:
    """Keeps every archive page for ever, and only asks for the feed, and for pages it has not."""

    def __init__(self, section: str = "") -> None:
        self.section = section
        self.pages: set[str] = set()
        self.entries: dict[str, tuple[str, str]] = {}

    def poll(self, publication: Publication) -> None:
        feed, *pages = walk(publication, self.section)
        new = [page for page in pages if page.url not in self.pages]
        for document in (*reversed(new), feed):
            self.entries |= document.entries
        for own_id in feed.deleted:
            self.entries.pop(own_id, None)
        self.pages |= {page.url for page in pages}

    @property
    def titles(self) -> list[str]:
        return sorted(title for title, _ in self.entries.values())


def pages(publication: Publication, section: str = "news") -> dict[str, bytes]:
    return {
        file.name: file.read_bytes()
        for file in sorted((publication.feeds / section / "archive").glob("*.xml"))
    }


# --- a first build ---


def test_a_subscriber_gets_each_of_1234_articles_once(publication: Publication) -> None:
    many(publication, 700, "news/us")
    many(publication, 534, "sport", "b")
    publication.build()
    for section, count in (("", 1234), ("news", 700), ("news/us", 700), ("sport", 534)):
        feed, *archive = walk(publication, section)
        assert [len(page.entries) for page in archive] == [100] * (count // 100)
        paged = [own_id for page in archive for own_id in page.entries]
        assert len(paged) == len(set(paged))
        assert len({*paged, *feed.entries}) == count
        assert len(feed.entries) == max(30, count % 100)


def test_pages_are_filled_from_the_oldest_and_numbered_from_one(publication: Publication) -> None:
    many(publication, 250)
    publication.build()
    feed, second, first = walk(publication, "news")
    assert (first.url, second.url) == (
        f"{FEEDS}news/archive/000001.xml",
        f"{FEEDS}news/archive/000002.xml",
    )
    titles = [title for title, _ in first.entries.values()]
    assert titles == [f"a{number}" for number in range(99, -1, -1)]
    assert len(feed.entries) == 50


def test_no_page_is_made_before_it_is_full(publication: Publication) -> None:
    many(publication, 99)
    publication.build()
    [feed] = walk(publication, "news")
    assert len(feed.entries) == 99
    assert not (publication.feeds / "news/archive").exists()


def test_pages_lead_to_each_other_and_to_the_feed(publication: Publication) -> None:
    many(publication, 350)
    publication.build()
    feed, third, second, first = walk(publication, "news")
    assert feed.link("next") == feed.link("prev-archive") == third.url
    assert feed.link("current") is feed.link("next-archive") is None
    assert feed.root.find(f"{HISTORY}archive") is None
    assert (first.link("prev-archive"), first.link("next-archive")) == (None, second.url)
    assert (second.link("next"), second.link("next-archive")) == (first.url, third.url)
    assert third.link("next-archive") is None
    for page in (third, second, first):
        assert page.link("self") == page.url
        assert page.link("current") == feed.url
        assert page.root.find(f"{HISTORY}archive") is not None
        assert page.root.findtext(f"{ATOM}id") == feed.root.findtext(f"{ATOM}id")


def test_rss_and_json_feed_have_the_same_pages(publication: Publication) -> None:
    many(publication, 220)
    publication.build()
    [atom] = [list(page.entries) for page in walk(publication, "news")[2:]]
    rss = etree.fromstring(publication.bytes("news/archive/000001.rss"))
    assert [item.findtext("guid") for item in rss.iter("item")] == atom
    links = {link.get("rel"): link.get("href") for link in rss.iter(f"{ATOM}link")}
    assert links == {
        "self": f"{FEEDS}news/archive/000001.rss",
        "next-archive": f"{FEEDS}news/archive/000002.rss",
        "current": f"{FEEDS}news/rss.xml",
    }
    assert rss.find(f"channel/{HISTORY}archive") is not None
    followed, url = [], publication.json("news").get("next_url")
    while url:
        page = json.loads(publication.bytes(url.removeprefix(FEEDS)))
        followed.append([item["id"] for item in page["items"]])
        url = page.get("next_url")
    assert followed[-1] == atom
    assert [len(ids) for ids in followed] == [100, 100]


def test_only_sections_that_want_one_have_an_archive(publication: Publication) -> None:
    publication.configure(CONFIG + "sections: {news: {archive: true}}\n")
    many(publication, 120, "news/us")
    publication.build()
    assert [len(walk(publication, section)) for section in ("", "news", "news/us")] == [1, 2, 1]


def test_limits_cut_only_what_is_in_a_page(publication: Publication) -> None:
    publication.configure(WITH_ARCHIVE + "  bytes: 10 KB\n  age: 1\n  entries: 5\n")
    many(publication, 180)
    report = publication.build()
    feed, page = walk(publication, "news")
    assert len(feed.entries) == 80
    assert len({*feed.entries, *page.entries}) == 180
    assert report.cut == []
    assert report.warnings == []


# --- later runs ---


def test_one_new_article_rewrites_no_page(publication: Publication) -> None:
    many(publication, 240)
    publication.build()
    before = pages(publication)
    publication.article("news/new.md", title="New")
    report = publication.build()
    assert not [name for name in report.changed if "archive" in name]
    assert pages(publication) == before


def test_a_new_page_changes_of_the_others_only_the_link_of_the_last(publication: Publication) -> None:
    many(publication, 299)
    publication.build()
    before = pages(publication)
    publication.article("news/new.md", title="New")
    publication.build()
    after = pages(publication)
    assert list(after) == ["000001.xml", "000002.xml", "000003.xml"]
    assert after["000001.xml"] == before["000001.xml"]
    _, third, second, _ = walk(publication, "news")
    assert second.link("next-archive") == third.url
    link = b'  <link href="%s" rel="next-archive" type="application/atom+xml"/>\n' % third.url.encode()
    assert after["000002.xml"].replace(link, b"") == before["000002.xml"]


def test_a_late_backdated_article_stays_in_the_feed_until_it_goes_into_the_newest_page(
    publication: Publication,
) -> None:
    many(publication, 230)
    publication.build()
    before = pages(publication)
    publication.article("news/late.md", title="Late", date="1999-01-01")
    publication.build()
    feed, *_ = walk(publication, "news")
    assert "Late" in [title for title, _ in feed.entries.values()]
    assert pages(publication) == before
    for number in range(80):
        publication.article(f"news/more{number}.md", title=f"more{number}", date=f"{NOW:%Y-%m-%dT%H:%MZ}")
    publication.build()
    newest = walk(publication, "news")[1]
    assert newest.url.endswith("000003.xml")
    assert "Late" in [title for title, _ in newest.entries.values()]
    assert pages(publication)["000001.xml"] == before["000001.xml"]


def test_a_correction_rewrites_its_own_page_and_shows_in_the_feed_for_thirty_days(
    publication: Publication,
) -> None:
    many(publication, 330)
    publication.build()
    before = pages(publication)
    file = publication.content / "news/a0150.md"
    file.write_text(file.read_text().replace("title: a150", "title: Corrected\nupdated: 2026-11-21T11:00Z"))
    publication.build()
    changed = [name for name, data in pages(publication).items() if data != before[name]]
    assert changed == ["000002.xml"]
    feed, *_ = walk(publication, "news")
    assert ("Corrected", "2026-11-21T11:00:00Z") in feed.entries.values()
    publication.build(NOW + 31 * DAY)
    feed, *_ = walk(publication, "news")
    assert "Corrected" not in [title for title, _ in feed.entries.values()]


def test_a_withdrawn_article_leaves_its_page_a_tombstone(publication: Publication) -> None:
    many(publication, 330)
    publication.build()
    before = pages(publication)
    [own_id] = [one for one, (title, _) in walk(publication, "news")[2].entries.items() if title == "a150"]
    file = publication.content / "news/a0150.md"
    data = file.read_text()
    file.write_text(data.replace("title: a150", "title: a150\nwithdrawn: It was wrong"))
    publication.build()
    feed, _, second, _ = walk(publication, "news")
    assert own_id not in second.entries
    assert len(second.entries) == 99
    assert second.deleted == feed.deleted == [own_id]
    publication.build(NOW + 40 * DAY)
    feed, _, second, _ = walk(publication, "news")
    assert (feed.deleted, second.deleted) == ([], [own_id])
    file.write_text(data)
    publication.build(NOW + 41 * DAY)
    assert pages(publication) == before


def test_an_article_that_no_feed_may_carry_leaves_its_page(publication: Publication) -> None:
    many(publication, 130)
    publication.build()
    assert "a5" in [title for title, _ in walk(publication, "news")[1].entries.values()]
    publication.article("news/a0005.md", title="a5", date="2026-11-16", feeds="false")
    publication.build()
    for document in walk(publication, "news"):
        assert "a5" not in [title for title, _ in document.entries.values()]
        assert document.deleted == []


def test_an_expired_article_leaves_its_page(publication: Publication) -> None:
    many(publication, 130)
    publication.article("news/a0005.md", title="a5", date="2026-11-16", expires="2026-11-25")
    publication.build()
    publication.build(NOW + 10 * DAY)
    _, page = walk(publication, "news")
    assert "a5" not in [title for title, _ in page.entries.values()]
    assert page.deleted == []


def test_an_article_that_moved_stays_in_its_page_and_is_new_elsewhere(publication: Publication) -> None:
    many(publication, 130)
    publication.build()
    before = pages(publication)
    old = publication.content / "news/a0005.md"
    publication.article("sport/b.md", title="B")
    old.rename(publication.content / "sport/a0005.md")
    publication.build()
    [moved] = [one for one, (title, _) in walk(publication, "news")[1].entries.items() if title == "a5"]
    [sport] = walk(publication, "sport")
    assert moved in sport.entries
    assert len(walk(publication)[1].entries) == 100
    assert set(pages(publication)) == set(before)


def test_who_keeps_pages_for_ever_misses_nothing(publication: Publication) -> None:
    many(publication, 330)
    subscriber, fresh = Subscriber("news"), Subscriber("news")
    publication.build()
    subscriber.poll(publication)
    # New, late, corrected, withdrawn and moved
    many(publication, 90, name="new")
    publication.article("news/late.md", title="Late", date="2001-01-01")
    file = publication.content / "news/a0042.md"
    file.write_text(file.read_text().replace("title: a42", "title: Corrected\nupdated: 2026-11-21T11:00Z"))
    (publication.content / "news/a0150.md").unlink()
    (publication.content / "news/us").mkdir()
    (publication.content / "news/a0007.md").rename(publication.content / "news/us/moved.md")
    publication.build()
    subscriber.poll(publication)
    fresh.poll(publication)
    expected = {f"a{number}" for number in range(330)} | {f"new{number}" for number in range(90)}
    assert set(subscriber.titles) == expected - {"a42", "a150"} | {"Corrected", "Late"}
    assert fresh.entries == subscriber.entries
    assert len(fresh.entries) == len(set(fresh.titles))


# --- what may go wrong ---


def test_a_lost_catalog_makes_the_same_pages_byte_for_byte(publication: Publication) -> None:
    many(publication, 330)
    publication.article("news/late.md", title="Late", date="1999-01-01")
    publication.build()
    publication.article("news/later.md", title="Later", date="1998-01-01")
    many(publication, 80, name="more")
    publication.build()
    (publication.content / "news/a0150.md").unlink()
    publication.build()
    before = {file: file.read_bytes() for file in publication.feeds.rglob("*") if file.is_file()}
    assert len(pages(publication)) == 4
    shutil.rmtree(publication.root / ".feedwright")
    publication.build()
    assert {file: file.read_bytes() for file in publication.feeds.rglob("*") if file.is_file()} == before
    assert publication.build().changed == []


@pytest.mark.parametrize("form", ["json", "rss"])
def test_so_it_does_from_pages_of_any_format(publication: Publication, form: str) -> None:
    publication.configure(WITH_ARCHIVE + f"  formats: [{form}]\n")
    many(publication, 130)
    publication.build()
    publication.article("news/late.md", title="Late", date="1999-01-01")
    publication.build()
    before = {file: file.read_bytes() for file in publication.feeds.rglob("*") if file.is_file()}
    shutil.rmtree(publication.root / ".feedwright")
    publication.build()
    assert {file: file.read_bytes() for file in publication.feeds.rglob("*") if file.is_file()} == before


def test_a_page_that_a_killed_run_wrote_stays_what_it_is(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedwright.catalog import Catalog

    many(publication, 199)
    publication.build()
    publication.article("news/new.md", title="New")
    with monkeypatch.context() as patched:
        patched.setattr(Catalog, "record_run", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publication.build()
    before = pages(publication)
    assert list(before) == ["000001.xml", "000002.xml"]
    # By now there is an older one, which would have gone into that page.
    publication.article("news/late.md", title="Late", date="1999-01-01")
    publication.build()
    assert pages(publication) == before
    feed, *_ = walk(publication, "news")
    assert "Late" in [title for title, _ in feed.entries.values()]


def test_a_page_that_somebody_edited_or_deleted_is_written_again(publication: Publication) -> None:
    many(publication, 230)
    publication.build()
    before = pages(publication)
    (publication.feeds / "news/archive/000001.xml").unlink()
    (publication.feeds / "news/archive/000002.xml").write_text("nonsense")
    report = publication.build()
    assert pages(publication) == before
    assert sorted(report.changed) == ["news/archive/000001.xml", "news/archive/000002.xml"]


def test_an_article_broken_in_its_body_goes_into_no_page_before_it_is_mended(
    publication: Publication,
) -> None:
    many(publication, 99)
    publication.article("news/broken.md", "<div>" * 30_000, title="Broken", date="2026-11-01")
    publication.build()
    assert len(walk(publication, "news")) == 1


def test_a_run_that_finds_nothing_writes_nothing(publication: Publication) -> None:
    many(publication, 230)
    first = publication.build()
    second = publication.build()
    assert second.changed == []
    assert second.files == first.files == len(first.changed)


def test_siblings_are_written_of_pages_too(publication: Publication) -> None:
    publication.configure(WITH_ARCHIVE + "precompress: [gzip]\n")
    many(publication, 130)
    publication.build()
    assert (publication.feeds / "news/archive/000001.xml.gz").exists()


def test_feeds_with_an_archive_pass_every_rule(publication: Publication) -> None:
    many(publication, 230)
    publication.build()
    (publication.content / "news/a0005.md").unlink()
    publication.build()
    found = feedwright.check(publication.config, now=NOW)
    assert [str(finding) for finding in found if finding.level in ("error", "warning")] == []
    found = feedwright.check(publication.feeds / "news/archive", now=NOW)
    assert [str(finding) for finding in found if finding.level in ("error", "warning")] == []


def test_a_correction_stays_in_the_feed_though_the_catalog_is_lost(publication: Publication) -> None:
    publication.configure(WITH_ARCHIVE + "  entries: 5\n")
    many(publication, 120)
    publication.build()
    before = publication.titles("news")
    publication.article(
        "news/a0003.md", title="Corrected", date=f"{NOW - timedelta(hours=117):%Y-%m-%dT%H:%MZ}",
        updated=f"{NOW:%Y-%m-%dT%H:%M:%SZ}",
    )  # fmt: skip
    publication.build(NOW + DAY)
    shown = publication.bytes("news/atom.xml")
    assert "Corrected" in publication.titles("news")
    shutil.rmtree(publication.root / ".feedwright")
    publication.build(NOW + 2 * DAY)
    assert publication.bytes("news/atom.xml") == shown
    publication.build(NOW + 32 * DAY)
    assert publication.titles("news") == before


def test_pages_of_a_format_that_is_no_longer_asked_for_go(publication: Publication) -> None:
    many(publication, 130)
    publication.build()
    publication.configure(WITH_ARCHIVE + "  formats: [atom]\n")
    publication.build()
    assert [file.name for file in (publication.feeds / "news/archive").iterdir()] == ["000001.xml"]


def test_a_partners_feed_leads_to_no_pages(publication: Publication) -> None:
    publication.configure(WITH_ARCHIVE + "partners: [flipboard]\n")
    many(publication, 130)
    publication.build()
    assert b"archive" not in publication.bytes("partners/flipboard/news/rss.xml")


# --- whatever happens ---


class Newsroom(RuleBasedStateMachine):
    """People write, correct, move and withdraw; a subscriber who keeps every page knows what there is."""

    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.publication = Publication(Path(self.folder.name))
        self.publication.configure(WITH_ARCHIVE)
        self.now = NOW
        self.count = 0
        self.alive: dict[str, str] = {}
        self.subscriber = Subscriber()
        self.old: dict[str, set[str]] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def write(self, title: str, days: int) -> None:
        date = f"{NOW - timedelta(days=days):%Y-%m-%dT%H:%MZ}"
        self.publication.article(f"news/{title}.md", title=title, date=date)
        self.alive[title] = title

    @rule(many=st.integers(1, 120), days=st.integers(0, 9000))
    def publish(self, many: int, days: int) -> None:
        for _ in range(many):
            self.count += 1
            self.write(f"a{self.count}", days)

    @rule(which=st.integers(0), anew=st.integers(0, 10**6))
    def correct(self, which: int, anew: int) -> None:
        for name in self.chosen(which):
            file = self.publication.content / f"news/{name}.md"
            moment = f"updated: {self.now:%Y-%m-%dT%H:%M:%SZ}"
            lines = [
                line for line in file.read_text().split("\n") if not line.startswith(("title:", "updated:"))
            ]
            self.alive[name] = f"{name} again {anew}"
            file.write_text("\n".join([lines[0], f"title: {self.alive[name]}", moment, *lines[1:]]))

    @rule(which=st.integers(0))
    def delete(self, which: int) -> None:
        for name in self.chosen(which):
            (self.publication.content / f"news/{name}.md").unlink()
            del self.alive[name]

    @rule()
    def lose_the_catalog(self) -> None:
        # Of what is deleted between a run and the loss, or before the next one, nobody knows any more.
        self.publication.build(self.now)
        shutil.rmtree(self.publication.root / ".feedwright")
        self.publication.build(self.now)

    @rule()
    def poll(self) -> None:
        self.now += timedelta(hours=1)
        self.publication.build(self.now)
        self.subscriber.poll(self.publication)
        assert self.subscriber.titles == sorted(self.alive.values())
        for page in walk(self.publication)[1:]:
            known = self.old.setdefault(page.url, set(page.entries))
            assert set(page.entries) <= known

    def chosen(self, which: int) -> list[str]:
        names = sorted(self.alive)
        return [names[which % len(names)]] if names else []


TestNewsroom = Newsroom.TestCase
TestNewsroom.settings = settings(max_examples=6, stateful_step_count=14, deadline=None)
