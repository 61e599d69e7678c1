"""Helpers for files: change tokens, bounded reading, atomic replacement."""

from __future__ import annotations

import errno
import os
import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from stat import S_ISREG
from unicodedata import normalize

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mkdown")
_PIECE = 1 << 20


def spellings(name: str) -> tuple[str, ...]:
    """A file's name as it is, composed, and decomposed (Unicode, annex 15), as macOS writes it."""
    if name.isascii():
        return (name,)
    return tuple(dict.fromkeys((name, normalize("NFC", name), normalize("NFD", name))))


def change_token(path: str | Path) -> bytes:
    """Return the change token of a file (size, mtime, inode); b"" if it does not exist."""
    try:
        stat = os.stat(path)
    except OSError:
        return b""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}".encode()


def is_shown_in(path: Path, folder: Path) -> bool:
    """Tell whether a resolved path is in a folder, and not in an inner one whose name begins with a point."""
    if not path.is_relative_to(folder):
        return False
    return not any(name.startswith(".") for name in path.relative_to(folder).parts)


def read_at_most(path: str | Path, most: int, seconds: float = 30) -> bytes:
    """Read a file, at most `most` + 1 bytes of it.

    Reads pipes and devices, too; raises TimeoutError if one has not ended after `seconds`. Raises OSError.
    """
    # Without O_NONBLOCK, opening a named pipe waits for a writer.
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
    """Wait until there is something to read, or the end. Raises TimeoutError after `seconds`."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    if seconds <= 0 or not poll.poll(seconds * 1000):
        raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), path)


def sources_token(root: Path) -> bytes:
    """Return the change token of all source files under `root` (names, sizes, mtimes)."""
    states: list[str] = []
    folders = [str(root)]
    while folders:
        try:
            # Half of what `os.walk` costs.
            with os.scandir(folders.pop()) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if not entry.is_dir():
                stat = entry.stat()
                states.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}")
            elif entry.name != "__pycache__" and not entry.is_symlink():
                # Python may write to its cache at any moment.
                folders.append(entry.path)
    return " ".join(states).encode()


@cache
def program_token(root: Path) -> bytes:
    """Return the change token of a part of this program, as it was when this process first asked.

    The process goes on with the code that it has imported, even if somebody installs another.
    """
    return sources_token(root)
