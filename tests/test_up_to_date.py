"""A run that found nothing to do spares the next ones the looking closely, until anything is different."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import CONFIG, NOW, Publication
from feedwright import up_to_date
from feedwright.pipeline import Report
from media_files import picture
from newsroom import Newsroom
from random_edits import LONG, Walk

PNG = picture("PNG", 4, 4)
OLD_ENOUGH = -(10**18)
"""Nanoseconds: files that a test has just written count as settled."""


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up_to_date, "_UNSETTLED_NS", OLD_ENOUGH)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A publication whose articles were written long ago."""
    return Newsroom(tmp_path)


@pytest.fixture
def still(room: Newsroom, settled: None) -> Newsroom:
    """A publication in which the last run found nothing to do."""
    room.article("news/one.md", title="One", image="one.png")
    room.write("news/one.png", PNG)
    room.article("sport/two.md", title="Two")
    let_rest(room)
    assert files(room) == room.build().files
    return room


def let_rest(publication: Publication) -> None:
    """Builds until there is nothing to do."""
    for _ in range(3):
        publication.build()


def files(publication: Publication, after: timedelta = timedelta()) -> int | None:
    counts = up_to_date.counts_if_up_to_date(str(publication.config), (publication.now + after).timestamp())
    return counts and counts[0]


def same_size_and_mtime(publication: Publication) -> None:
    story = publication.content / "news/one.md"
    stat = story.stat()
    story.write_text(story.read_text().replace("Hello", "Howdy"))
    os.utime(story, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def by_renaming(publication: Publication) -> None:
    publication.content.joinpath("new").write_text("---\ntitle: Two\ndate: 2026-11-20\n---\nNew.\n")
    publication.content.joinpath("new").rename(publication.content / "sport/two.md")


CHANGES: dict[str, Callable[[Publication], object]] = {
    "an article is edited": lambda one: one.article("news/one.md", body="Hello again."),
    "an article is edited, and has the same size and mtime": same_size_and_mtime,
    "an article is replaced": by_renaming,
    "an article is new": lambda one: one.article("news/three.md"),
    "an article is gone": lambda one: one.content.joinpath("sport/two.md").unlink(),
    "an article may not be read": lambda one: one.content.joinpath("sport/two.md").chmod(0),
    "a folder is new": lambda one: one.content.joinpath("arts").mkdir(),
    "a folder is called otherwise": lambda one: one.content.joinpath("sport").rename(one.content / "games"),
    "a section says what it is": lambda one: one.write("news/_section.yaml", "title: The news\n"),
    "a picture is another": lambda one: one.write("news/one.png", PNG + b"\0"),
    "config.yaml says something else": lambda one: one.configure(CONFIG + "  entries: 5\n"),
    "other generators' settings are there": lambda one: (one.root / "_config.yml").write_text("title: x\n"),
    "a feed is gone": lambda one: one.feeds.joinpath("news/rss.xml").unlink(),
    "a feed is another": lambda one: one.feeds.joinpath("news/rss.xml").write_text("<rss/>"),
    "web servers may not read a feed": lambda one: one.feeds.joinpath("news/rss.xml").chmod(0o600),
    "published media are gone": lambda one: shutil.rmtree(one.feeds / "media"),
    "the catalog is gone": lambda one: one.root.joinpath(".feedwright/catalog.sqlite").unlink(),
    "the catalog is another": lambda one: os.utime(one.root / ".feedwright/catalog.sqlite"),
    "a run was killed": lambda one: (one.root / ".feedwright/lock").write_text("process 1"),
    "what was remembered cannot be read": lambda one: (one.root / ".feedwright/up-to-date").write_bytes(
        b"\xff"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_is_different_a_run_looks_closely(
    still: Publication, change: Callable[[Publication], object]
) -> None:
    change(still)
    assert files(still) is None


def test_of_two_settings_in_a_folder_each_has_runs_of_its_own(still: Publication) -> None:
    shutil.copy(still.config, still.root / "other.yaml")
    let_rest(still)
    assert files(still) is not None
    assert up_to_date.counts_if_up_to_date(str(still.root / "other.yaml"), NOW.timestamp()) is None


def test_a_folder_elsewhere_to_which_a_link_leads_counts(
    room: Newsroom, settled: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("disk") / "articles"
    room.content.rename(elsewhere)
    room.content.symlink_to(elsewhere)
    room.article("news/one.md")
    let_rest(room)
    assert files(room) is not None
    (elsewhere / "news/one.md").write_text("---\ntitle: One\ndate: 2026-11-20\n---\nCorrected.\n")
    assert files(room) is None


def test_what_has_just_been_written_may_change_again_and_look_the_same(room: Newsroom) -> None:
    room.article()
    let_rest(room)
    assert files(room) is None


MINUTE = timedelta(minutes=1)


def test_it_holds_for_an_hour_and_not_for_an_earlier_clock(still: Publication) -> None:
    assert files(still, 59 * MINUTE) is not None
    assert files(still, 60 * MINUTE) is None
    assert files(still, -MINUTE) is None


@pytest.mark.parametrize(
    ("key", "days", "settings"),
    [
        pytest.param("date", 0, "", id="is published"),
        pytest.param("expires", 0, "", id="expires"),
        pytest.param("updated", 0, "", id="is updated"),
        pytest.param("date", 7, "  age: 7\n", id="is too old for feeds"),
        pytest.param("date", 2, "", id="is too old for the news sitemap"),
        pytest.param("date", 364, "partners: [msn]\n", id="is too old for a partner"),
    ],
)
def test_within_an_hour_of_a_date_that_comes_each_run_looks_closely(
    room: Newsroom, settled: None, key: str, days: int, settings: str
) -> None:
    room.configure(CONFIG + settings)
    comes = room.now + timedelta(minutes=30)
    room.article("news/one.md", **{key: (comes - timedelta(days=days)).isoformat()})
    let_rest(room)
    assert files(room) is None
    room.now = comes + timedelta(days=400)
    let_rest(room)
    assert files(room) is not None


def test_runs_look_closely_when_what_a_template_lists_is_about_to_come(room: Newsroom, settled: None) -> None:
    """A document of Jekyll's that is no article."""
    comes = room.now + timedelta(days=1)
    (room.root / "_config.yml").write_text("collections: [releases]\n")
    (room.root / "_releases").mkdir()
    (room.root / "_releases/two.md").write_text(f"---\ntitle: Two\ndate: {comes.isoformat()}\n---\n")
    room.article(body="{% for one in site.releases %}{{ one.title }}{% endfor %}")
    for now, may_rest in ((room.now, True), (comes - timedelta(minutes=30), False), (comes, True)):
        room.now = now
        let_rest(room)
        assert (files(room) is not None) == may_rest
    assert "Two" in room.json()["items"][0]["content_html"]


@pytest.mark.parametrize("broken", ["news/bad.md", "news/_section.yaml"])
def test_as_long_as_there_is_something_to_say_each_run_says_it(
    room: Newsroom, settled: None, broken: str
) -> None:
    room.article("news/good.md")
    room.write(broken, "---\ntitle: [\n---\n")
    let_rest(room)
    assert files(room) is None
    assert room.build().rejected
    room.content.joinpath(broken).unlink()
    let_rest(room)
    assert files(room) is not None


def test_what_hubs_are_still_to_be_told_is_not_forgotten(room: Newsroom, settled: None) -> None:
    room.configure(f"{CONFIG}hubs: [http://127.0.0.1:9/]\n")
    room.article()
    for _ in range(3):
        room.build()
    assert files(room) is None


def test_many_files_are_looked_at_by_runs_which_do_so_in_several_processes(
    still: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up_to_date, "MOST", 100)
    assert files(still) is None


def test_where_there_are_too_many_articles_no_run_looks_at_files_for_the_next(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered: list[int] = []
    monkeypatch.setattr(up_to_date, "record", lambda *_, **__: remembered.append(up_to_date.MOST))
    for number in range(3):
        room.article(f"news/{number}.md", title=f"Story {number}")
    for most in (3, 2):
        monkeypatch.setattr(up_to_date, "MOST", most)
        let_rest(room)
    assert set(remembered) == {3}


@pytest.mark.parametrize("seed", range(40 if LONG else 2))
def test_where_nothing_is_to_be_done_a_run_finds_nothing(tmp_path: Path, settled: None, seed: int) -> None:
    """Random edits; whenever the next run is to find nothing, one is run, and finds nothing."""
    walk = Walk(tmp_path, seed)
    for _ in range(6):
        walk.add()
    held = 0
    for _ in range(30):
        if walk.random.random() < 0.4:
            walk.step()
        else:
            walk.now += timedelta(minutes=walk.random.randrange(-5, 50))
        said = up_to_date.counts_if_up_to_date(str(walk.room.config), walk.now.timestamp())
        report = walk.room.build(walk.now)
        if said is not None:
            held += 1
            report.run = ""
            assert report == Report(files=said[0], standing=said[1], published=report.published), walk.steps
    assert held


# The program

PROGRAM = f"""\
import sys
from feedwright import __main__, up_to_date
up_to_date._UNSETTLED_NS = {OLD_ENOUGH}
__main__.main()
"""


def run(room: Newsroom, *words: str) -> subprocess.CompletedProcess[str]:
    """The program's build, and what it imported in `stderr`."""
    command = [sys.executable, "-X", "importtime", "-c", PROGRAM, "build", *words]
    return subprocess.run(command, cwd=room.root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], True),
        (["--config", "config.yaml"], True),
        (["-c", "config.yaml", "-q"], False),
        (["--quiet"], False),
    ],
)
def test_the_program_says_what_a_build_says_and_imports_next_to_nothing(
    room: Newsroom, words: list[str], says: bool
) -> None:
    room.article(date="2020-01-01")
    looked_closely = [run(room, *words) for _ in range(4)][2]
    quick = run(room, *words)
    imported = {line.rpartition("|")[2].strip() for line in quick.stderr.splitlines()}
    assert (looked_closely.returncode, quick.returncode) == (0, 0)
    assert not {"click", "msgspec", "yaml", "typing", "pathlib", "feedwright.pipeline"} & imported
    assert quick.stdout.rpartition(",")[0] == looked_closely.stdout.rpartition(",")[0]
    assert bool(quick.stdout) is says


def test_any_other_word_is_for_the_command_line(room: Newsroom) -> None:
    room.article(date="2020-01-01")
    for _ in range(3):
        run(room)
    for words in (["--verbose"], ["--now", "2026-11-21"], ["--config"], ["news"], ["--json"]):
        assert "click" in run(room, *words).stderr, words
