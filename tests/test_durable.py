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
