"""Opening a file under feeds/ so that what is read is one version of a file that lies there."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK, opening a FIFO would wait for somebody to write to it.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

CHUNK = 1 << 18

WINDOW = 1 << 17
"""Bytes of one reply that are in memory at a time, for each client: longer bodies are sent from a file."""


class OpenFile:
    """An open file, which is closed when nobody refers to it any more."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __del__(self) -> None:
        os.close(self.descriptor)

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to `stop`; fewer where the file ends before."""
        data = bytearray()
        while len(data) < stop - start and (
            piece := os.pread(self.descriptor, stop - start - len(data), start + len(data))
        ):
            data += piece
        return bytes(data)


def in_memory(data: bytes) -> OpenFile:
    """A file of its own that holds `data`, in memory where the system can, and has no name."""
    if hasattr(os, "memfd_create"):
        made = os.memfd_create("feedwright", os.MFD_CLOEXEC)
    else:
        with tempfile.TemporaryFile() as temporary:
            made = os.dup(temporary.fileno())
    left = memoryview(data)
    while left:
        left = left[os.write(made, left) :]
    return OpenFile(made)


class Identity(NamedTuple):
    """What differs when a file is another one, or has been written to."""

    inode: int
    modified: int
    changed: int
    size: int


def identity(found: os.stat_result) -> Identity:
    return Identity(found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def open_under(root: Path, name: str) -> tuple[int, Identity]:
    """A descriptor of the regular file `name` under `root`, and which file it is.

    No part of `name` may be a symlink: it could lead anywhere. Raises OSError.
    """
    *folders, base = name.split("/")
    # feeds/ itself may be a symlink: that is how some deployments switch versions.
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in folders:
            inner = os.open(folder, _FOLDER, dir_fd=at)
            os.close(at)
            at = inner
        file = os.open(base, _FILE, dir_fd=at)
    finally:
        os.close(at)
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode):
        os.close(file)
        raise FileNotFoundError(name)
    return file, identity(found)


def is_folder(root: Path, name: str) -> bool:
    """Whether `name` is a folder under `root`, reached without symlinks."""
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in name.split("/"):
            inner = os.open(folder, _FOLDER, dir_fd=at)
            os.close(at)
            at = inner
    except OSError:
        return False
    finally:
        os.close(at)
    return True


def read_whole(file: int, size: int) -> bytes | None:
    """All of an open file of `size` bytes; None where somebody was writing to it meanwhile."""
    data = bytearray()
    while part := os.read(file, max(CHUNK, size - len(data) + 1)):
        data += part
        if len(data) > size:
            return None
    return bytes(data) if len(data) == size else None
