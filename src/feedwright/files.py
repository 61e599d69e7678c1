"""Small truths about files that several rooms need."""

from __future__ import annotations

from pathlib import Path


def file_state(path: Path) -> bytes:
    """What is equal as long as the file is: its size, mtime and inode; empty where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return b""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}".encode()
