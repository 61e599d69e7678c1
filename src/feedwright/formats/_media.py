"""Pictures in Media RSS, in RSS and Atom."""

from __future__ import annotations

from feedgen.entry import FeedEntry

from feedwright.extensions.media import MediaEntryExtension
from feedwright.formats._document import add_extension
from feedwright.model import Entry, Media, Rendition

_Fields = dict[str, str | int | None]


def add_media(fe: FeedEntry, entry: Entry) -> None:
    """Add the lead picture with its thumbnail, then the gallery."""
    lead = entry.picture
    if lead is None and not entry.gallery:
        return
    media = add_extension(fe, "media", MediaEntryExtension)
    if lead is not None:
        _add_picture(media, lead, is_lead=True)
        smallest = lead.renditions[0] if lead.renditions else lead
        media.thumbnail(smallest.url, width=smallest.width, height=smallest.height)
    for picture in entry.gallery:
        if lead is None or picture.url != lead.url:
            _add_picture(media, picture, is_lead=False)


def _add_picture(media: MediaEntryExtension, picture: Media, *, is_lead: bool) -> None:
    """Add a picture; in a group if it has other sizes, because validators refuse a group of one."""
    fields = _fields(picture, is_lead=is_lead)
    if not picture.renditions:
        media.content(**fields)
        return
    media.group([fields, *(_of_other_size(picture, other) for other in reversed(picture.renditions))])


def _of_other_size(picture: Media, other: Rendition) -> _Fields:
    return {
        "url": other.url,
        "type": picture.type,
        "medium": picture.medium,
        "fileSize": other.length,
        "width": other.width,
        "height": other.height,
    }


def _fields(picture: Media, *, is_lead: bool) -> _Fields:
    return {
        "url": picture.url,
        "type": picture.type,
        "medium": picture.medium,
        "fileSize": picture.length or None,
        "width": picture.width,
        "height": picture.height,
        "isDefault": "true" if is_lead else None,
        "title": picture.title or picture.alt,
        "description": picture.caption,
        "credit": picture.credit,
        "copyright": picture.copyright,
    }
