"""Feed -> bytes. Each module here is one format and defines four names:

`TITLE`: what people call it, such as `Atom`.
`FILENAME`: what its file is called, such as `rss.xml`.
`MEDIA_TYPE`: the type it is served with (RFC 9110, section 8.3).
`write(feed) -> bytes`: the whole document; the same feed gives the same bytes.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from feedwright import plugins
from feedwright.model import Feed, FeedFile


class Rendered(Struct, frozen=True):
    """A feed's files by name, and how many entries each of them has."""

    files: dict[str, bytes]
    entries: int


def names() -> list[str]:
    """The formats there are, by the names that config.yaml knows them by."""
    return plugins.names(sys.modules[__name__])


def feed_files(formats: Sequence[str]) -> tuple[FeedFile, ...]:
    """What the files of a feed in these formats are called, and what they are."""
    writers = (importlib.import_module(f"{__name__}.{name}") for name in formats)
    return tuple(FeedFile(writer.TITLE, writer.FILENAME, writer.MEDIA_TYPE) for writer in writers)


def render(feed: Feed, formats: Sequence[str], most_bytes: int | None) -> Rendered:
    """The feed in each format, with as many of its entries as keep every file within `most_bytes`.

    All formats carry the same entries.
    """
    rendered = _render(feed, formats, len(feed.entries))
    if most_bytes is None or _largest(rendered) <= most_bytes:
        return rendered
    fits, too_many = 0, len(feed.entries)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if _largest(_render(feed, formats, middle)) <= most_bytes:
            fits = middle
        else:
            too_many = middle
    return _render(feed, formats, fits)


def _render(feed: Feed, formats: Sequence[str], entries: int) -> Rendered:
    part = replace(feed, entries=feed.entries[:entries])
    writers = (importlib.import_module(f"{__name__}.{name}") for name in formats)
    return Rendered({writer.FILENAME: writer.write(part) for writer in writers}, entries)


def _largest(rendered: Rendered) -> int:
    return max(map(len, rendered.files.values()), default=0)
