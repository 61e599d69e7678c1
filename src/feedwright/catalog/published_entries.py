"""Read entries back from published feeds: the last good version of an article, if the catalog was lost.

No format has all fields of an entry, so what all documents say of it is merged.
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


class PublishedEntry(Struct):
    """An entry as feeds show it, and the sections whose feeds do."""

    entry: Entry
    sections: set[str]


def read_entries(
    feeds: Path, ids: Collection[str], is_section: Callable[[str], bool]
) -> dict[str, PublishedEntry]:
    """Read the entries with these ids from published feeds and archive pages.

    If an entry differs between feeds, the version with the latest `updated` counts. Broken feeds are
    skipped.

    Args:
        feeds: The folder of published feeds.
        ids: The ids.
        is_section: Whether a folder below it is to be read, by its path.
    """
    found: dict[str, PublishedEntry] = {}
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
                known = found.setdefault(entry.id, PublishedEntry(entry, set()))
                known.sections.add(section)
                if known.entry is not entry:
                    known.entry = _newer(known.entry, entry)
    for shown in found.values():
        shown.entry = _with_merged_pictures(shown.entry)
    return found


def read_section(folder: Path) -> SectionData:
    """Read what the feed in a section's folder says of the section that lists of sections show."""
    for form, _, read in READERS:
        try:
            return read((folder / form.filename).read_bytes())
        except BROKEN:
            continue
    return SectionData()


def _newer(one: Entry, other: Entry) -> Entry:
    if one.updated == other.updated:
        return _merged(one, other)
    return one if one.updated > other.updated else other


def _merged(one: T, other: T) -> T:
    """Merge what both say; if both say something, what `one` says counts."""
    if isinstance(one, Struct) and type(one) is type(other) and _url(one) == _url(other):
        names = [field.name for field in fields(one)]
        return cast(
            T, type(one)(**{name: _merged(getattr(one, name), getattr(other, name)) for name in names})
        )
    if isinstance(one, tuple) and isinstance(other, tuple) and isinstance((*one, *other, None)[0], Media):
        return cast(T, _merged_media(one, other))
    return other if one in (None, "", (), 0) else one


def _merged_media(one: tuple[Media, ...], other: tuple[Media, ...]) -> tuple[Media, ...]:
    if [media.url for media in one] == [media.url for media in other]:
        return tuple(map(_merged, one, other))
    # RSS has only the first one, and Media RSS does not repeat the lead picture.
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    same = {media.url: media for media in shorter}
    return tuple(_merged(media, same.get(media.url, media)) for media in longer)


def _url(one: object) -> object:
    return getattr(one, "url", None)


def _with_merged_pictures(entry: Entry) -> Entry:
    """Merge what an entry says of the same picture in several places, and drop texts that stand twice."""
    media, picture = list(map(_without_repeated_title, entry.media)), entry.picture
    if picture is not None:
        # It comes after the enclosures that an author named.
        at = max((at for at, one in enumerate(media) if one.url == picture.url), default=None)
        if at is not None:
            same = entry.media[at]
            # Its own title is the enclosure's; Media RSS has the alternative text where there is none.
            alt = picture.alt or picture.title if not same.title else picture.alt
            picture = replace(_merged(picture, same), title=same.title, alt=alt)
        picture = _without_repeated_title(picture)
        if at is not None:
            media[at] = picture
    return replace(
        entry,
        picture=picture,
        media=tuple(media),
        gallery=tuple(map(_without_repeated_title, entry.gallery)),
    )


def _without_repeated_title(media: Media) -> Media:
    return replace(media, title=None) if media.title in (media.alt, media.caption) else media
