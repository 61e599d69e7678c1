"""One section whose feeds cannot be made or written, or one article, holds back no other."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.errors import PublishError

MANY = 8
"""Sections: more than one process writes at once, and more than one batch of them."""

BLOCKS = {
    "a folder in a file's place": "mkdir -p s3/rss.xml",
    "a file in a folder's place": "touch s3",
    "a link to itself": "ln -s s3 s3",
}


def block(publication: Publication, command: str) -> None:
    publication.feeds.mkdir(exist_ok=True)
    subprocess.run(["sh", "-c", command], cwd=publication.feeds, check=True)


@pytest.fixture
def several(publication: Publication) -> Publication:
    publication.configure(CONFIG + "  archive: true\n")
    for number in range(MANY):
        publication.article(f"s{number}/a.md", title=f"Of {number}")
    return publication


@pytest.mark.parametrize("case", BLOCKS)
@pytest.mark.parametrize("built_before", [True, False])
def test_what_is_in_the_way_of_one_section_holds_back_no_other(
    several: Publication, case: str, built_before: bool
) -> None:
    if built_before:
        several.build()
        for file in (several.feeds / "s3").iterdir():
            file.unlink()
        (several.feeds / "s3").rmdir()
        for number in range(MANY):
            several.article(f"s{number}/b.md", title=f"New of {number}")
    block(several, BLOCKS[case])
    said = r"^feeds/s3: \S+/feeds/s3\S*: cannot be written: .*; all other feeds are up to date$"
    for _ in range(2):
        with pytest.raises(PublishError, match=said) as caught:
            several.build()
    assert caught.value.report.changed == []
    newest = "New of" if built_before else "Of"
    for number in {*range(MANY)} - {3}:
        assert f"{newest} {number}" in several.titles(f"s{number}")
    assert f"{newest} 3" in several.titles()

    # Once it is out of the way, the next run writes what is missing, though no article changed.
    place = several.feeds / "s3"
    place.unlink() if place.is_symlink() or place.is_file() else (place / "rss.xml").rmdir()
    several.build()
    assert f"{newest} 3" in several.titles("s3")
    assert several.build().changed == []


def test_the_command_tells_of_everything_else_that_it_did(several: Publication) -> None:
    several.write("s1/broken.md", "---\ndate: never\n---\n")
    block(several, "mkdir -p s3/rss.xml")
    result = CliRunner().invoke(main, ["build", "-c", str(several.config), "--now", NOW.isoformat()])
    assert result.exit_code == 74
    assert "rejected: content/s1/broken.md:2: date" in result.stderr
    assert "cannot be written: Is a directory; all other feeds are up to date\n" in result.stderr
    assert "8 articles read" in result.stdout


def fails_for(monkeypatch: pytest.MonkeyPatch, place: str, wants: Callable[..., bool]) -> None:
    """Has a function of the program fail as nobody foresaw, where its arguments are such."""
    module, _, name = place.rpartition(".")
    real = getattr(__import__(module, fromlist=[name]), name)

    def fail(*arguments: Any, **named: Any) -> Any:
        if wants(*arguments):
            raise KeyError("image/mpo")
        return real(*arguments, **named)

    monkeypatch.setattr(place, fail)


STAGES = {
    "feedwright.pipeline.copies.articles.read_article": lambda source, *_: source.path == "s3/bad.md",
    "feedwright.pipeline.copies.bodies.render": lambda article, *_: article.path == "s3/bad.md",
    "feedwright.pipeline.copies.worker.pack_entry": lambda entry: entry.title == "Bad",
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("processors", [1, 2])
def test_an_article_that_trips_the_program_is_rejected_alone(
    several: Publication, monkeypatch: pytest.MonkeyPatch, stage: str, processors: int
) -> None:
    monkeypatch.setattr("feedwright.pipeline.copies.workers.cpu_count", lambda: processors)
    several.article("s3/bad.md", title="Bad")
    fails_for(monkeypatch, stage, STAGES[stage])
    [error] = several.build().rejected
    assert error.path == "content/s3/bad.md"
    assert "a fault in feedwright: KeyError: 'image/mpo' (pipeline/copies/" in str(error)
    assert sorted(several.titles()) == [f"Of {number}" for number in range(MANY)]
    monkeypatch.undo()
    assert several.build().rejected == []
    assert sorted(several.titles("s3")) == ["Bad", "Of 3"]


def test_a_section_that_trips_the_program_holds_back_no_other(
    several: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_for(monkeypatch, "feedwright.formats.rss.write", lambda feed, *_: feed.section.path == "s3")
    with pytest.raises(PublishError, match=r"^feeds/s3: a fault in feedwright: KeyError: 'image/mpo'"):
        several.build()
    assert several.titles("s4") == ["Of 4"]
    assert not (several.feeds / "s3" / "feed.json").exists()
    monkeypatch.undo()
    several.build()
    assert several.titles("s3") == ["Of 3"]
    assert [str(one) for one in feedwright.check(several.config, now=NOW) if one.level == "error"] == []
