"""The catalog is lost while articles cannot be read: what feeds show of them stays until they can be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conftest import CONFIG, NOW, Publication, slow
from feedwright.catalog import Catalog
from feedwright.catalog.values import Orphan
from feedwright.pipeline import Report
from feedwright.pipeline.recovery.orphans import _has_name_of
from test_every_key import ARTICLE, EPISODE, MEDIA, PICTURE, _article, _media, _section

BROKEN = "---\ntitle: [\n---\nNo YAML.\n"


def lose(publication: Publication) -> None:
    shutil.rmtree(publication.root / ".feedwright")


def feeds(publication: Publication) -> dict[str, bytes]:
    """The bytes of every file under feeds/ except media."""
    return {
        file.relative_to(publication.feeds).as_posix(): file.read_bytes()
        for file in sorted(publication.feeds.rglob("*"))
        if file.is_file() and "media" not in file.relative_to(publication.feeds).parts
    }


def documents(publication: Publication) -> dict[str, bytes]:
    """The bytes of all feeds."""
    names = ("rss.xml", "atom.xml", "feed.json")
    return {path: data for path, data in feeds(publication).items() if path.endswith(names)}


def kept(report: Report) -> list[str]:
    """What a report says of articles that stay as feeds show them."""
    return [str(notice) for notice in report.warnings if "as published before" in notice.message]


@pytest.fixture
def newsroom(publication: Publication) -> Publication:
    publication.article("news/a.md", title="A", body="Of a.")
    publication.article("news/b.md", title="B", body="Of b.")
    publication.article("sport/c.md", title="C", body="Of c.")
    publication.build()
    return publication


def test_a_broken_article_stays_as_feeds_show_it(newsroom: Publication) -> None:
    before = feeds(newsroom)
    newsroom.write("news/b.md", BROKEN)
    lose(newsroom)
    assert kept(newsroom.build()) == [
        "feeds: 1 article stays as published before, because the catalog was lost and what may hold the text"
        " cannot be read: content/news/b.md; mend that, or delete it if the text is to go"
    ]
    assert feeds(newsroom) == before
    assert kept(newsroom.build()) == []
    assert feeds(newsroom) == before


def test_of_files_that_are_called_alike_the_one_in_its_section_is_named(newsroom: Publication) -> None:
    for path in ("news/b.md", "sport/b.md"):
        newsroom.write(path, BROKEN)
    lose(newsroom)
    [told] = kept(newsroom.build())
    assert "content/news/b.md" in told
    assert "content/sport/b.md" not in told


def test_it_stops_no_other_article(newsroom: Publication) -> None:
    newsroom.write("news/b.md", BROKEN)
    lose(newsroom)
    newsroom.article("news/d.md", title="D")
    newsroom.article("news/a.md", title="A, corrected")
    newsroom.build()
    assert set(newsroom.titles("news")) == {"A, corrected", "B", "D"}


@pytest.mark.parametrize("built_between", [True, False])
def test_once_it_is_mended_it_is_the_same_article(newsroom: Publication, built_between: bool) -> None:
    ids = {item["title"]: item["id"] for item in newsroom.json()["items"]}
    newsroom.write("news/b.md", BROKEN)
    lose(newsroom)
    newsroom.build()
    if built_between:
        newsroom.article("sport/d.md", title="D")
        newsroom.build()
    newsroom.article("news/b.md", title="B, mended")
    newsroom.build()
    found = {item["title"]: item["id"] for item in newsroom.json("news")["items"]}
    assert found == {"A": ids["A"], "B, mended": ids["B"]}
    assert "deleted-entry" not in newsroom.bytes("atom.xml").decode()


def test_its_name_may_change_when_it_is_mended(newsroom: Publication) -> None:
    ids = {item["title"]: item["id"] for item in newsroom.json()["items"]}
    newsroom.write("news/b.md", BROKEN)
    lose(newsroom)
    newsroom.build()
    (newsroom.content / "news/b.md").unlink()
    newsroom.article("sport/moved.md", title="B")
    newsroom.build()
    assert {item["title"]: item["id"] for item in newsroom.json()["items"]} == ids
    assert newsroom.titles("news") == ["A"]


@pytest.mark.parametrize("becomes", ["deleted", "a draft", "withdrawn", "another article"])
def test_it_leaves_when_its_file_says_something_else(newsroom: Publication, becomes: str) -> None:
    newsroom.write("news/b.md", BROKEN)
    lose(newsroom)
    newsroom.build()
    if becomes == "deleted":
        (newsroom.content / "news/b.md").unlink()
    elif becomes == "a draft":
        newsroom.article("news/b.md", title="B", draft="true")
    elif becomes == "withdrawn":
        newsroom.article("news/b.md", title="B", withdrawn="It was wrong.")
    else:
        newsroom.article("news/b.md", title="New", id="tag:example.org,2026:new", slug="new")
    newsroom.build()
    assert "B" not in newsroom.titles("news")
    assert "B" not in newsroom.titles()
    if becomes != "a draft":
        assert newsroom.atom("news").feed is not None
        assert b"deleted-entry" in newsroom.bytes("news/atom.xml")


def test_what_was_deleted_meanwhile_goes_though_another_is_broken(newsroom: Publication) -> None:
    newsroom.write("news/b.md", BROKEN)
    (newsroom.content / "news/a.md").unlink()
    lose(newsroom)
    newsroom.build()
    assert newsroom.titles("news") == ["B"]


def test_a_broken_section_file_holds_no_article_back(newsroom: Publication) -> None:
    newsroom.write("news/_section.yaml", "title: [\n")
    (newsroom.content / "news/a.md").unlink()
    lose(newsroom)
    assert len(newsroom.build().rejected) == 1
    assert newsroom.titles("news") == ["B"]


def test_a_broken_article_under_another_name_than_its_url_stays(publication: Publication) -> None:
    publication.article("news/2026-11-20-storm-at-sea.md", title="Storm")
    publication.article("news/ship/index.md", title="Ship")
    publication.article("news/named.md", title="Slug", slug="quite-another")
    publication.write("_inbox/x.txt", "Home > News > Sea\n\nA breadcrumb\n\nNov 20, 2026\n\nHello.\n")
    publication.build()
    before = feeds(publication)
    assert "news/sea/feed.json" in before
    for file in publication.content.rglob("*.*"):
        file.write_text(BROKEN)
    lose(publication)
    assert len(publication.build().rejected) == 4
    publication.build()
    assert feeds(publication) == before


def test_what_is_broken_in_its_body_alone_stays(newsroom: Publication) -> None:
    before = documents(newsroom)
    newsroom.article("news/b.md", title="B", body="<div>" * 30_000)
    lose(newsroom)
    assert len(newsroom.build().rejected) == 1
    assert documents(newsroom) == before
    newsroom.build()
    assert documents(newsroom) == before


def test_an_older_catalog_keeps_what_it_does_not_know(newsroom: Publication) -> None:
    shutil.copytree(newsroom.root / ".feedwright", newsroom.root / "older")
    newsroom.article("news/d.md", title="D")
    newsroom.build()
    before = documents(newsroom)
    newsroom.write("news/d.md", BROKEN)
    lose(newsroom)
    (newsroom.root / "older").rename(newsroom.root / ".feedwright")
    newsroom.build()
    assert documents(newsroom) == before
    newsroom.build()
    assert documents(newsroom) == before


def test_tag_feeds_keep_it_too(publication: Publication) -> None:
    publication.configure(CONFIG + "  also: [tags]\n  also_minimum: 1\n")
    publication.article("news/a.md", title="A", tags="Sea")
    publication.article("news/b.md", title="B", tags="Sea, Ports")
    publication.build()
    before = feeds(publication)
    publication.write("news/b.md", BROKEN)
    lose(publication)
    publication.build()
    assert feeds(publication) == before


def test_it_stays_in_the_feeds_that_show_it_when_these_hold_no_descendants(publication: Publication) -> None:
    publication.article("a.md", title="A")
    publication.article("news/b.md", title="B")
    publication.build()
    for path in ("a.md", "news/b.md"):
        publication.write(path, BROKEN)
    lose(publication)
    publication.build()
    assert set(publication.titles()) == {"A", "B"}
    publication.configure(CONFIG + "  descendants: false\n")
    publication.build()
    assert publication.titles() == ["A"]
    assert publication.titles("news") == ["B"]


def test_partners_feeds_are_no_sections(publication: Publication) -> None:
    publication.configure(CONFIG + "  formats: [rss]\npartners: [smartnews]\n")
    publication.article("sport/b.md", title="B")
    publication.build()
    before = feeds(publication)
    assert b"<item>" in before["partners/smartnews/sport/rss.xml"]
    publication.write("sport/b.md", BROKEN)
    lose(publication)
    publication.build()
    assert feeds(publication) == before
    with Catalog(publication.root / ".feedwright/catalog.sqlite", reader=True) as catalog:
        assert catalog.selection.sections() == {"", "sport"}


@pytest.mark.parametrize(
    ("path", "has_it"),
    [
        ("news/storm.md", True),
        ("news/2026-11-20-storm.md", True),
        ("news/storm/index.md", True),
        ("news/apple.md", False),
        ("news/zoo.md", False),
        ("news/brainstorm.md", False),
        ("news/storm", False),
    ],
)
def test_the_file_of_an_article_is_looked_for_by_the_end_of_its_url(path: str, has_it: bool) -> None:
    orphan = Orphan("https://example.org/news/storm/", "news", "News", [])
    assert _has_name_of(path, orphan) == has_it


def test_entries_are_kept_whole_whatever_they_say(publication: Publication) -> None:
    """Each key of an article and of an episode by itself, then all together; every byte is as it was."""
    _media(publication, "news")
    publication.configure(
        CONFIG.replace("feeds:", "media:\n  image_sizes: [20, 30]\nfeeds:\n  entries: 500\n  markdown: true")
    )
    for key, value in ARTICLE.items():
        if key not in ("draft", "withdrawn"):
            _article(publication, f"news/{key}.md", {key: value})
    for key, value in MEDIA.items():
        _article(publication, f"news/media-{key}.md", {"image": {**PICTURE, key: value}})
    hidden = ("draft", "withdrawn", "feeds", "access", "noindex", "robots", "sitemap")
    shown = {key: value for key, value in ARTICLE.items() if key not in hidden}
    full = {
        "id": "tag:example.org,2020:all",
        "link": "https://example.org/all",
        "slug": "all",
        "content": "full",
    }
    _article(publication, "news/all.md", shown | full)
    _section(publication, "pod", {"podcast": {"category": "News"}, "image": "cover.png"})
    assert publication.build().rejected == []
    before = feeds(publication)
    assert len(EPISODE) < publication.bytes("pod/rss.xml").count(b"<item>")
    for file in publication.content.rglob("*.md"):
        file.write_text(BROKEN)
    lose(publication)
    publication.build()
    after = feeds(publication)
    assert after.keys() == before.keys()
    for name in before:
        assert after[name].decode().splitlines() == before[name].decode().splitlines(), name


@pytest.mark.parametrize("formats", ["rss", "atom", "json", "rss, atom, json"])
def test_a_picture_and_a_recording_stay_apart(publication: Publication, formats: str) -> None:
    publication.configure(f"{CONFIG}  formats: [{formats}]\n")
    publication.article(
        image="{src: 'https://e.example/lead.png', title: Sea, alt: A wave}",
        enclosures="[{src: 'https://e.example/talk.mp3', type: audio/mpeg, title: A talk}]",
    )
    publication.build()
    before = documents(publication)
    publication.write("news/story.md", BROKEN)
    lose(publication)
    publication.build()
    assert documents(publication) == before


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_one_format_tells_all_that_it_shows(publication: Publication, form: str) -> None:
    publication.configure(CONFIG + f"  formats: [{form}]\n")
    _media(publication, "news")
    for key, value in ARTICLE.items():
        if key not in ("draft", "withdrawn"):
            _article(publication, f"news/{key}.md", {key: value})
    publication.build()
    before = feeds(publication)
    for file in publication.content.rglob("*.md"):
        file.write_text(BROKEN)
    lose(publication)
    publication.build()
    for name, data in documents(publication).items():
        assert data.decode().splitlines() == before[name].decode().splitlines(), name


def test_pictures_of_what_is_kept_stay(publication: Publication) -> None:
    _media(publication, "news")
    publication.article("news/b.md", title="B", image="lead.png")
    publication.configure(CONFIG + "media:\n  keep: 1 days\n")
    publication.build()
    media = sorted(publication.feeds.glob("media/*/*"))
    publication.write("news/b.md", BROKEN)
    lose(publication)
    publication.build()
    publication.build(NOW.replace(year=2028))
    assert sorted(publication.feeds.glob("media/*/*")) == media != []


BUILD = """
import os, sys
from datetime import datetime
import feedwright
folder, now = sys.argv[1], datetime.fromisoformat(sys.argv[2])
report = feedwright.build(folder + "/config.yaml", now=now)
"""


@pytest.fixture
def public() -> Iterator[Publication]:
    """A publication where everybody can get to (pytest's own folders are for one user only)."""
    with TemporaryDirectory() as folder:
        yield Publication(Path(folder))


def build_powerless(publication: Publication) -> None:
    """A build by somebody whom permissions stop."""
    powerless: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may read anything, and there is no setpriv to take that away")
        powerless = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    line = [*powerless, sys.executable, "-c", BUILD, str(publication.root), NOW.isoformat()]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "path", ["news", pytest.param("news/b.md", marks=slow), pytest.param("news/us", marks=slow), "."]
)
def test_what_lies_where_nobody_may_look_stays(public: Publication, path: str) -> None:
    public.write("news/_section.yaml", "title: News & Views\ndescription: All of it.\n")
    public.article("news/a.md", title="A")
    public.article("news/b.md", title="B")
    public.article("news/us/d.md", title="D", slug="elsewhere")
    public.article("sport/c.md", title="C")
    public.build()
    before = feeds(public)
    lose(public)
    locked = public.content / path
    mode = locked.stat().st_mode
    locked.chmod(0)
    try:
        build_powerless(public)
        build_powerless(public)
        assert feeds(public) == before
    finally:
        locked.chmod(mode)
    public.build()
    assert feeds(public) == before


def test_what_is_gone_once_one_may_look_again_goes(public: Publication) -> None:
    public.article("news/a.md", title="A")
    public.article("news/b.md", title="B")
    public.article("sport/c.md", title="C")
    public.build()
    lose(public)
    locked = public.content / "news"
    locked.chmod(0)
    try:
        build_powerless(public)
    finally:
        locked.chmod(0o755)
    (public.content / "news/b.md").unlink()
    public.build()
    assert public.titles("news") == ["A"]
    assert sorted(public.titles()) == ["A", "C"]
    assert b"deleted-entry" in public.bytes("news/atom.xml")


@slow
def test_where_one_may_not_look_is_no_article_of_another_section(public: Publication) -> None:
    public.write("_inbox/x.txt", "Home > News\n\nA page\n\nNov 20, 2026\n\nHello.\n")
    public.article("news/b.md", title="B")
    public.article("sport/c.md", title="C")
    public.build()
    lose(public)
    locked = public.content / "news", public.content / "sport"
    for folder in locked:
        folder.chmod(0)
    try:
        build_powerless(public)
        locked[0].chmod(0o755)
        (locked[0] / "b.md").unlink()
        build_powerless(public)
    finally:
        for folder in locked:
            folder.chmod(0o755)
    assert public.titles("news") == ["A page"]
    assert sorted(public.titles()) == ["A page", "C"]
