"""`precompress`: feeds also lie in feeds/ as servers send them, and never say something else."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from click.testing import CliRunner

import feedwright
from conftest import CONFIG, NOW, Publication
from feedwright.cli import main
from feedwright.publish import ServedFolder
from media_files import picture
from test_same_bytes import files

ALL = CONFIG + "precompress: [gzip, br, zstd]\n"
NAMES = ("rss.xml", "atom.xml", "feed.json", "index.html")
SHARED = ("feed.css", "subscriptions.opml", "sitemap-news.xml")
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".br": brotli.decompress,
    ".zst": lambda data: zstandard.ZstdDecompressor().decompress(data),
}


@pytest.fixture
def newsroom(publication: Publication) -> Publication:
    """A publication with one article and a picture, built with all encodings."""
    publication.configure(ALL)
    publication.write("news/p.png", picture("PNG", 10, 10))
    publication.article("news/one.md", image="p.png")
    publication.build()
    return publication


def identity(path: Path) -> tuple[int, int, int]:
    """What changes when a file is written, or another takes its place."""
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def siblings(feeds: Path) -> set[str]:
    return {path.name for path in feeds.rglob("*") if path.suffix in UNPACK}


def assert_consistent(feeds: Path, suffixes: tuple[str, ...] = tuple(UNPACK)) -> None:
    """Every feed has these siblings and no others; they hold its bytes and have its mtime."""
    bases = [path for path in feeds.rglob("*") if path.name in NAMES + SHARED]
    assert bases
    for base in bases:
        found = {path.suffix for path in base.parent.glob(f"{base.name}.*")}
        assert found == set(suffixes), base
        for suffix in suffixes:
            sibling = base.with_name(base.name + suffix)
            assert UNPACK[suffix](sibling.read_bytes()) == base.read_bytes()
            assert sibling.stat().st_mtime_ns == base.stat().st_mtime_ns


def test_archive_pages_have_theirs_in_every_format(publication: Publication) -> None:
    publication.configure(CONFIG + "  archive: true\nprecompress: [gzip]\n")
    for number in range(101):
        publication.article(f"news/{number}.md", date="2026-11-01")
    publication.build()
    pages = publication.feeds / "news" / "archive"
    assert {path.name for path in pages.iterdir()} == {
        f"000001.{suffix}{packed}" for suffix in ("xml", "rss", "json") for packed in ("", ".gz")
    }


def test_every_feed_has_its_siblings_and_media_have_none(newsroom: Publication) -> None:
    assert_consistent(newsroom.feeds)
    assert siblings(newsroom.feeds) == {name + suffix for name in NAMES + SHARED for suffix in UNPACK}


def test_whatever_text_is_put_is_compressed(tmp_path: Path) -> None:
    folder = ServedFolder(tmp_path, NOW, ["gzip"])
    for name in ("index.html", "feed.css", "subscriptions.opml", "icon.png", "old.xml.gz"):
        folder.write(name, b"text " * 100)
    assert siblings(tmp_path) == {"index.html.gz", "feed.css.gz", "subscriptions.opml.gz", "old.xml.gz"}


def test_siblings_follow_every_change(newsroom: Publication) -> None:
    newsroom.article("news/two.md", title="Another")
    newsroom.build()
    assert_consistent(newsroom.feeds)
    assert b"Another" in gzip.decompress(newsroom.bytes("news/rss.xml.gz"))


def test_the_same_content_gives_the_same_siblings(newsroom: Publication, tmp_path: Path) -> None:
    (tmp_path / "twin").mkdir()
    twin = Publication(tmp_path / "twin")
    twin.configure(ALL)
    twin.write("news/p.png", picture("PNG", 10, 10))
    twin.article("news/one.md", image="p.png")
    twin.build(NOW.replace(hour=20))
    assert files(twin.feeds) == files(newsroom.feeds)
    # RFC 1952: no time, no name.
    assert newsroom.bytes("rss.xml.gz")[3:8] == bytes(5)


def test_a_build_with_nothing_new_touches_no_sibling(newsroom: Publication) -> None:
    before = {path: identity(path) for path in newsroom.feeds.rglob("*") if path.is_file()}
    assert newsroom.build().changed == []
    assert {path: identity(path) for path in before} == before


@pytest.mark.parametrize(
    "harm",
    [
        lambda sibling: sibling.unlink(),
        lambda sibling: sibling.write_bytes(b"not what it was"),
        lambda sibling: os.utime(sibling, (1, 1)),
    ],
    ids=["deleted", "edited", "touched"],
)
def test_a_sibling_that_is_not_as_it_was_is_made_again(
    newsroom: Publication, harm: Callable[[Path], None]
) -> None:
    base = newsroom.feeds / "news/atom.xml"
    before = identity(base)
    harm(base.with_name("atom.xml.br"))
    newsroom.build()
    assert_consistent(newsroom.feeds)
    assert identity(base) == before


def test_asking_for_siblings_does_not_touch_the_feeds(publication: Publication) -> None:
    publication.article()
    publication.build()
    before = {name: identity(publication.feeds / name) for name in NAMES}
    publication.configure(ALL)
    publication.build()
    assert_consistent(publication.feeds)
    assert {name: identity(publication.feeds / name) for name in NAMES} == before


def test_siblings_go_with_the_option(newsroom: Publication) -> None:
    newsroom.configure(CONFIG + "precompress: gzip\n")
    newsroom.build()
    assert_consistent(newsroom.feeds, (".gz",))
    newsroom.configure(CONFIG)
    newsroom.build()
    assert siblings(newsroom.feeds) == set()


@pytest.mark.parametrize("stop_at", [".gz", ".br", ".zst", ".xml"])
def test_killed_between_two_renames_the_base_is_never_the_newer_one(
    newsroom: Publication, monkeypatch: pytest.MonkeyPatch, stop_at: str
) -> None:
    """And the next run completes it, be it that the change was taken back in between."""
    replace = os.replace

    def dies(source: Path, target: Path) -> None:
        if Path(target).name.endswith(stop_at):
            raise KeyboardInterrupt
        replace(source, target)

    original = newsroom.bytes("news/rss.xml")
    newsroom.article("news/two.md", title="Another")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            newsroom.build()
    for base in newsroom.feeds.rglob("rss.xml"):
        siblings = [base.with_name(base.name + suffix) for suffix in UNPACK]
        assert all(sibling.stat().st_mtime_ns >= base.stat().st_mtime_ns for sibling in siblings)
    (newsroom.content / "news/two.md").unlink()
    newsroom.build()
    assert_consistent(newsroom.feeds)
    assert newsroom.bytes("news/rss.xml") == original


@pytest.mark.parametrize(("encoding", "package"), [("br", "brotli"), ("zstd", "zstandard")])
def test_what_is_not_installed_is_said_before_anything_is_written(
    publication: Publication, monkeypatch: pytest.MonkeyPatch, encoding: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    publication.configure(f"{CONFIG}precompress: [gzip, {encoding}]\n")
    publication.article()
    result = CliRunner().invoke(main, ["build", "-c", str(publication.config)])
    assert result.exit_code == 2
    said = f"precompress: found {encoding} without its package, expected the package {package} (`"
    assert said in result.stderr
    assert not publication.feeds.exists()


def test_gzip_needs_nothing_installed(publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("brotli", "zstandard"):
        monkeypatch.setitem(sys.modules, package, None)
    publication.configure(f"{CONFIG}precompress: gzip\n")
    publication.article()
    publication.build()
    assert_consistent(publication.feeds, (".gz",))


def test_check_and_recovery_pass_siblings_by(newsroom: Publication) -> None:
    assert feedwright.check(newsroom.config, now=NOW) == []
    before = files(newsroom.feeds)
    for path in (newsroom.root / ".feedwright").iterdir():
        path.unlink()
    assert newsroom.build().changed == []
    assert files(newsroom.feeds) == before
