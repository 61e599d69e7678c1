"""Feed -> bytes. Each module here is one format and defines five names:

`TITLE`: what people call it, such as `Atom`.
`FILENAME`: what its file is called, such as `rss.xml`.
`PAGE_SUFFIX`: what the names of its archive pages end with (RFC 5005), each format's another.
`MEDIA_TYPE`: the type it is served with (RFC 9110, section 8.3).
`write(feed) -> bytes`: the whole document; the same feed gives the same bytes.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Collection, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from feedwright import plugins
from feedwright.formats._pages import page_name
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


def render(
    feed: Feed, formats: Sequence[str], most_bytes: int | None, needed: Collection[str] = ()
) -> Rendered:
    """The feed in each format, with as many of its entries as keep every file within `most_bytes`.

    All formats carry the same entries, and those whose ids are `needed` in any case.
    """
    spare = sum(entry.id not in needed for entry in feed.entries)
    rendered = _render(feed, formats, spare, needed)
    if most_bytes is None or _largest(rendered) <= most_bytes:
        return rendered
    fits, too_many = 0, spare
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if _largest(_render(feed, formats, middle, needed)) <= most_bytes:
            fits = middle
        else:
            too_many = middle
    return _render(feed, formats, fits, needed)


def _render(feed: Feed, formats: Sequence[str], spare: int, needed: Collection[str]) -> Rendered:
    """The feed with the newest `spare` of the entries that it can do without."""
    kept = set(islice((entry.id for entry in feed.entries if entry.id not in needed), spare))
    entries = tuple(entry for entry in feed.entries if entry.id in kept or entry.id in needed)
    part = replace(feed, entries=entries)
    writers = (importlib.import_module(f"{__name__}.{name}") for name in formats)
    here = feed.pages.here if feed.pages else None
    return Rendered(
        {
            writer.FILENAME if here is None else page_name(here, writer.PAGE_SUFFIX): writer.write(part)
            for writer in writers
        },
        len(entries),
    )


def _largest(rendered: Rendered) -> int:
    return max(map(len, rendered.files.values()), default=0)
