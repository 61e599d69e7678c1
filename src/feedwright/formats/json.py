"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from feedwright.feed_formats import JSON as FORMAT
from feedwright.formats._pages import older_url, own_url
from feedwright.formats._people import joined_names
from feedwright.internet_dates import rfc3339
from feedwright.model import Entry, Feed, Media, Person

VERSION = "https://jsonfeed.org/version/1.1"
_ABOUT = "https://www.jsonfeed.org/version/1.1/#extensions"
"""Where a person who meets an extension object reads what one is."""
_BANNER_WIDTH = 800


def write(feed: Feed) -> bytes:
    """The section's feed as JSON Feed 1.1."""
    section = feed.section
    document = _said(
        version=VERSION,
        title=feed.title,
        home_page_url=section.link,
        feed_url=own_url(feed, FORMAT),
        next_url=older_url(feed, FORMAT),
        description=section.description,
        icon=feed.icon,
        authors=[_person(author) for author in feed.authors],
        author=_one_author(feed.authors, section.language),
        language=section.language,
        hubs=[{"type": "WebSub", "url": hub} for hub in feed.hubs],
    ) | {"items": [_item(entry, entry.language or section.language) for entry in feed.entries]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _item(entry: Entry, language: str | None) -> dict[str, Any]:
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
            authors=[_person(author) for author in entry.authors],
            author=_one_author(entry.authors, language),
            tags=list(dict.fromkeys((entry.section, *entry.tags))),
            language=entry.language,
            attachments=[_attachment(media) for media in entry.media],
            _image=picture and _extension(**_details(picture)),
            # An object, as every extension is, and not the array that it holds.
            _gallery=_extension(pictures=[{"url": one.url, **_details(one)} for one in entry.gallery]),
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


def _details(picture: Media) -> dict[str, Any]:
    """What JSON Feed has no keys for."""
    return _said(
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        copyright=picture.copyright,
        width=picture.width,
        height=picture.height,
        sizes=list(picture.renditions),
    )


def _extension(**members: Any) -> dict[str, Any]:
    """A custom object, nothing where there is nothing to say (JSON Feed 1.1, Extensions)."""
    said = _said(**members)
    return {"about": _ABOUT} | said if said else {}


def _is_banner(picture: Media) -> bool:
    width, height = picture.width or 0, picture.height or 0
    return width >= _BANNER_WIDTH and width * 2 >= height * 3


def _person(person: Person) -> dict[str, str]:
    return _said(name=person.name, url=person.url)


def _one_author(people: Sequence[Person], language: str | None) -> dict[str, str]:
    """JSON Feed 1.0's `author`, which six of seven engines still look for. One object has to name all."""
    if len(people) == 1:
        return _person(people[0])
    return _said(name=joined_names(people, language))


def _said(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", [], {}, 0)}
