"""Small truths about files that several rooms need."""

from __future__ import annotations

import os
from pathlib import Path


def file_state(path: Path) -> bytes:
    """What is equal as long as the file is: its size, mtime and inode; empty where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return b""
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ino}".encode()


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
