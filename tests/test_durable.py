"""Files take the place of others only when all of them are on disk."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedwright.errors import PublishError
from feedwright.publish import ServedFolder

NAMES = [f"section-{number}/rss.xml" for number in range(20)]


def _served(folder: Path) -> ServedFolder:
    return ServedFolder(folder, datetime(2026, 11, 29, tzinfo=UTC))


def _broken_disk(monkeypatch: pytest.MonkeyPatch, broken: set[int]) -> None:
    """Let fsync fail for the files with these inodes, as a disk does that has lost them."""
    flush = os.fsync

    def fsync(handle: int) -> None:
        if os.fstat(handle).st_ino in broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        flush(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def test_where_one_file_is_not_on_disk_none_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _served(tmp_path)
    folder.write_all(dict.fromkeys(NAMES, b"old"))
    # A file that is written over keeps its inode, so the broken ones are known beforehand.
    broken = [tmp_path / name for name in (NAMES[11], NAMES[7])]
    beside = [path.with_name(f".{path.name}.tmp") for path in broken]
    for path in beside:
        path.touch()
    _broken_disk(monkeypatch, {path.stat().st_ino for path in beside})
    with pytest.raises(PublishError, match=f"{NAMES[7]}: cannot be written: Input/output error"):
        folder.write_all(dict.fromkeys(NAMES, b"new"))
    assert {(tmp_path / name).read_bytes() for name in NAMES} == {b"old"}
    assert not list(tmp_path.rglob(".*.tmp"))


def test_every_file_and_every_folder_is_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: set[int] = set()
    flush = os.fsync

    def fsync(handle: int) -> None:
        flushed.add(os.fstat(handle).st_ino)
        flush(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    _served(tmp_path).write_all(dict.fromkeys(NAMES, b"new"))
    files = [tmp_path / name for name in NAMES]
    assert {path.stat().st_ino for path in (*files, *(path.parent for path in files))} <= flushed


def test_a_file_that_cannot_take_its_place_keeps_no_other_from_it(tmp_path: Path) -> None:
    folder = _served(tmp_path)
    staged = [folder.stage({name: b"new", f"{name}.md": b"new"}).beside for name in NAMES[:3]]
    (tmp_path / NAMES[1]).mkdir()
    problems = folder.put_in_place(staged)
    assert [problem and problem.is_of_one for problem in problems] == [None, True, None]
    assert NAMES[1] in str(problems[1])
    assert not (tmp_path / f"{NAMES[1]}.md").exists()
    assert {(tmp_path / names[1]).read_bytes() for names in (staged[0], staged[2])} == {b"new"}
    assert not list(tmp_path.rglob(".*.tmp"))


def test_what_cannot_be_staged_leaves_nothing_beside(tmp_path: Path) -> None:
    (tmp_path / "b.xml").mkdir()
    with pytest.raises(PublishError, match=r"b\.xml: cannot be written: Is a directory"):
        _served(tmp_path).stage({"a.xml": b"new", "b.xml": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["b.xml"]


def test_another_machine_flushes_what_it_stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: flushed.add(os.fstat(handle).st_ino))
    for flushes in (False, True):
        folder = ServedFolder(tmp_path, datetime(2026, 11, 29, tzinfo=UTC), flushes=flushes)
        folder.stage({f"{flushes}.xml": b"new"})
        assert ((tmp_path / f".{flushes}.xml.tmp").stat().st_ino in flushed) is flushes
