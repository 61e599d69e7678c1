"""Whatever the umask: web servers may read what is published, and nobody what is remembered."""

from __future__ import annotations

import os
import stat
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import CONFIG, NOW, Publication
from media_files import picture

MODES = CONFIG.replace("feeds:\n", "feeds:\n  mode: {}\n")


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def modes(root: Path) -> tuple[set[str], set[str]]:
    """The permissions of all files, and of all folders, `root` included, in octal."""
    paths = [root, *root.rglob("*")]
    files = {oct(stat.S_IMODE(path.stat().st_mode)) for path in paths if path.is_file()}
    return files, {oct(stat.S_IMODE(path.stat().st_mode)) for path in paths if path.is_dir()}


def with_everything(publication: Publication, more: str = "") -> None:
    """A publication that publishes every kind of file: feeds, siblings, archive pages, media in sizes, …"""
    config = CONFIG.replace(
        "feeds:\n", "feeds:\n  archive: true\n  also: [tags]\n  also_minimum: 1\n  menu: true\n" + more
    )
    publication.configure(
        config + "precompress: [gzip]\nmedia:\n  image_sizes: [32]\npartners: [flipboard]\n"
    )
    publication.write("news/harbour.jpg", picture("JPEG", 64, 48))
    for number in range(101):
        publication.article(f"news/{number}.md", title=f"Story {number}", image="harbour.jpg", tags="[sea]")


@pytest.mark.parametrize("mask", [0o077, 0o027, 0o022, 0o002, 0])
def test_servers_may_read_all_that_is_published_and_nobody_the_memory(
    publication: Publication, mask: int
) -> None:
    with_everything(publication)
    with umask(mask):
        publication.build()
    assert (publication.feeds / "news/archive/000001.xml.gz").exists()
    assert len(list(publication.feeds.glob("media/*/*"))) == 2
    assert modes(publication.feeds) == ({"0o644"}, {"0o755"})
    assert modes(publication.root / ".feedwright") == ({"0o600"}, {"0o700"})


@pytest.mark.parametrize(
    ("said", "files", "folders"),
    [("0640", 0o640, 0o750), ("640", 0o640, 0o750), ("0o640", 0o640, 0o750), ('"0664"', 0o664, 0o775),
     ("0600", 0o600, 0o700), ("0644", 0o644, 0o755)],
)  # fmt: skip
def test_config_says_who_may_read(publication: Publication, said: str, files: int, folders: int) -> None:
    with_everything(publication)
    publication.build()
    with_everything(publication, f"  mode: {said}\n")
    publication.build()
    assert modes(publication.feeds) == ({oct(files)}, {oct(folders)})


@pytest.mark.parametrize(
    "said", ["0888", "rw-r--r--", "0444", "0755", "0646", "420", "06440", "-0644", "0x1a4", "[0644]"]
)
def test_permissions_that_are_none_or_that_would_be_a_danger_are_refused(
    publication: Publication, said: str
) -> None:
    publication.configure(MODES.format(said))
    with pytest.raises(Exception, match=r"config.yaml:6: feeds.mode: .*expected permissions .* such as 0644"):
        publication.build()


def test_the_next_run_mends_files_that_did_not_change_without_writing_them(publication: Publication) -> None:
    with_everything(publication)
    publication.build()
    files = [path for path in publication.feeds.rglob("*") if path.is_file()]
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in files}
    for path in files:
        path.chmod(0o600)
    for folder in [publication.feeds, *(path for path in publication.feeds.rglob("*") if path.is_dir())]:
        folder.chmod(0o700)
    for path in (publication.root / ".feedwright").iterdir():
        path.chmod(0o644)
    report = publication.build()
    assert (report.changed, report.warnings) == ([], [])
    assert modes(publication.feeds) == ({"0o644"}, {"0o755"})
    assert modes(publication.root / ".feedwright") == ({"0o600"}, {"0o700"})
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in files} == before


def test_a_dry_run_mends_nothing(publication: Publication) -> None:
    publication.article()
    publication.build()
    (publication.feeds / "news/rss.xml").chmod(0o600)
    publication.feeds.chmod(0o700)
    run = [sys.executable, "-m", "feedwright", "build", "--dry-run", "-c", str(publication.config)]
    subprocess.run(run, check=True, capture_output=True)
    assert modes(publication.feeds)[0] == {"0o644", "0o600"}
    assert stat.S_IMODE(publication.feeds.stat().st_mode) == 0o700


def test_the_group_that_shares_a_folder_goes_on_sharing_it(publication: Publication) -> None:
    publication.feeds.mkdir()
    publication.feeds.chmod(0o2775)
    publication.article()
    with umask(0o077):
        publication.build()
        publication.build()
    assert modes(publication.feeds) == ({"0o644"}, {"0o2775"})


def acl(*entries: tuple[int, int, int]) -> bytes:
    """An access control list as Linux keeps it (acl(5)): tag, permissions and user of each entry."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY_IN_PARTICULAR = 0xFFFFFFFF
OWNER, USER, GROUP, MASK, OTHERS = 1, 2, 4, 16, 32


def test_an_access_control_list_decides_where_there_is_one(publication: Publication) -> None:
    publication.feeds.mkdir()
    for_server = acl(
        (OWNER, 7, NOBODY_IN_PARTICULAR),
        (USER, 5, 33),
        (GROUP, 5, NOBODY_IN_PARTICULAR),
        (MASK, 5, NOBODY_IN_PARTICULAR),
        (OTHERS, 0, NOBODY_IN_PARTICULAR),
    )
    try:
        for kind in ("access", "default"):
            os.setxattr(publication.feeds, f"system.posix_acl_{kind}", for_server)
    except OSError:
        pytest.skip("this file system has no access control lists")
    publication.article()
    with umask(0o077):
        publication.build()
        report = publication.build()
    # What stands for the group is the list's mask: the user 33 reads, others do not.
    assert modes(publication.feeds) == ({"0o640"}, {"0o750"})
    assert os.getxattr(publication.feeds / "news/rss.xml", "system.posix_acl_access")
    assert report.warnings == []


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to other users")


@needs_root
def test_a_folder_of_another_user_is_left_alone_and_said(publication: Publication) -> None:
    publication.feeds.mkdir(mode=0o700)
    publication.feeds.chmod(0o700)
    os.chown(publication.feeds, 1, 1)
    publication.article()
    report = publication.build()
    assert stat.S_IMODE(publication.feeds.stat().st_mode) == 0o700
    assert [str(one) for one in report.warnings] == [
        "feeds: may not be read by web servers, and belongs to another user, so that it stays as it is: "
        "have its owner permit it, or say in `feeds.mode` who is to read what is published"
    ]
    publication.feeds.chmod(0o755)
    assert publication.build().warnings == []


@needs_root
def test_a_file_of_another_user_is_left_alone_and_said(publication: Publication) -> None:
    publication.article()
    publication.build()
    for name in ("rss.xml", "atom.xml"):
        os.chown(publication.feeds / name, 1, 1)
        (publication.feeds / name).chmod(0o600)
    (warning,) = publication.build().warnings
    assert warning.path in ("feeds/rss.xml", "feeds/atom.xml")
    assert "(and 1 more)" in warning.message


def test_foreign_files_keep_their_permissions(publication: Publication) -> None:
    publication.article()
    publication.build()
    own = publication.feeds / "robots.txt"
    own.write_text("User-agent: *\n")
    own.chmod(0o600)
    publication.build(NOW)
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
