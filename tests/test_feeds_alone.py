"""A run without `.feedwright/` beside published feeds, as in a builder that forgets everything each time."""

from __future__ import annotations

import random
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

import feedwright
from conftest import CONFIG, NOW, Publication, slow
from feedwright.errors import PublishError

HOUR = timedelta(hours=1)
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


class Forgetful(Publication):
    """A publication whose every build has only content/ and the published feeds."""

    runs = 0

    def next(self) -> None:
        self.runs += 1
        shutil.rmtree(self.root / ".feedwright", ignore_errors=True)
        self.build(NOW + self.runs * HOUR)

    @property
    def clock(self) -> datetime:
        """The clock of the last run."""
        return NOW + self.runs * HOUR

    def shown(self, *, form: str | None = None) -> dict[str, tuple[str, datetime]]:
        """Id and `updated` of each entry in all feeds and archive pages, by title."""
        found: dict[str, tuple[str, datetime]] = {}
        for file in self.feeds.rglob("*"):
            if file.suffix in (".xml", ".rss", ".json") and "sitemap" not in file.name:
                text = file.read_text()
                for title, own_id, updated in _entries(text):
                    one = own_id, datetime.fromisoformat(updated)
                    assert found.setdefault(title, one) == one, (file, title)
        return found

    def tombstones(self, section: str = "") -> dict[str, str]:
        root = etree.fromstring(self.bytes(f"{section}/atom.xml".lstrip("/")))
        return {one.get("ref", ""): one.get("when", "") for one in root.iter(DELETED)}


def _entries(text: str) -> list[tuple[str, str, str]]:
    if text.startswith("{"):
        import json

        items = json.loads(text).get("items", ())
        return [(one["title"], one["id"], one["date_modified"]) for one in items]
    found = []
    for entry in re.findall(r"<(?:entry|item)>.*?</(?:entry|item)>", text, re.DOTALL):
        title = re.search(r"<title[^>]*>(.*?)</title>", entry)
        own_id = re.search(r"<(?:id|guid)[^>]*>(.*?)</", entry)
        updated = re.search(r"<(?:atom:)?updated>(.*?)</", entry)
        assert title
        assert own_id
        assert updated
        found.append((title[1], own_id[1], updated[1]))
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Forgetful:
    made = Forgetful(tmp_path)
    for name in ("one", "two", "three", "four"):
        made.article(
            f"news/{name}.md", f"Of *{name}*.\n\nMore of {name}.", title=name.title(), tags="sea, port"
        )
    made.article("sport/match.md", title="Match")
    made.next()
    return made


def edit(desk: Forgetful, path: str, before: str, after: str) -> None:
    file = desk.content / path
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, after))


def moved(desk: Forgetful, before: dict[str, tuple[str, datetime]]) -> set[str]:
    """The titles whose `updated` moved, to the run's clock; all others are what they were, with all ids."""
    after = desk.shown()
    assert {title: after[title][0] for title in before.keys() & after.keys()} == {
        title: before[title][0] for title in before.keys() & after.keys()
    }
    found = {title for title in before.keys() & after.keys() if after[title] != before[title]}
    assert all(after[title][1] == desk.clock for title in found)
    return found


@pytest.mark.parametrize(
    "more",
    [
        "",
        "  formats: [json]\n",
        *(pytest.param(f"  formats: [{form}]\n", marks=slow) for form in ("rss", "atom")),
    ],
)
def test_rename_edit_and_delete_are_told_by_feeds_alone(tmp_path: Path, more: str) -> None:
    desk = Forgetful(tmp_path)
    desk.configure(CONFIG + more)
    for name in ("same", "edited", "renamed", "both", "retitled", "gone"):
        desk.article(f"news/{name}.md", f"Of {name}.", title=name.title())
    desk.next()
    before = desk.shown()
    desk.next()
    assert moved(desk, before) == set()
    edit(desk, "news/edited.md", "Of edited", "Of edited, corrected")
    edit(desk, "news/retitled.md", "title: Retitled", "title: Other words")
    (desk.content / "news/renamed.md").rename(desk.content / "news/elsewhere.md")
    (desk.content / "news/both.md").rename(desk.content / "news/both-elsewhere.md")
    edit(desk, "news/both-elsewhere.md", "Of both", "Of both, corrected")
    (desk.content / "news/gone.md").unlink()
    desk.article("news/new.md", "Of new.", title="New")
    desk.next()
    assert moved(desk, before) == {"Edited", "Both"}
    now = desk.shown()
    assert now["Other words"] == (before["Retitled"][0], desk.clock)
    assert "Gone" not in now
    assert now["New"][0] not in {own_id for own_id, _ in before.values()}
    if not more or "atom" in more:
        gone = {before["Gone"][0]: f"{desk.clock:%Y-%m-%dT%H:%M:%SZ}"}
        assert desk.tombstones() == desk.tombstones("news") == gone
        desk.next()
        assert desk.tombstones() == desk.tombstones("news") == gone
    files = {file: file.read_bytes() for file in desk.feeds.rglob("*") if file.is_file()}
    desk.next()
    assert {file: file.read_bytes() for file in desk.feeds.rglob("*") if file.is_file()} == files


EDITS = {
    "authors": ("title:", "authors: Ana\ntitle:"),
    "summary": ("title:", "summary: It is about one.\ntitle:"),
    "image": ("title:", "image: https://example.org/p.png\ntitle:"),
    "tags": ("sea, port", "sea"),
    "markup": ("*story*", "**story**"),
    "access": ("title:", "access: members\ntitle:"),
    "end": ("More of it.", ""),
    "link post": ("title:", "link: https://a.example/b\nurl: /news/link-post/\ntitle:"),
}
NO_EDITS = {
    "order": ("sea, port", "port, sea"),
    "space": ("*story*.\n", "*story*.   \n\n"),
    "unknown": ("title:", "notes: for ourselves\ntitle:"),
    "date": ("title:", "updated: 2026-11-20T10:00:00Z\ntitle:"),
}


def test_an_edit_is_whatever_readers_see(desk: Forgetful) -> None:
    for name in (*EDITS, *NO_EDITS):
        desk.article(f"news/{name}.md", "Of a *story*.\n\nMore of it.", title=name, tags="sea, port")
    desk.next()
    shown = desk.shown()
    for name, change in (EDITS | NO_EDITS).items():
        edit(desk, f"news/{name}.md", *change)
    desk.next()
    after = desk.shown()
    changed = {title for title in after if after[title] != shown[title]}
    assert changed == {*EDITS, "date"}
    said = datetime.fromisoformat("2026-11-20T10:00:00Z")
    assert {after[title] for title in changed} == {
        (shown[title][0], said if title == "date" else desk.clock) for title in changed
    }


@slow
def test_changed_settings_are_no_edit(desk: Forgetful) -> None:
    desk.article("news/long.md", "Words. " * 100 + "\n\nMore.", title="Long", authors="Ana, Ben")
    desk.next()
    before = desk.shown()
    for more in (
        "  content: summary\n",
        "  content: full\n",
        "  content: 1 paragraph\n",
        "",
        "  summary_length: 20\n",
        "  footer: Read more on {url}.\n",
        "  formats: [json]\n",
        "permalink: '{url}/{year}/{slug}'\n",
        "media:\n  url: https://cdn.example.org/\n",
        "  also: [tags]\n  also_minimum: 1\n",
        "sections:\n  news: {title: Fresh}\n",
    ):
        desk.configure(CONFIG + more)
        desk.next()
        assert moved(desk, before) == set(), more


def test_a_change_in_all_articles_is_taken_for_settings_and_said(desk: Forgetful) -> None:
    before = desk.shown()
    desk.configure(CONFIG + "  footer: Read more on {url}.\n")
    desk.next()
    shutil.rmtree(desk.root / ".feedwright")
    desk.configure(CONFIG + "  footer: Never miss a story.\n")
    report = desk.build(desk.clock)
    assert moved(desk, before) == set()
    assert any("change of settings" in str(notice) for notice in report.warnings)


def test_another_default_author_is_no_edit(desk: Forgetful) -> None:
    before = desk.shown()
    desk.configure(CONFIG.replace("feeds:", "  author: {name: The Desk}\nfeeds:"))
    desk.next()
    assert moved(desk, before) == set()


@slow
def test_an_edit_of_what_only_archive_pages_show_is_told(tmp_path: Path) -> None:
    desk = Forgetful(tmp_path)
    desk.configure(CONFIG + "  archive: true\n  entries: 5\n")
    for number in range(120):
        date = f"2026-10-{1 + number // 10:02}T{number % 10:02}:00:00Z"
        desk.article(f"news/a{number}.md", f"Of {number}.", title=f"A{number}", date=date)
    desk.next()
    before = desk.shown()
    assert b"<title>A3</title>" not in desk.bytes("atom.xml")
    edit(desk, "news/a3.md", "Of 3.", "Of 3, corrected.")
    (desk.content / "news/a7.md").unlink()
    (desk.content / "news/a9.md").rename(desk.content / "news/other.md")
    desk.next()
    assert moved(desk, before) == {"A3"}
    assert "A7" not in desk.shown()
    gone = before["A7"][0]
    assert set(desk.tombstones()) == {gone}
    assert gone in desk.tombstones("archive/../news")
    page = etree.fromstring(desk.bytes("archive/000001.xml"))
    assert [one.get("ref") for one in page.iter(DELETED)] == [gone]
    assert b">A3<" in desk.bytes("feed.json").replace(b'"title": "A3"', b">A3<"), "a correction is shown"
    files = {file: file.read_bytes() for file in desk.feeds.rglob("*") if file.is_file()}
    desk.next()
    assert {file: file.read_bytes() for file in desk.feeds.rglob("*") if file.is_file()} == files


def test_a_withdrawn_article_has_a_tombstone_with_its_reason(desk: Forgetful) -> None:
    own_id = desk.shown()["One"][0]
    edit(desk, "news/one.md", "title: One\n", "title: One\nwithdrawn: It was wrong.\n")
    desk.next()
    assert own_id in desk.tombstones()
    assert b"It was wrong." in desk.bytes("news/atom.xml")
    assert own_id not in desk.tombstones("sport")


def test_what_was_deleted_and_comes_back_has_its_id_and_no_tombstone(desk: Forgetful) -> None:
    before = desk.shown()
    text = (desk.content / "news/one.md").read_text()
    (desk.content / "news/one.md").unlink()
    desk.next()
    desk.article("news/one.md")
    (desk.content / "news/one.md").write_text(text)
    desk.next()
    assert desk.shown()["One"][0] == before["One"][0]
    assert desk.tombstones() == {}


def test_what_is_only_hidden_has_no_tombstone(desk: Forgetful) -> None:
    for path, line in (
        ("news/one.md", "draft: true"),
        ("news/two.md", "feeds: false"),
        ("news/three.md", "expires: 2026-11-20T12:00:00Z"),
    ):
        edit(desk, path, "title:", f"{line}\ntitle:")
    desk.next()
    assert desk.shown().keys() == {"Four", "Match"}
    assert desk.tombstones() == {}


def test_a_section_that_has_lost_all_keeps_its_feed_which_tells_of_it(desk: Forgetful) -> None:
    own_id = desk.shown()["Match"][0]
    shutil.rmtree(desk.content / "sport")
    desk.next()
    assert list(desk.tombstones("sport")) == [own_id]
    assert desk.json("sport")["items"] == []


def test_a_section_whose_articles_have_moved_keeps_its_feed_without_them(desk: Forgetful) -> None:
    before = desk.shown()
    (desk.content / "sport/match.md").rename(desk.content / "news/match.md")
    desk.next()
    assert moved(desk, before) == set()
    assert desk.tombstones() == desk.tombstones("sport") == {}
    assert desk.json("sport")["items"] == []


def test_files_of_a_format_that_nobody_asks_for_any_more_delete_nothing(desk: Forgetful) -> None:
    old = desk.bytes("feed.json")
    desk.configure(CONFIG + "  formats: [rss, atom]\n")
    (desk.content / "news/one.md").unlink()
    desk.next()
    tombstones = desk.tombstones()
    assert len(tombstones) == 1
    (desk.feeds / "feed.json").write_bytes(old.replace(b'"id": "tag', b'"id": "old-tag'))
    desk.next()
    assert desk.tombstones() == tombstones


def test_a_day_without_an_hour_is_no_other_article_when_it_is_renamed(desk: Forgetful) -> None:
    """Where a catalog was there, feeds show the hour at which an article came."""
    desk.article("news/late.md", "Of late.", title="Late", date="2026-11-21")
    desk.build(NOW + desk.runs * HOUR)
    before = desk.shown()
    (desk.content / "news/late.md").rename(desk.content / "news/later.md")
    desk.next()
    assert moved(desk, before) == set()
    assert "Late" in desk.shown()
    assert desk.tombstones() == {}


def test_an_edit_counts_though_its_file_is_older_than_the_build_before(desk: Forgetful) -> None:
    import os

    before = desk.shown()
    for words in ("Of *one*, first", "Of *one*, second"):
        edit(desk, "news/one.md", "Of *one*", words)
        os.utime(desk.content / "news/one.md", (1_700_000_000, 1_700_000_000))
        desk.next()
        assert desk.shown()["One"] == (before["One"][0], desk.clock)


def test_objects_of_a_program_are_told_in_the_same_way(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    words = {"a": "Of a.", "b": "Of b.", "c": "Of c."}

    def publish(hours: int) -> dict[str, tuple[str, str]]:
        shutil.rmtree(tmp_path / ".feedwright", ignore_errors=True)
        library = feedwright.Publication(
            title="T", url="https://example.org/", feeds_url="https://feeds.example.org/"
        )
        articles = [
            feedwright.Article(
                key=key, title=key.upper(), html=text, published=NOW - HOUR, url=f"https://example.org/{key}"
            )
            for key, text in words.items()
        ]
        library.publish(articles, feeds, now=NOW + hours * HOUR)
        text = (feeds / "feed.json").read_text()
        return {title: (own_id, updated) for title, own_id, updated in _entries(text)}

    before = publish(0)
    words["b"] = "Of b, corrected."
    del words["c"]
    after = publish(1)
    assert after["A"] == before["A"]
    assert after["B"][0] == before["B"][0]
    assert after["B"][1] > before["B"][1]
    assert b"deleted-entry" in (feeds / "atom.xml").read_bytes()


class Twins:
    """The same newsroom twice: one remembers, the other forgets everything before each build."""

    def __init__(self, root: Path, seed: int, more: str) -> None:
        self.random, self.more, self.number = random.Random(seed), more, 0
        self.twins: list[Forgetful] = []
        for name in ("remembers", "forgets"):
            (root / name).mkdir()
            self.twins.append(Forgetful(root / name))
            self.twins[-1].configure(CONFIG + more)
        self.articles: dict[str, tuple[str, str, str]] = {}
        self.hours = 0

    def write(self, path: str, title: str, body: str, date: str) -> None:
        self.articles[path] = title, body, date
        for twin in self.twins:
            twin.article(path, body, title=title, date=date)

    def step(self) -> str:
        """One thing that a newsroom does; returns what it was."""
        self.number += 1
        path = self.random.choice(sorted(self.articles)) if self.articles else ""
        what = self.random.choice(["new", "edit", "retitle", "rename", "rename and edit", "delete", "move"])
        if not path or what == "new":
            section = self.random.choice(["news", "news/us", "sport"])
            date = f"2026-11-{self.random.randrange(1, 20):02}T{self.number % 24:02}:00:00Z"
            self.write(f"{section}/a{self.number}.md", f"T{self.number}", f"Of {self.number}.", date)
            return "new"
        title, body, date = self.articles[path]
        if what == "edit":
            self.write(path, title, f"{body} Corrected {self.number}.", date)
        elif what == "retitle":
            self.write(path, f"{title} again", body, date)
        else:
            for twin in self.twins:
                (twin.content / path).unlink()
            del self.articles[path]
            folder = self.random.choice(["news", "sport"]) if what == "move" else path.rpartition("/")[0]
            if what != "delete":
                new = body + (" Corrected." if what == "rename and edit" else "")
                self.write(f"{folder}/r{self.number}.md", title, new, date)
        return f"{what} {title}"

    def look(self) -> None:
        self.hours += 1
        seen = []
        for twin in self.twins:
            if twin is self.twins[1]:
                shutil.rmtree(twin.root / ".feedwright", ignore_errors=True)
            twin.build(NOW + self.hours * HOUR)
            folders = [file.parent.relative_to(twin.feeds) for file in sorted(twin.feeds.rglob("atom.xml"))]
            deleted = {str(folder): twin.tombstones(str(folder).removeprefix(".")) for folder in folders}
            seen.append((twin.shown(), {one: found for one, found in deleted.items() if found}))
        assert seen[1] == seen[0]


@slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("more", ["", "  archive: true\n  formats: [atom, json]\n"])
def test_who_forgets_everything_publishes_what_who_remembers_does(
    tmp_path: Path, seed: int, more: str
) -> None:
    twins = Twins(tmp_path, seed, more)
    steps = [twins.step() for _ in range(6)]
    for _ in range(20):
        steps += [twins.step() for _ in range(twins.random.randrange(1, 4))]
        try:
            twins.look()
        except AssertionError as error:
            raise AssertionError(f"{error}\nafter {steps}") from None


def test_a_feed_that_a_plugin_cannot_make_any_more_stops_no_other(desk: Forgetful) -> None:
    desk.next()
    (desk.root / "style.py").write_text(
        "def extend_feed(fg, section):\n    if not section.path: raise LookupError('no desk')\n"
    )
    desk.configure(desk.config.read_text() + "plugins: [style.py]\n")
    desk.article("news/one.md", "Edited.", title="One")
    before = desk.bytes("atom.xml")
    with pytest.raises(PublishError, match=r"feeds: LookupError: no desk .* all other feeds are up to date"):
        desk.next()
    assert b"Edited." in desk.bytes("news/atom.xml")
    assert desk.bytes("atom.xml") == before
