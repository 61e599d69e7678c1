"""Write files in .feedwright/ that only their owner may read. Imports little: `up_to_date` uses it."""

from __future__ import annotations

import os


def replace(path: str, data: bytes, mode: int = 0o600) -> None:
    """Replace the file at `path` atomically; by default only its owner may read it. Raises OSError."""
    # Another process may write the same file.
    new = f"{path}.new-{os.getpid()}"
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:
        if mode != 0o600:
            os.fchmod(handle, mode)
        file.write(data)
    os.replace(new, path)
