"""A content/ that is suddenly empty (a share not mounted) empties no feed until somebody confirms it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright import DeletionsError
from feedwright.cli import main


def print_edition(publication: Publication, **articles: int) -> None:
    """Writes so many articles into each section; `news_us` is the section news/us."""
    for section, count in articles.items():
        for number in range(count):
            name = f"{section.replace('_', '/')}/story-{number:02}.md"
            publication.article(name, title=f"{section} {number}", body=f"{section} {number}.")


def feeds(publication: Publication) -> dict[str, tuple[bytes, int]]:
    """All of feeds/: the bytes and mtime of every file."""
    return {
        str(file.relative_to(publication.feeds)): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in publication.feeds.rglob("*")
        if file.is_file()
    }


def empty(publication: Publication) -> None:
    shutil.rmtree(publication.content)
    publication.content.mkdir()


def run(publication: Publication, *options: str) -> Result:
    line = ["build", "-c", str(publication.config), "--now", NOW.isoformat(), *options]
    return CliRunner().invoke(main, line)


def test_an_empty_content_publishes_nothing_and_says_how_to_confirm_it(publication: Publication) -> None:
    print_edition(publication, news=8, sport=4)
    publication.build()
    before = feeds(publication)
    empty(publication)
    for _ in range(2):
        result = run(publication, "--quiet")
        assert result.exit_code == 66
        assert result.stderr == (
            "error: content/: 12 of 12 articles are gone "
            "(content/news/story-00.md, content/news/story-01.md, content/news/story-02.md, …); "
            "nothing was published. Is content/ mounted and complete? "
            "If they are meant to be deleted: feedwright build --allow-deletions\n"
        )
        assert feeds(publication) == before


def test_a_section_may_have_had_a_single_article(publication: Publication) -> None:
    publication.configure(CONFIG + "articles: {deletion_minimum: 1}\n")
    print_edition(publication, news=12, sport=1)
    publication.build()
    (publication.content / "sport/story-00.md").unlink()
    with pytest.raises(DeletionsError, match="the only article of the section sport is gone"):
        publication.build()


def test_when_content_is_back_nothing_has_happened(publication: Publication) -> None:
    print_edition(publication, news=12)
    publication.build()
    before = feeds(publication)
    unmounted = publication.content.rename(publication.root / "unmounted")
    publication.content.mkdir()
    with pytest.raises(DeletionsError):
        publication.build()
    publication.content.rmdir()
    unmounted.rename(publication.content)
    assert publication.build().changed == []
    assert feeds(publication) == before


def test_a_confirmed_deletion_is_published_with_its_tombstones(publication: Publication) -> None:
    print_edition(publication, news=12)
    publication.build()
    empty(publication)
    assert run(publication, "--allow-deletions").exit_code == 0
    assert publication.titles() == []
    assert publication.bytes("news/atom.xml").count(b"deleted-entry ") == 12
    assert run(publication).exit_code == 0


@pytest.mark.parametrize(
    ("known", "gone", "is_refused"),
    [
        pytest.param(20, 10, False, id="half"),
        pytest.param(20, 11, True, id="more than half"),
        pytest.param(11, 9, False, id="fewer than ten"),
        pytest.param(11, 10, True, id="ten of eleven"),
        pytest.param(9, 9, False, id="all of a small publication"),
        pytest.param(10, 10, True, id="all of ten"),
    ],
)
def test_the_limit_is_half_and_at_least_ten(
    publication: Publication, known: int, gone: int, is_refused: bool
) -> None:
    # In sections of their own, so that no section loses ten.
    print_edition(publication, **{f"s{number}": 1 for number in range(known)})
    publication.build()
    for number in range(gone):
        shutil.rmtree(publication.content / f"s{number}")
    assert (run(publication).exit_code == 66) is is_refused


@pytest.mark.parametrize(
    ("limits", "is_refused"),
    [
        ("deletion_limit: 80 %", False),
        ("deletion_limit: 10", True),
        ("deletion_limit: 10%, deletion_minimum: 13", False),
        ("deletion_limit: none", False),
    ],
)
def test_config_says_what_is_too_much(publication: Publication, limits: str, is_refused: bool) -> None:
    publication.configure(CONFIG + f"articles: {{{limits}}}\n")
    print_edition(publication, **{f"s{number}": 1 for number in range(20)})
    publication.build()
    for number in range(12):
        shutil.rmtree(publication.content / f"s{number}")
    assert (run(publication).exit_code == 66) is is_refused


@pytest.mark.parametrize("limit", ["half", "-1", "101 %", "0.5", "off", "true"])
def test_a_limit_that_is_no_percentage_is_refused(publication: Publication, limit: str) -> None:
    publication.configure(CONFIG + f"articles:\n  deletion_limit: {limit}\n")
    result = run(publication)
    assert result.exit_code == 2
    assert "articles.deletion_limit: " in result.stderr
    assert "expected a percentage such as 50 %" in result.stderr


def test_a_section_that_loses_all_with_those_below_it(publication: Publication) -> None:
    print_edition(publication, news=40, sport=6, sport_rowing=6)
    publication.build()
    before = feeds(publication)
    shutil.rmtree(publication.content / "sport")
    result = run(publication)
    assert result.exit_code == 66
    assert "content/: all 12 articles of the section sport are gone (content/sport/rowing/" in result.stderr
    assert feeds(publication) == before


def test_a_section_that_keeps_one_may_lose_the_others(publication: Publication) -> None:
    print_edition(publication, news=40, sport=12)
    publication.build()
    for number in range(11):
        publication.content.joinpath(f"sport/story-{number:02}.md").unlink()
    assert run(publication).exit_code == 0


def rename_the_section(publication: Publication) -> None:
    publication.content.joinpath("news").rename(publication.content / "world")


def break_all(publication: Publication) -> None:
    print_edition(publication, news=0)
    for file in publication.content.rglob("*.md"):
        file.write_text("---\ntitle: A story\ndate: someday\n---\n")


def withdraw_all(publication: Publication) -> None:
    for number in range(12):
        publication.article(f"news/story-{number:02}.md", title=f"news {number}", withdrawn="A mistake")


@pytest.mark.parametrize(
    "change", [rename_the_section, break_all, withdraw_all], ids=lambda one: one.__name__
)
def test_what_has_moved_is_broken_or_is_withdrawn_is_not_gone(
    publication: Publication, change: Callable[[Publication], None]
) -> None:
    print_edition(publication, news=12)
    publication.build()
    change(publication)
    publication.build()


def test_articles_that_config_no_longer_counts_are_gone(publication: Publication) -> None:
    """A glob with a typing error takes them away as well as an unmounted share."""
    print_edition(publication, news=12)
    publication.build()
    publication.configure(CONFIG + 'articles: {include: ["*.mdx"]}\n')
    with pytest.raises(DeletionsError):
        publication.build()


def test_articles_that_lose_their_dates_are_gone(publication: Publication) -> None:
    publication.configure(CONFIG + "articles: {undated: skip}\n")
    print_edition(publication, news=12)
    publication.build()
    for file in publication.content.rglob("*.md"):
        file.write_text("# What some filter has left\n")
    with pytest.raises(DeletionsError, match="12 of 12"):
        publication.build()


def lose(publication: Publication) -> None:
    shutil.rmtree(publication.root / ".feedwright")


def damage(publication: Publication) -> None:
    publication.root.joinpath(".feedwright/catalog.sqlite").write_bytes(b"not a database, " * 1000)


@pytest.mark.parametrize("loss", [lose, damage], ids=lambda one: one.__name__)
def test_where_the_catalog_is_lost_too_feeds_tell_what_was_known(
    publication: Publication, loss: Callable[[Publication], None]
) -> None:
    print_edition(publication, news=12)
    publication.build()
    before = feeds(publication)
    loss(publication)
    empty(publication)
    for _ in range(2):
        with pytest.raises(DeletionsError, match="12 of 12 articles that feeds/ shows are gone"):
            publication.build()
        assert feeds(publication) == before
    feedwright.build(publication.config, now=NOW, allow_deletions=True)
    assert publication.titles() == []


@pytest.mark.parametrize("gone", [12, 11])
def test_where_the_catalog_is_lost_too_a_section_may_not_lose_all(
    publication: Publication, gone: int
) -> None:
    publication.configure(CONFIG + "  entries: 100\n")
    print_edition(publication, news=40, sport=6, sport_rowing=6)
    publication.build()
    before = feeds(publication)
    lose(publication)
    for file in sorted((publication.content / "sport").rglob("*.md"))[:gone]:
        file.unlink()
    if gone == 12:
        with pytest.raises(DeletionsError, match="all 12 articles that feeds/sport shows are gone"):
            publication.build()
        assert feeds(publication) == before
    else:
        publication.build()
        assert len(publication.titles("sport")) == 1


def test_a_refusal_tells_of_a_damaged_catalog(publication: Publication) -> None:
    print_edition(publication, news=12)
    publication.build()
    damage(publication)
    empty(publication)
    with pytest.raises(DeletionsError, match=r"is damaged: .*; it was set aside, and made anew"):
        publication.build()


def test_a_dry_run_is_refused_as_the_build_would_be(publication: Publication) -> None:
    print_edition(publication, news=12)
    publication.build()
    empty(publication)
    assert run(publication, "--dry-run").exit_code == 66
    result = run(publication, "--dry-run", "--allow-deletions")
    assert result.exit_code == 0
    assert "would be: 12 deleted, " in result.stdout


def test_a_first_build_over_others_feeds_is_no_deletion(publication: Publication, tmp_path: Path) -> None:
    """feeds/ that no catalog knows and no reader of ours made: there is no id in it that we gave."""
    publication.feeds.mkdir()
    publication.feeds.joinpath("rss.xml").write_text(
        "<rss version='2.0'><channel><title>x</title></channel></rss>"
    )
    print_edition(publication, news=2)
    publication.build()
    assert len(publication.titles()) == 2
