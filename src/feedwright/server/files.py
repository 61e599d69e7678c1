"""Open and read files under feeds/ safely: no symbolic links, and always one version of a file."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import NamedTuple

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK, opening a FIFO would wait for a writer.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

CHUNK = 1 << 18

WINDOW = 1 << 17
"""Maximum number of bytes of a reply in memory, for each client: longer bodies are sent from a file."""


class OpenFile:
    """An open file; it is closed when the last reference to it is gone."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __del__(self) -> None:
        os.close(self.descriptor)

    def read(self, start: int, stop: int) -> bytes:
        """Read the bytes from `start` to `stop`; fewer if the file ends before `stop`."""
        data = bytearray()
        while len(data) < stop - start and (
            piece := os.pread(self.descriptor, stop - start - len(data), start + len(data))
        ):
            data += piece
        return bytes(data)


def memory_file(data: bytes) -> OpenFile:
    """Write `data` to a nameless file, in memory if the system supports that."""
    if hasattr(os, "memfd_create"):
        made = os.memfd_create("feedwright", os.MFD_CLOEXEC)
    else:
        with tempfile.TemporaryFile() as temporary:
            made = os.dup(temporary.fileno())
    left = memoryview(data)
    while left:
        left = left[os.write(made, left) :]
    return OpenFile(made)


class FileVersion(NamedTuple):
    """Change token of a file: it differs if the file was replaced or written to. Times in nanoseconds."""

    inode: int
    modified: int
    changed: int
    size: int


def version_of(found: os.stat_result) -> FileVersion:
    return FileVersion(found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def open_under(root: Path, name: str) -> tuple[int, FileVersion]:
    """Open the regular file `name` under `root`; return its descriptor and version.

    No part of `name` may be a symbolic link, because that could lead anywhere.

    Raises:
        OSError: if it cannot be opened, or is not a regular file.
    """
    *folders, base = name.split("/")
    # feeds/ itself may be a symbolic link, with which some deployments switch versions.
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
    return file, version_of(found)


def is_folder(root: Path, name: str) -> bool:
    """Whether `name` is a folder under `root` that can be reached without symbolic links."""
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
    """Read an open file of `size` bytes; None if it was written to meanwhile."""
    data = bytearray()
    while part := os.read(file, max(CHUNK, size - len(data) + 1)):
        data += part
        if len(data) > size:
            return None
    return bytes(data) if len(data) == size else None
