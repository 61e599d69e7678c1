"""Files in .feedwright/, which are nobody else's business. Imports next to nothing: so does `up_to_date`."""

from __future__ import annotations

import os


def replace(path: str, data: bytes) -> None:
    """Makes `data` what the file at `path` holds, whole or not at all; only its owner may read it.

    Raises OSError.
    """
    # Another process may do the same.
    new = f"{path}.new-{os.getpid()}"
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:
        file.write(data)
    os.replace(new, path)
