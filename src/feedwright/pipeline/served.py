"""What lies in feeds/, against what the last run left there."""

from __future__ import annotations

import os

import msgspec

from feedwright.catalog import Catalog
from feedwright.config import Config

_unpack_files = msgspec.msgpack.Decoder(list[tuple[str, int, int]]).decode


def count(catalog: Catalog) -> int:
    """How many feed files the publication has."""
    return sum(len(_unpack_files(files)) for files in catalog.feeds().values())


def misplaced(config: Config, catalog: Catalog) -> set[str]:
    """The sections whose files in feeds/ are not as the last run left them."""
    output = str(config.output)
    return {
        section
        for section, files in catalog.feeds().items()
        if not all(_is_as_written(f"{output}/{name}", *stat) for name, *stat in _unpack_files(files))
    }


def _is_as_written(path: str, length: int, mtime_ns: int) -> bool:
    try:
        found = os.stat(path)
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (length, mtime_ns)


def media_length(config: Config, name: str) -> int:
    """How long a file under feeds/media/ is, in bytes; -1 where there is none."""
    try:
        return os.stat(config.output / "media" / name).st_size
    except OSError:
        return -1
