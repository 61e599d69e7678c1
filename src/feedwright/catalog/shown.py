"""Entries as published feeds show them: the last good version of an article, where the catalog is lost.

What each of the documents in which an entry stands says of it is put together, for none says all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar, cast

from msgspec import Struct
from msgspec.structs import fields, replace

from feedwright.catalog.documents import READERS
from feedwright.catalog.recover import BROKEN, documents_in, section_of_document
from feedwright.model import Entry, Media, SectionData

T = TypeVar("T")


class Shown(Struct):
    """An entry as feeds show it, and the sections whose feeds do."""

    entry: Entry
    sections: set[str]


def entries_in(feeds: Path, ids: Collection[str], is_section: Callable[[str], bool]) -> dict[str, Shown]:
    """The entries with these `ids` in the feeds and archive pages of the sections under the folder `feeds`.

    Of an entry that differs between feeds, the version with the latest `updated` counts. Feeds that are
    broken are passed over.
    """
    found: dict[str, Shown] = {}
    for form, read, _ in READERS:
        for file in documents_in(feeds, form):
            section = section_of_document(file, feeds)
            if not is_section(section):
                continue
            try:
                entries = [entry for entry in read(file.read_bytes(), ids) if entry.id in ids]
            except BROKEN:
                continue
            for entry in entries:
                known = found.setdefault(entry.id, Shown(entry, set()))
                known.sections.add(section)
                if known.entry is not entry:
                    known.entry = _newer(known.entry, entry)
    for shown in found.values():
        shown.entry = _with_whole_pictures(shown.entry)
    return found


def section_in(folder: Path) -> SectionData:
    """What the feed in a section's `folder` says of the section, as far as lists of sections show it."""
    for form, _, read in READERS:
        try:
            return read((folder / form.filename).read_bytes())
        except BROKEN:
            continue
    return SectionData()


def _newer(one: Entry, other: Entry) -> Entry:
    if one.updated == other.updated:
        return _both(one, other)
    return one if one.updated > other.updated else other


def _both(one: T, other: T) -> T:
    """What both say; where both say something different, what `one` does."""
    if isinstance(one, Struct) and type(one) is type(other) and _url(one) == _url(other):
        names = [field.name for field in fields(one)]
        return cast(T, type(one)(**{name: _both(getattr(one, name), getattr(other, name)) for name in names}))
    if isinstance(one, tuple) and isinstance(other, tuple) and isinstance((*one, *other, None)[0], Media):
        return cast(T, _both_media(one, other))
    return other if one in (None, "", (), 0) else one


def _both_media(one: tuple[Media, ...], other: tuple[Media, ...]) -> tuple[Media, ...]:
    if [media.url for media in one] == [media.url for media in other]:
        return tuple(map(_both, one, other))
    # RSS has only the first, and Media RSS not the lead picture again.
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    same = {media.url: media for media in shorter}
    return tuple(_both(media, same.get(media.url, media)) for media in longer)


def _url(one: object) -> object:
    return getattr(one, "url", None)


def _with_whole_pictures(entry: Entry) -> Entry:
    """With all that is known of a picture wherever it stands, and no text under two names."""
    media, picture = list(map(_told_once, entry.media)), entry.picture
    if picture is not None:
        # It comes after the enclosures that an author named.
        at = max((at for at, one in enumerate(media) if one.url == picture.url), default=None)
        if at is not None:
            same = entry.media[at]
            # Its own title is the enclosure's; Media RSS has the alternative text where there is none.
            alt = picture.alt or picture.title if not same.title else picture.alt
            picture = replace(_both(picture, same), title=same.title, alt=alt)
        picture = _told_once(picture)
        if at is not None:
            media[at] = picture
    return replace(
        entry,
        picture=picture,
        media=tuple(media),
        gallery=tuple(map(_told_once, entry.gallery)),
    )


def _told_once(media: Media) -> Media:
    return replace(media, title=None) if media.title in (media.alt, media.caption) else media
