"""`feedwright build FILE` looks at these files only; the next build of all finds a consistent state."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.errors import InputError
from feedwright.pipeline import Report
from media_files import picture


@pytest.fixture
def desk(publication: Publication) -> Publication:
    """Two sections with articles that were built, and settled: nothing is young."""
    for number in range(3):
        publication.article(f"news/us/n{number}.md", title=f"News {number}")
        publication.article(f"sport/s{number}.md", title=f"Sport {number}")
    settle(publication)
    publication.build()
    publication.build()
    return publication


def settle(publication: Publication) -> None:
    """Has all files be older than the two seconds in which they count as still being written."""
    for file in publication.content.rglob("*"):
        age(file)


def age(file: Path) -> Path:
    os.utime(file, (NOW.timestamp() - 3600,) * 2)
    return file


def build(
    publication: Publication, *paths: str, dry_run: bool = False, allow_deletions: bool = False
) -> Report:
    files = [publication.content / path for path in paths]
    now = publication.now
    return feedwright.build(
        publication.config, files=files, now=now, dry_run=dry_run, allow_deletions=allow_deletions
    )


def ids(publication: Publication, section: str = "") -> dict[str, str]:
    return {item["title"]: item["id"] for item in publication.json(section)["items"]}


def test_a_changed_file_is_published_at_once_and_nothing_else(desk: Publication) -> None:
    age(desk.article("news/us/n1.md", "Hello, again.", title="News one"))
    age(desk.article("sport/s1.md", title="Sport one"))
    report = build(desk, "news/us/n1.md")
    assert (report.articles, report.rejected) == (1, [])
    assert "News one" in desk.titles("news/us")
    assert "News one" in desk.titles()
    assert "Sport 1" in desk.titles("sport")
    assert not any(name.startswith("sport/") for name in report.changed)
    later = desk.build()
    assert later.articles == 1
    assert "Sport one" in desk.titles("sport")


def test_the_next_build_of_all_reads_no_file_again(desk: Publication) -> None:
    age(desk.article("news/us/n1.md", "Hello, again.", title="News one"))
    build(desk, "news/us/n1.md")
    assert desk.build().articles == 0


def test_it_makes_what_a_build_of_all_makes(desk: Publication, tmp_path: Path) -> None:
    """A new file, a changed and a deleted one, one after the other; then all of it by one build of all."""
    (tmp_path / "other").mkdir()
    other = Publication(tmp_path / "other")
    for publication in (desk, other):
        for number in range(3):
            publication.article(f"news/us/n{number}.md", title=f"News {number}")
            publication.article(f"sport/s{number}.md", title=f"Sport {number}")
        settle(publication)
    other.build()
    for publication in (desk, other):
        age(publication.article("news/us/new.md", title="New"))
        age(publication.article("sport/s2.md", title="Sport two"))
        (publication.content / "sport/s0.md").unlink()
    build(desk, "news/us/new.md")
    build(desk, "sport/s2.md")
    build(desk, "sport/s0.md")
    other.build()
    desk.build()
    for name in ("rss.xml", "news/us/atom.xml", "sport/feed.json", "sport/index.html", "subscriptions.opml"):
        assert desk.bytes(name) == other.bytes(name)


def test_a_deleted_file_is_withdrawn(desk: Publication) -> None:
    gone = ids(desk, "sport")["Sport 1"]
    (desk.content / "sport/s1.md").unlink()
    report = build(desk, "sport/s1.md")
    assert report.articles == 0
    assert desk.titles("sport") == ["Sport 0", "Sport 2"]
    assert gone.encode() in desk.bytes("sport/atom.xml")
    assert desk.build().changed == []


def test_a_file_that_came_and_went_between_two_builds_of_all_is_gone(desk: Publication) -> None:
    age(desk.article("sport/brief.md", title="Brief"))
    build(desk, "sport/brief.md")
    assert "Brief" in desk.titles("sport")
    (desk.content / "sport/brief.md").unlink()
    desk.build()
    assert "Brief" not in desk.titles("sport")


def test_a_renamed_file_keeps_its_id_if_both_names_are_given(desk: Publication) -> None:
    before = ids(desk, "sport")
    (desk.content / "sport/s1.md").rename(desk.content / "news/us/moved.md")
    build(desk, "sport/s1.md", "news/us/moved.md")
    assert ids(desk, "news/us")["Sport 1"] == before["Sport 1"]
    assert desk.build().articles == 0


def test_a_renamed_file_keeps_its_id_within_its_folder_though_only_the_new_name_is_given(
    desk: Publication,
) -> None:
    before = ids(desk, "sport")
    (desk.content / "sport/s1.md").rename(desk.content / "sport/renamed.md")
    build(desk, "sport/renamed.md")
    assert ids(desk, "sport") == before
    desk.build()
    assert ids(desk, "sport") == before


def test_a_broken_file_is_rejected_and_its_last_good_version_stays(desk: Publication) -> None:
    age(desk.article("sport/s1.md", date="never"))
    assert [error.field for error in build(desk, "sport/s1.md").rejected] == ["date"]
    assert "Sport 1" in desk.titles("sport")
    again = desk.build()
    assert again.known == {"content/sport/s1.md"}
    age(desk.article("sport/s1.md", title="Sport one"))
    assert build(desk, "sport/s1.md").rejected == []
    assert "Sport one" in desk.titles("sport")
    assert desk.build().rejected == []


def test_rejections_of_other_files_are_not_forgotten(desk: Publication) -> None:
    age(desk.article("sport/s1.md", date="never"))
    desk.build()
    age(desk.article("news/us/n1.md", title="News one"))
    assert build(desk, "news/us/n1.md").rejected == []
    assert [error.path for error in desk.build().rejected] == ["content/sport/s1.md"]


def test_a_new_folder_is_a_new_section(desk: Publication) -> None:
    age(desk.article("culture/Café life/c.md", title="Culture"))
    build(desk, "culture/Café life/c.md")
    assert desk.titles("culture/cafe-life") == ["Culture"]
    page = desk.bytes("index.html")
    age(desk.article("sport/s1.md", title="Sport 1", tags="[a]"))
    build(desk, "sport/s1.md")
    assert b"Caf\xc3\xa9 Life" in desk.bytes("index.html")
    assert page.count(b"Caf\xc3\xa9 Life") == desk.bytes("index.html").count(b"Caf\xc3\xa9 Life")


def test_a_page_bundle_is_its_folder(desk: Publication) -> None:
    age(desk.article("sport/final/index.md", "![](goal.png)", title="The final"))
    age(desk.write("sport/final/goal.png", picture("PNG", 60, 40)))
    build(desk, "sport/final/index.md")
    item = next(item for item in desk.json("sport")["items"] if item["title"] == "The final")
    assert "/media/" in item["image"]
    assert desk.build().articles == 0
    age(desk.write("sport/final/goal.png", picture("PNG", 80, 40)))
    build(desk, "sport/final/index.md")
    changed = next(item for item in desk.json("sport")["items"] if item["title"] == "The final")
    assert changed["image"] != item["image"]
    for file in (desk.content / "sport/final").iterdir():
        file.unlink()
    (desk.content / "sport/final").rmdir()
    build(desk, "sport/final/index.md")
    assert "The final" not in desk.titles("sport")


def test_a_section_file_is_read(desk: Publication) -> None:
    age(desk.write("sport/_section.yaml", "title: Games\n"))
    build(desk, "sport/_section.yaml")
    assert desk.json("sport")["title"] == "Games – The Test Post"
    (desk.content / "sport/_section.yaml").unlink()
    build(desk, "sport/_section.yaml")
    assert desk.json("sport")["title"] == "Sport – The Test Post"


def test_an_article_that_leaves_makes_room_for_an_older_one(publication: Publication) -> None:
    """The older one has no entry yet: it is read, though nobody named it."""
    publication.configure(CONFIG + "  entries: 2\n")
    for number in range(4):
        publication.article(f"news/n{number}.md", title=f"News {number}", date=f"2026-11-1{number}")
    settle(publication)
    publication.build()
    assert publication.titles("news") == ["News 3", "News 2"]
    (publication.content / "news/n3.md").unlink()
    build(publication, "news/n3.md")
    assert publication.titles("news") == ["News 2", "News 1"]


def test_what_time_brings_is_left_to_the_next_build_of_all(desk: Publication) -> None:
    age(desk.article("sport/later.md", title="Later", date="2026-11-21T13:00:00Z"))
    desk.build()
    desk.now = NOW + timedelta(hours=2)
    age(desk.article("news/us/n1.md", title="News one"))
    build(desk, "news/us/n1.md")
    assert "Later" not in desk.titles("sport")
    desk.build()
    assert "Later" in desk.titles("sport")
    assert "Later" in desk.titles()


def test_the_shortcut_of_cron_is_not_fooled(desk: Publication) -> None:
    """A build that found nothing lets the next ones end early; one of a file says nothing of the others."""
    cron = ["build", "-c", str(desk.config)]
    runner = CliRunner()
    for _ in range(3):
        runner.invoke(main, cron)
    age(desk.article("sport/s1.md", title="Sport one"))
    age(desk.article("news/us/n1.md", title="News one"))
    runner.invoke(main, [*cron, str(desk.content / "news/us/n1.md")])
    assert runner.invoke(main, cron).output.startswith("1 article read")
    assert "Sport one" in desk.titles("sport")


def test_a_new_configuration_or_a_lost_catalog_takes_a_build_of_all(desk: Publication) -> None:
    desk.configure(CONFIG + "  entries: 1\n")
    assert build(desk, "news/us/n1.md").articles == 6
    (desk.root / ".feedwright/catalog.sqlite").unlink()
    assert build(desk, "news/us/n1.md").articles == 6


def test_a_first_build_may_name_a_file(publication: Publication) -> None:
    publication.article("news/a.md", title="A")
    publication.article("news/b.md", title="B")
    assert build(publication, "news/a.md").articles == 2


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("../elsewhere.md", "a file elsewhere"),
        ("sport", "a folder"),
        ("sport/never.md", "no such file"),
        ("nowhere/never.md", "no such file"),
        ("sport/goal.png", "another kind of file"),
        ("sport/_draft.md", "a name that begins with _"),
        (".trash/s1.md", "a file that is not looked at"),
    ],
)
def test_what_is_no_article_is_refused(desk: Publication, path: str, found: str) -> None:
    for name in ("sport/goal.png", "sport/_draft.md", ".trash/s1.md", "../elsewhere.md"):
        desk.write(name, "words")
    with pytest.raises(InputError) as refused:
        build(desk, path)
    assert refused.value.found == found
    result = CliRunner().invoke(main, ["build", "-c", str(desk.config), str(desk.content / path)])
    assert result.exit_code == 2
    assert desk.build().changed == []


def test_files_are_named_from_where_one_stands(desk: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    age(desk.article("news/us/n1.md", title="News one"))
    monkeypatch.chdir(desk.content / "news")
    (desk.root.parent / "link").symlink_to(desk.root)
    report = feedwright.build(desk.config, files=["us/n1.md"], now=desk.now)
    assert report.articles == 1
    linked = desk.root.parent / "link/content/news/us/n1.md"
    assert feedwright.build(desk.config, files=[linked], now=desk.now).articles == 1


def test_a_dry_run_lists_the_file_and_writes_nothing(desk: Publication) -> None:
    age(desk.article("news/us/n1.md", title="News one"))
    report = build(desk, "news/us/n1.md", dry_run=True)
    assert report.listed is not None
    assert [listing.title for listing in report.listed] == ["News one"]
    assert "news/us/rss.xml" in report.changed
    assert "News one" not in desk.titles("news/us")


def test_too_many_deletions_are_refused_here_too(publication: Publication) -> None:
    for number in range(20):
        publication.article(f"news/n{number}.md", title=f"News {number}")
    settle(publication)
    publication.build()
    names = [f"news/n{number}.md" for number in range(15)]
    for name in names:
        (publication.content / name).unlink()
    with pytest.raises(feedwright.DeletionsError):
        build(publication, *names)
    assert len(publication.titles("news")) == 20
    build(publication, *names, allow_deletions=True)
    assert len(publication.titles("news")) == 5


def test_lists_of_sections_and_topics_are_written_if_they_change(publication: Publication) -> None:
    publication.configure(CONFIG + "  also: [tags]\n  also_minimum: 2\n  menu: true\n")
    for number in range(3):
        publication.article(
            f"news/n{number}.md", title=f"News {number}", tags="[ports]" if number else "[sea]"
        )
    settle(publication)
    publication.build()
    names = ("subscriptions.opml", "feed-menu.json", "tags/index.html")
    before = {name: publication.bytes(name) for name in names}
    age(publication.article("news/n1.md", title="News one", tags="[ports]"))
    report = build(publication, "news/n1.md")
    assert {name: publication.bytes(name) for name in names} == before
    assert not {*names} & {*report.changed, *report.gone}
    age(publication.article("news/n1.md", title="News one", tags="[ports, sea]"))
    report = build(publication, "news/n1.md")
    assert {"subscriptions.opml", "tags/index.html", "tags/sea/rss.xml"} <= {*report.changed}
    assert publication.build().changed == []


def test_a_file_that_is_still_being_written_is_read_again(desk: Publication) -> None:
    file = desk.article("news/us/n1.md", title="News one")
    build(desk, "news/us/n1.md")
    # The same size and time, other words: only the inode and the age could tell.
    words = file.read_text().replace("Hello", "Adieu")
    stat = file.stat()
    with file.open("r+") as writing:
        writing.write(words)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    desk.build()
    assert b"Adieu" in desk.bytes("news/us/feed.json")


def test_only_the_named_files_are_looked_at(desk: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the tree nor the folder beside a named file is listed, however large they are."""
    age(desk.article("news/us/n1.md", title="News one"))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("content/ was scanned")

    monkeypatch.setattr("feedwright.pipeline.run.opening.scan", refuse)
    assert build(desk, "news/us/n1.md").articles == 1
