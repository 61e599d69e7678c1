"""What lies in feeds/, against what the last run left there."""

from __future__ import annotations

import os
from datetime import datetime

import msgspec

from feedwright.catalog import Catalog
from feedwright.config import Config
from feedwright.publish import Folder

unpack_files = msgspec.msgpack.Decoder(list[tuple[str, int, int]]).decode
"""The files of a feed as the catalog has them: name under feeds/, length in bytes, mtime in ns."""


def count(catalog: Catalog) -> int:
    """How many feed files the publication has."""
    return sum(len(unpack_files(files)) for files in catalog.feeds().values())


def misplaced(config: Config, catalog: Catalog, now: datetime) -> set[str]:
    """The sections whose files in feeds/ are not as the last run left them."""
    served = Folder(config.output, now, config.precompress)
    return {
        section
        for section, files in catalog.feeds().items()
        if not all(served.is_as_put(*file) for file in unpack_files(files))
    }


def media_length(config: Config, name: str) -> int:
    """How long a file under feeds/media/ is, in bytes; -1 where there is none."""
    try:
        return os.stat(config.output / "media" / name).st_size
    except OSError:
        return -1
