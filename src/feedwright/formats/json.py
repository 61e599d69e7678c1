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
"""The page that explains extension objects to people who read the file."""
_COMPLETE = "https://www.rfc-editor.org/rfc/rfc5005#section-2"
_BANNER_WIDTH = 800


def write(feed: Feed) -> bytes:
    """Write the section's feed as JSON Feed 1.1."""
    section = feed.section
    document = _present(
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
        # A list (RFC 5005, section 2), as RSS and Atom say it.
        _complete={"about": _COMPLETE} if feed.is_complete else None,
    ) | {"items": [_item(entry, entry.language or section.language) for entry in feed.entries]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _item(entry: Entry, language: str | None) -> dict[str, Any]:
    picture = entry.picture
    # Items must have content. If readers get only the summary, that is the content.
    content = {"content_text": entry.summary} if entry.content is None else {"content_html": entry.content}
    return (
        _present(
            id=entry.id,
            url=entry.url,
            external_url=entry.external_url,
            title=entry.title,
            summary=entry.summary,
            image=picture and picture.url,
            banner_image=picture.url if picture and _is_banner(picture) else None,
            date_published=rfc3339(entry.published),
            date_modified=rfc3339(entry.updated),
            authors=[_person(author) for author in entry.authors],
            author=_one_author(entry.authors, language),
            tags=entry.categories,
            language=entry.language,
            attachments=[_attachment(media) for media in entry.media],
            _image=picture and _extension(**_details(picture)),
            # Extensions have to be objects, so the array is a member of one.
            _gallery=_extension(pictures=[{"url": one.url, **_details(one)} for one in entry.gallery]),
        )
        | content
        | (msgspec.json.decode(entry.additions.json) if entry.additions and entry.additions.json else {})
    )


def item(entry: Entry, language: str | None) -> dict[str, Any]:
    """Return the item of an entry."""
    return _item(entry, entry.language or language)


def _attachment(media: Media) -> dict[str, Any]:
    return _present(
        url=media.url,
        mime_type=media.type,
        title=media.title or media.caption,
        size_in_bytes=media.length,
        duration_in_seconds=media.duration,
    )


def _details(picture: Media) -> dict[str, Any]:
    """Return the details of a picture for which JSON Feed has no keys."""
    return _present(
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        copyright=picture.copyright,
        width=picture.width,
        height=picture.height,
        sizes=list(picture.renditions),
    )


def _extension(**members: Any) -> dict[str, Any]:
    """Return an extension object (JSON Feed 1.1, Extensions); an empty one has no `about`."""
    found = _present(**members)
    return {"about": _ABOUT} | found if found else {}


def _is_banner(picture: Media) -> bool:
    width, height = picture.width or 0, picture.height or 0
    return width >= _BANNER_WIDTH and width * 2 >= height * 3


def _person(person: Person) -> dict[str, str]:
    return _present(name=person.name, url=person.url)


def _one_author(people: Sequence[Person], language: str | None) -> dict[str, str]:
    """Return JSON Feed 1.0's `author`, which six of seven engines still read. It has to name all authors."""
    if len(people) == 1:
        return _person(people[0])
    return _present(name=joined_names(people, language))


def _present(**members: Any) -> dict[str, Any]:
    """Return the members that are not empty."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {}, 0)}
