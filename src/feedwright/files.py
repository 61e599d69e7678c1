"""Small truths about files that several rooms need."""

from __future__ import annotations

import errno
import os
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

_PIECE = 1 << 20


def file_state(path: Path) -> bytes:
    """What is equal as long as the file is: its size, mtime and inode; empty where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return b""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}".encode()


def read_at_most(path: str | Path, most: int, seconds: float = 30) -> bytes:
    """What is in a file, but of a larger one only `most` + 1 bytes.

    Pipes and devices are read, too, and given up after so many `seconds`: nobody may ever write into a
    named pipe. Raises OSError.
    """
    # Without O_NONBLOCK, to open a pipe would wait for somebody who writes.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        end = None if S_ISREG(os.fstat(handle).st_mode) else time.monotonic() + seconds
        data = bytearray()
        while len(data) <= most:
            if end is not None:
                _wait_for(handle, end - time.monotonic(), str(path))
            piece = os.read(handle, min(_PIECE, most + 1 - len(data)))
            if not piece:
                break
            data += piece
        return bytes(data)
    finally:
        os.close(handle)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary file beside `path`, which replaces `path` at the end, unless there was an error.

    So `path` is never half written. Makes its folder. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _wait_for(handle: int, seconds: float, path: str) -> None:
    """Raises OSError where there is still nothing to be read (not even an end) after so many seconds."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    if seconds <= 0 or not poll.poll(seconds * 1000):
        raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), path)


def sources_state(root: Path) -> bytes:
    """What is equal as long as all sources of a program under `root` are: their names, sizes and mtimes."""
    said: list[str] = []
    for folder, inner, names in os.walk(root):
        # Where Python keeps what it makes of them, files come and go at any moment.
        inner[:] = sorted(name for name in inner if name != "__pycache__")
        for name in sorted(names):
            stat = os.stat(os.path.join(folder, name))
            said.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    return " ".join(said).encode()
