"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from feedwright.formats._dates import rfc3339
from feedwright.formats._pages import older_url, own_url
from feedwright.model import Entry, Feed, Media, Person

TITLE = "JSON Feed"
FILENAME = "feed.json"
PAGE_SUFFIX = ".json"
MEDIA_TYPE = "application/feed+json"

VERSION = "https://jsonfeed.org/version/1.1"
_BANNER_WIDTH = 800


def write(feed: Feed) -> bytes:
    """The section's feed as JSON Feed 1.1."""
    section = feed.section
    authors = [_person(author) for author in feed.authors]
    document = _said(
        version=VERSION,
        title=feed.title,
        home_page_url=section.link,
        feed_url=own_url(feed, FILENAME, PAGE_SUFFIX),
        next_url=older_url(feed, PAGE_SUFFIX),
        description=section.description,
        icon=feed.icon,
        authors=authors,
        author=authors[0] if authors else None,
        language=section.language,
        hubs=[{"type": "WebSub", "url": hub} for hub in feed.hubs],
    ) | {"items": [_item(entry) for entry in feed.entries]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    authors = [_person(author) for author in entry.authors]
    picture = entry.picture
    # Items must have content; where readers get only the summary, it is that.
    content = {"content_text": entry.summary} if entry.content is None else {"content_html": entry.content}
    return (
        _said(
            id=entry.id,
            url=entry.url,
            title=entry.title,
            summary=entry.summary,
            image=picture and picture.url,
            banner_image=picture.url if picture and _is_banner(picture) else None,
            date_published=rfc3339(entry.published),
            date_modified=rfc3339(entry.updated),
            authors=authors,
            # JSON Feed 1.0's name, which six of seven engines still look for.
            author=authors[0] if authors else None,
            tags=list(dict.fromkeys((entry.section, *entry.tags))),
            language=entry.language,
            attachments=[_attachment(media) for media in entry.media],
            _image=picture and _about(picture),
            _gallery=[{"url": one.url, **_about(one)} for one in entry.gallery],
        )
        | content
    )


def _attachment(media: Media) -> dict[str, Any]:
    return _said(
        url=media.url,
        mime_type=media.type,
        title=media.title or media.caption,
        size_in_bytes=media.length,
        duration_in_seconds=media.duration,
    )


def _about(picture: Media) -> Mapping[str, Any]:
    """What JSON Feed has no keys for, in an extension object."""
    said = _said(
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        copyright=picture.copyright,
        width=picture.width,
        height=picture.height,
        sizes=list(picture.renditions),
    )
    return said and {"about": "https://www.jsonfeed.org/version/1.1/#extensions"} | said


def _is_banner(picture: Media) -> bool:
    width, height = picture.width or 0, picture.height or 0
    return width >= _BANNER_WIDTH and width * 2 >= height * 3


def _person(person: Person) -> dict[str, str]:
    return _said(name=person.name, url=person.url)


def _said(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [], {}, 0)}
