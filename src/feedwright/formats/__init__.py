"""Feed -> bytes. Each module here writes the format of its name, a row of `feedwright.feed_formats`.

It defines `write(feed) -> bytes`, which writes the whole document. The same feed gives the same bytes.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feedwright import module_folders
from feedwright.feed_formats import BY_NAME
from feedwright.formats._pages import own_name
from feedwright.formats._people import joined_names
from feedwright.model import Additions, Entry, Feed, FeedFile, Section

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry

    from feedwright.formats._document import ExtendFeed

__all__ = ["Rendered", "additions", "feed_files", "joined_names", "names", "render"]


class Rendered(Struct, frozen=True):
    """The files of a feed by name, and how many entries each of them has."""

    files: dict[str, bytes]
    entries: int


def names() -> list[str]:
    """Return the names of all formats, as config.yaml names them."""
    return module_folders.names(sys.modules[__name__])


def feed_files(formats: Sequence[str]) -> tuple[FeedFile, ...]:
    """Return title, file name and media type of a feed in each of these formats."""
    rows = (BY_NAME[name] for name in formats)
    return tuple(FeedFile(form.title, form.filename, form.media_type) for form in rows)


def load(formats: Iterable[str]) -> None:
    """Import the writers of these formats. Copies of the process that write feeds then share them."""
    for name in formats:
        _writer(name)


def render(
    feed: Feed,
    formats: Sequence[str],
    most_bytes: int | None,
    needed: Collection[str] = (),
    extend: ExtendFeed | None = None,
) -> Rendered:
    """Write the feed in each format, with as many entries as keep every file within `most_bytes`.

    All formats carry the same entries. Those whose ids are `needed` are never left out. `extend` may change a
    feed before it is written as XML.
    """
    spare = sum(entry.id not in needed for entry in feed.entries)
    rendered = _render(feed, formats, spare, needed, extend)
    if most_bytes is None or _largest(rendered) <= most_bytes:
        return rendered
    fits, too_many = 0, spare
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if _largest(_render(feed, formats, middle, needed, extend)) <= most_bytes:
            fits = middle
        else:
            too_many = middle
    return _render(feed, formats, fits, needed, extend)


def additions(
    entry: Entry,
    section: Section,
    extend_entry: Callable[[FeedEntry], None],
    extend_json: Callable[[dict[str, Any]], dict[str, Any]],
) -> Additions:
    """Return what these functions change in an entry, whose own section is `section`.

    `extend_entry` changes an entry of feedgen, `extend_json` returns the members that it adds to an item.
    """
    from feedwright.formats import atom, json, rss

    of_rss, in_rss = rss.additions(entry, section.language, section.podcast is not None, extend_entry)
    of_atom, in_atom = atom.additions(entry, section.language, extend_entry)
    members = extend_json(json.item(entry, section.language))
    return Additions(
        of_rss,
        of_atom,
        msgspec.json.encode(members).decode() if members else "",
        tuple(sorted((in_rss | in_atom).items())),
    )


def _render(
    feed: Feed, formats: Sequence[str], spare: int, needed: Collection[str], extend: ExtendFeed | None
) -> Rendered:
    """Write the feed with the `needed` entries and the newest `spare` of the others."""
    chosen = set(islice((entry.id for entry in feed.entries if entry.id not in needed), spare))
    entries = tuple(entry for entry in feed.entries if entry.id in chosen or entry.id in needed)
    part = replace(feed, entries=entries)
    files = {own_name(feed, BY_NAME[name]): _write(name, part, extend) for name in formats}
    return Rendered(files, len(entries))


def _write(name: str, feed: Feed, extend: ExtendFeed | None) -> bytes:
    write = _writer(name)
    return write(feed) if extend is None or BY_NAME[name].syntax != "xml" else write(feed, extend)


def _writer(name: str) -> Callable[..., bytes]:
    write: Callable[..., bytes] = importlib.import_module(f"{__name__}.{name}").write
    return write


def _largest(rendered: Rendered) -> int:
    return max(map(len, rendered.files.values()), default=0)
