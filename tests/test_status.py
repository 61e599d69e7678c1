"""`status`: what is wrong now, whichever run found it first, until it is mended; and what waits.

A warning is mailed once (`build --quiet`), then it stands in status.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from media_files import picture

LONG = bool(os.environ.get("FEEDWRIGHT_LONG"))
MISSING = "image: {} is missing; left out"


def run(publication: Publication, *words: str) -> Result:
    moment = ["--now", publication.now.isoformat()] if words[0] in ("build", "status") else []
    return CliRunner().invoke(main, [*words, "-c", str(publication.config), *moment])


def wrong(publication: Publication) -> set[tuple[str, str]]:
    """What is wrong now: file and message."""
    return {
        (one.path, one.message) for one in feedwright.status(publication.config, now=publication.now).wrong
    }


def mailed(publication: Publication, *words: str) -> list[str]:
    """What cron would mail of a run."""
    return run(publication, "build", "--quiet", *words).output.splitlines()


def test_a_warning_is_mailed_once_and_stands_until_it_is_mended(publication: Publication) -> None:
    publication.article("news/a.md", image="a.png")
    publication.article("news/b.md", image="b.png", titel="B")
    a, b = ("content/news/a.md", MISSING.format("a.png")), ("content/news/b.md", MISSING.format("b.png"))
    key = ("content/news/b.md", "line 5: `titel` is not a key that feedwright knows; did you mean `title`?")
    assert set(mailed(publication)) == {f"warning: {path}: {message}" for path, message in (a, b, key)}
    assert mailed(publication) == []
    assert wrong(publication) == {a, b, key}
    # A run that reads another file, and one that reads this file, which is not mended.
    publication.article("news/c.md")
    publication.article("news/a.md", "Another text.", image="a.png")
    assert mailed(publication) == []
    assert wrong(publication) == {a, b, key}
    # Of several things in one file, one is mended.
    publication.article("news/b.md", image="b.png")
    assert mailed(publication) == []
    assert wrong(publication) == {a, b}
    # The picture comes, though the article stays as it is; the other article goes.
    publication.write("news/a.png", picture("PNG", 60, 40))
    (publication.content / "news/b.md").unlink()
    assert mailed(publication) == []
    assert wrong(publication) == set()
    assert run(publication, "status").exit_code == 0


def test_values_that_are_left_out_of_many_articles_are_one_line(publication: Publication) -> None:
    for number in range(3):
        publication.article(f"news/{number}.md", title=f"A{number}", id=f"a-{number}")
    run(publication, "build")
    line = run(publication, "status").output.splitlines()[2]
    assert 'content/news/0.md: line 4: id: found "a-0"' in line
    assert "; left out (and 2 more)" in line


def test_a_run_of_one_file_adds_to_what_stands(publication: Publication) -> None:
    publication.article("news/a.md", image="a.png")
    publication.article("news/b.md")
    run(publication, "build")
    file = publication.article("news/b.md", image="b.png")
    other = ("content/news/b.md", MISSING.format("b.png"))
    assert mailed(publication, str(file)) == [f"warning: {other[0]}: {other[1]}"]
    assert wrong(publication) == {("content/news/a.md", MISSING.format("a.png")), other}
    publication.article("news/b.md")
    assert mailed(publication, str(file)) == []
    assert wrong(publication) == {("content/news/a.md", MISSING.format("a.png"))}


def test_each_article_stands_with_an_author_nobody_is_called(publication: Publication) -> None:
    """The run warns of the first one only; when that is mended, the others still are to be."""
    publication.configure(f"{CONFIG}people: {{ann: Ann Lee}}\n")
    for name in ("a", "b"):
        publication.article(f"news/{name}.md", author="bo")
    assert len(publication.build().warnings) <= 1
    stands = {path for path, message in wrong(publication) if "bo" in message}
    publication.article("news/a.md", author="ann")
    publication.build()
    assert {path for path, message in wrong(publication) if "bo" in message} == stands - {"content/news/a.md"}


def test_what_config_yaml_says_wrongly_stands_until_it_says_otherwise(publication: Publication) -> None:
    publication.article()
    publication.configure(f"{CONFIG}sections: {{nwes: {{title: News}}}}\n")
    publication.build()
    publication.article("news/b.md")
    publication.build()
    assert wrong(publication) == {("config.yaml", "sections: there is no section nwes")}
    publication.configure(f"{CONFIG}sections: {{news: {{title: News}}}}\n")
    publication.build()
    assert wrong(publication) == set()


def test_files_that_are_not_read_stand_by_folder(publication: Publication) -> None:
    publication.article()
    publication.write("news/a.docx", b"PK")
    publication.write("sport/b.odt", b"PK")
    assert len(mailed(publication)) == 1
    places = dict(wrong(publication))
    assert places.keys() == {"content/news", "content/sport"}
    assert "content/sport/b.odt" in places["content/sport"]
    publication.article("news/c.md")
    assert mailed(publication) == []
    assert {path for path, _ in wrong(publication)} == {"content/news", "content/sport"}
    (publication.content / "news/a.docx").unlink()
    shutil.rmtree(publication.content / "sport")
    publication.build()
    assert wrong(publication) == set()


def test_what_an_aggregator_refuses_stands_until_no_feed_has_it(publication: Publication) -> None:
    publication.configure(f"{CONFIG}profiles: [newsbreak]\n")
    publication.write("news/lead.png", picture("PNG", 60, 40))
    publication.article(image="lead.png", author="Ann")
    publication.build()
    credit = {path for path, message in wrong(publication) if "[newsbreak.entry.credit]" in message}
    assert credit == {"content/news/story.md"}
    publication.article("sport/other.md", author="Bo")
    publication.build()
    assert {path for path, message in wrong(publication) if "newsbreak.entry.credit" in message} == credit
    publication.article(image="{src: lead.png, credit: Ann Lee}", author="Ann")
    publication.build()
    assert not {path for path, message in wrong(publication) if "newsbreak.entry.credit" in message}
    publication.configure(CONFIG)
    publication.build()
    assert wrong(publication) == set()


def test_a_draft_has_its_warnings_until_it_is_deleted(publication: Publication) -> None:
    publication.article("news/a.md", draft="true", titel="A")
    publication.build()
    assert {path for path, _ in wrong(publication)} == {"content/news/a.md"}
    (publication.content / "news/a.md").unlink()
    publication.build()
    assert wrong(publication) == set()


def test_a_warning_that_time_makes_untrue_goes_by_itself(publication: Publication) -> None:
    publication.article(date=f"{NOW + timedelta(hours=2):%Y-%m-%d %H:%M}")
    publication.build()
    assert ["local time" in message for _, message in wrong(publication)] == [True]
    publication.now = NOW + timedelta(hours=3)
    assert wrong(publication) == set()


def test_rejections_stand_with_their_lines(publication: Publication) -> None:
    publication.write("news/a.md", "---\ntitle: A\ndate: 32 March\n---\nText\n")
    publication.write("_lists/top.yaml", "articles: [\n")
    publication.article()
    run(publication, "build", "--quiet")
    found = feedwright.status(publication.config, now=publication.now)
    assert [(one.kind, one.path) for one in found.wrong] == [
        ("rejected", "content/news/a.md:3"),
        ("rejected", "content/_lists/top.yaml:2"),
    ]
    shown = run(publication, "status")
    assert shown.exit_code == 1
    assert '  rejected: content/news/a.md:3: date: found "32 March", expected' in shown.stdout


def test_an_article_whose_feeds_are_all_unknown_is_rejected_and_the_nearest_named(
    publication: Publication,
) -> None:
    publication.article("news/us/a.md")
    publication.article("news/b.md", feeds="[news/uss]")
    report = publication.build()
    assert [str(error) for error in report.rejected] == [
        "content/news/b.md: feeds: found no section news/uss (did you mean news/us?), expected sections that"
        " exist, or false for no feed"
    ]
    assert {path for path, _ in wrong(publication)} == {"content/news/b.md"}


def test_what_waits_and_what_appeared_today_with_local_times(publication: Publication) -> None:
    publication.configure(CONFIG.replace("site:\n", "site:\n  timezone: Asia/Tokyo\n"))
    publication.article("news/later.md", title="Later", date="2026-12-24 18:05")
    publication.article("news/us/draft.md", title="Not yet", draft="true")
    publication.article("sport/now.md", title="Just now", date=f"{NOW:%Y-%m-%dT%H:%M:%SZ}")
    publication.article("sport/old.md", title="Long ago")
    publication.build()
    found = json.loads(run(publication, "status", "--json").stdout)
    assert found["timezone"] == "Asia/Tokyo"
    assert found["scheduled"] == [
        {
            "path": "content/news/later.md",
            "section": "news",
            "title": "Later",
            "date": "2026-12-24T18:05:00+09:00",
        }
    ]
    assert [one["title"] for one in found["drafts"]] == ["Not yet"]
    assert [one["title"] for one in found["today"]] == ["Just now"]
    lines = run(publication, "status").stdout.splitlines()
    assert "scheduled: 1 (Asia/Tokyo)" in lines
    assert "  news  2026-12-24 18:05  Later  content/news/later.md" in lines
    # Its hour has come, and the draft is published.
    publication.now = NOW + timedelta(days=365)
    publication.article("news/us/draft.md", title="Not yet")
    publication.build()
    found = json.loads(run(publication, "status", "--json").stdout)
    assert (found["scheduled"], found["drafts"], found["today"]) == ([], [], [])


# The last run


def test_a_run_that_fails_is_what_is_wrong_until_one_ends_well(publication: Publication) -> None:
    publication.article()
    publication.build()
    assert feedwright.status(publication.config).last_run is not None
    publication.configure(f"{CONFIG}fedes: 1\n")
    assert run(publication, "build").exit_code == 2
    publication.configure(CONFIG)
    found = feedwright.status(publication.config, now=publication.now)
    assert found.last_run is not None
    assert (found.last_run.outcome, found.last_run.articles) == ("config", 1)
    assert [one.kind for one in found.wrong] == ["run"]
    shown = run(publication, "status")
    assert shown.exit_code == 1
    assert "config, " in shown.stdout.splitlines()[0]
    publication.build()
    assert run(publication, "status").exit_code == 0


def test_a_clock_that_was_ahead_hides_no_failure(publication: Publication) -> None:
    publication.article()
    publication.build()
    os.utime(publication.root / ".feedwright/good-run", (NOW.timestamp() + 10**8,) * 2)
    publication.configure(f"{CONFIG}fedes: 1\n")
    assert run(publication, "build").exit_code == 2
    publication.configure(CONFIG)
    assert [one.kind for one in feedwright.status(publication.config).wrong] == ["run"]


def test_a_run_that_publishes_nothing_because_articles_are_gone(publication: Publication) -> None:
    for number in range(12):
        publication.article(f"news/{number}.md")
    publication.build()
    shutil.rmtree(publication.content / "news")
    with pytest.raises(feedwright.DeletionsError):
        publication.build()
    found = feedwright.status(publication.config, now=publication.now)
    assert found.last_run is not None
    assert found.last_run.outcome == "refused"
    assert found.sections[0].articles == 12


def test_wrong_arguments_are_no_run(publication: Publication) -> None:
    publication.article()
    publication.build()
    with pytest.raises(feedwright.InputError):
        feedwright.build(publication.config, files=[publication.content / "news/none.md"], now=NOW)
    assert run(publication, "status").exit_code == 0


@pytest.mark.parametrize(("minutes", "code"), [(5, 0), (15, 2)])
def test_max_age_asks_whether_runs_have_stopped(publication: Publication, minutes: int, code: int) -> None:
    publication.article()
    publication.build()
    good = publication.root / ".feedwright/good-run"
    os.utime(good, (NOW.timestamp() - minutes * 60,) * 2)
    result = run(publication, "status", "--max-age", "10m")
    assert result.exit_code == code
    assert ("late: no run has ended well since" in result.stderr) is bool(code)


def test_max_age_before_the_first_run(publication: Publication) -> None:
    result = run(publication, "status", "--max-age", "10m")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "late: no run has ended well yet" in result.stderr
    assert run(publication, "status", "--max-age", "ten minutes").exit_code == 2


# Whatever is edited


class Walk:
    """Random edits of a publication in which much is wrong."""

    def __init__(self, publication: Publication, seed: int) -> None:
        self.room, self.random = publication, random.Random(seed)

    def edit(self) -> None:
        section = self.random.choice(["news", "news/us", "sport"])
        path = self.room.content / section / f"{self.random.choice('abcd')}.md"
        what = self.random.random()
        if what < 0.15:
            path.unlink(missing_ok=True)
        elif what < 0.25 and path.exists():
            path.rename(path.with_name(f"{self.random.choice('abcd')}.md"))
        elif what < 0.35:
            name = self.room.content / section / f"{self.random.choice('xy')}.png"
            if name.exists():
                name.unlink()
            else:
                self.room.write(f"{section}/{name.name}", picture("PNG", 60, 40))
        elif what < 0.4:
            self.room.write(f"{section}/{self.random.choice('xy')}.docx", b"PK")
        else:
            self.write(f"{section}/{path.name}")

    def write(self, path: str) -> None:
        keys: dict[str, str] = {"id": f"tag:example.org,2026:{path}{self.random.randrange(10**9)}"}
        wrongs = {
            "image": self.random.choice(["x.png", "y.png"]),
            "titel": "T",
            "author": self.random.choice(["ann", "bo"]),
            "feeds": "[news, nwes]",
            "draft": "true",
            "date": "32 March",
            "link": "https://example.org/same/",
        }
        for key in self.random.sample(sorted(wrongs), self.random.randrange(4)):
            keys[key] = wrongs[key]
        self.room.article(path, self.random.choice(["Text.", "![](x.png)", "{% unknown %}"]), **keys)


@pytest.mark.parametrize("seed", range(20 if LONG else 1))
def test_what_stands_is_what_a_first_build_would_find(tmp_path: Path, seed: int) -> None:
    (tmp_path / "room").mkdir()
    room = Publication(tmp_path / "room")
    room.configure(f"{CONFIG}people: {{ann: Ann Lee}}\narticles: {{deletion_limit: none}}\n")
    walk = Walk(room, seed)
    for _ in range(8):
        walk.edit()
    found = 0
    for step in range(8 if LONG else 4):
        for _ in range(walk.random.randrange(1, 4)):
            walk.edit()
        files = sorted(room.content.rglob("*.md"))
        if walk.random.random() < 0.3 and files:
            feedwright.build(room.config, now=room.now, files=walk.random.sample(files, 1))
            room.build()
        else:
            room.build()
        shutil.rmtree(tmp_path / "fresh", ignore_errors=True)
        (tmp_path / "fresh").mkdir()
        shutil.copy(room.config, tmp_path / "fresh")
        shutil.copytree(room.content, tmp_path / "fresh/content")
        fresh = Publication.__new__(Publication)
        fresh.root, fresh.config = tmp_path / "fresh", tmp_path / "fresh/config.yaml"
        fresh.content, fresh.feeds = fresh.root / "content", fresh.root / "feeds"
        fresh.build()
        assert wrong(room) == wrong(fresh), (seed, step)
        found += len(wrong(room))
    assert found > 5
