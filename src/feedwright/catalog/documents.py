"""Read whole entries, and what a feed says of its section, from published feeds: one reader for each format.

Each format has something that the others do not: Atom e-mail addresses, RSS episodes, JSON Feed durations and
alternative texts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any, cast

from feedwright import feed_formats as formats
from feedwright.catalog.recover import parsed
from feedwright.model import (
    Comments,
    Entry,
    Episode,
    Link,
    Location,
    Media,
    Medium,
    Person,
    PodcastPerson,
    Rendition,
    SectionData,
    Text,
    Via,
)

ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_COMMONS = "{http://backend.userland.com/creativeCommonsRssModule}"
_GEORSS = "{http://www.georss.org/georss}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
_SOURCE = "{http://source.scripting.com/}"
_THREAD = "{http://purl.org/syndication/thread/1.0}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _media(url: str, kind: str | None, **details: Any) -> Media:
    if not kind:
        suffix = url.rpartition(".")[2].lower()
        kind = {"jpg": "image/jpeg", "svg": "image/svg+xml"}.get(suffix, f"image/{suffix}")
    major = kind.partition("/")[0]
    medium = major if major in ("image", "audio", "video") else "document"
    return Media(url=url, type=kind, medium=cast(Medium, medium), **details)


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


# JSON Feed


def _from_json(data: bytes, ids: Collection[str]) -> Iterator[Entry]:
    import json

    for item in json.loads(data)["items"]:
        if item["id"] not in ids:
            continue
        section, *tags = item.get("tags") or [""]
        kinds = {one["url"]: one["mime_type"] for one in item.get("attachments", ())}
        image = item.get("image")
        yield Entry(
            id=item["id"],
            url=item["url"],
            external_url=item.get("external_url"),
            title=item.get("title", ""),
            published=_date(item["date_published"]),
            updated=_date(item["date_modified"]),
            authors=tuple(Person(one["name"], None, one.get("url")) for one in item.get("authors", ())),
            summary=item.get("summary", ""),
            section=section,
            content=item.get("content_html"),
            language=item.get("language"),
            tags=tuple(tags),
            picture=_json_picture(image, item.get("_image", {}), kinds) if image else None,
            media=tuple(
                _media(
                    one["url"],
                    one["mime_type"],
                    length=one.get("size_in_bytes", 0),
                    duration=one.get("duration_in_seconds"),
                    title=one.get("title"),
                )
                for one in item.get("attachments", ())
            ),
            gallery=tuple(
                _json_picture(one["url"], one, kinds) for one in item.get("_gallery", {}).get("pictures", ())
            ),
        )


def _json_picture(url: str, details: dict[str, Any], kinds: dict[str, str]) -> Media:
    texts = {name: details.get(name) for name in ("alt", "caption", "credit", "copyright", "width", "height")}
    sizes = tuple(
        Rendition(one["url"], one["length"], one["width"], one["height"]) for one in details.get("sizes", ())
    )
    return _media(url, kinds.get(url), renditions=sizes, **texts)


# Atom


def _from_atom(data: bytes, ids: Collection[str]) -> Iterator[Entry]:
    feed = parsed(data)
    for entry in feed.iter(f"{ATOM}entry"):
        own_id = entry.findtext(f"{ATOM}id")
        if own_id in ids:
            yield _atom_entry(entry, own_id, feed.get(_LANGUAGE))


def _atom_entry(entry: Any, own_id: str, language: str | None) -> Entry:
    """An entry; `language` is that of its feed."""
    links: dict[str, list[Any]] = {}
    for link in entry.findall(f"{ATOM}link"):
        links.setdefault(link.get("rel"), []).append(link)
    section, *tags = [one.get("term") for one in entry.findall(f"{ATOM}category")] or [""]
    content = entry.find(f"{ATOM}content")
    comments = links.get("replies")
    picture, gallery = _pictures(entry)
    return Entry(
        id=own_id,
        url=links["alternate"][0].get("href"),
        title=entry.findtext(f"{ATOM}title") or "",
        published=_date(entry.findtext(f"{ATOM}published")),
        updated=_date(entry.findtext(f"{ATOM}updated")),
        authors=tuple(
            Person(*(one.findtext(f"{ATOM}{name}") for name in ("name", "email", "uri")))
            for one in entry.findall(f"{ATOM}author")
        ),
        summary=entry.findtext(f"{ATOM}summary") or "",
        section=section,
        content=None if content is None else content.text or "",
        language=entry.get(_LANGUAGE) or language,
        tags=tuple(tags),
        picture=picture,
        media=tuple(
            _media(
                one.get("href"),
                one.get("type"),
                length=_number(one.get("length")) or 0,
                title=one.get("title"),
            )
            for one in links.get("enclosure", ())
        ),
        gallery=gallery,
        comments=Comments(comments[0].get("href"), _number(entry.findtext(f"{_THREAD}total")))
        if comments
        else None,
        rights=entry.findtext(f"{ATOM}rights"),
        license=links["license"][0].get("href") if "license" in links else None,
        location=_location(entry),
        related=tuple(Link(one.get("href"), one.get("title")) for one in links.get("related", ())),
        via=_via(links.get("via"), entry.findtext(f"{ATOM}source/{ATOM}id")),
    )


def _via(links: list[Any] | None, feed: str | None) -> Via | None:
    return Via(links[0].get("href"), links[0].get("title"), feed) if links else None


# RSS


def _from_rss(data: bytes, ids: Collection[str]) -> Iterator[Entry]:
    from email.utils import parsedate_to_datetime

    channel = parsed(data).find("channel")
    for item in channel.findall("item"):
        own_id = item.findtext("guid")
        if own_id not in ids or item.find(f"{_MEDIA}status") is not None:
            continue
        links: dict[str, list[Any]] = {}
        for link in item.findall(f"{ATOM}link"):
            links.setdefault(link.get("rel"), []).append(link)
        section, *tags = [one.text or "" for one in item.findall("category")] or [""]
        content, source = item.find(f"{_CONTENT}encoded"), item.find("source")
        picture, gallery = _pictures(item)
        comments = Comments(item.findtext("comments"), _number(item.findtext(f"{_SLASH}comments")))
        duration = _number(item.findtext(f"{_ITUNES}duration"))
        yield Entry(
            id=own_id,
            url=item.findtext("link"),
            title=item.findtext("title") or "",
            published=parsedate_to_datetime(item.findtext("pubDate")).astimezone(UTC),
            updated=_date(item.findtext(f"{ATOM}updated")),
            authors=tuple(Person(one.text) for one in item.findall(f"{_DC}creator")),
            summary=unescape(item.findtext("description") or ""),
            section=section,
            content=None if content is None else content.text or "",
            language=item.findtext(f"{_DC}language") or channel.findtext("language"),
            tags=tuple(tags),
            picture=picture,
            media=tuple(
                _media(one.get("url"), one.get("type"), length=int(one.get("length")), duration=duration)
                for one in item.findall("enclosure")
            ),
            gallery=gallery,
            comments=comments if comments != Comments() else None,
            rights=item.findtext(f"{_DC}rights"),
            license=item.findtext(f"{_COMMONS}license"),
            location=_location(item),
            related=tuple(Link(one.get("href"), one.get("title")) for one in links.get("related", ())),
            via=_via(links.get("via"), None if source is None else source.get("url")),
            episode=_episode(item),
            markdown=item.findtext(f"{_SOURCE}markdown"),
        )


def _episode(item: Any) -> Episode | None:
    explicit, chapters = item.findtext(f"{_ITUNES}explicit"), item.find(f"{_PODCAST}chapters")
    found = Episode(
        title=item.findtext(f"{_ITUNES}title"),
        season=_number(item.findtext(f"{_ITUNES}season")),
        number=_number(item.findtext(f"{_ITUNES}episode")),
        type=item.findtext(f"{_ITUNES}episodeType"),
        explicit=None if explicit is None else explicit == "true",
        transcripts=tuple(
            Text(one.get("url"), one.get("type")) for one in item.findall(f"{_PODCAST}transcript")
        ),
        chapters=None if chapters is None else Text(chapters.get("url"), chapters.get("type")),
        persons=tuple(
            PodcastPerson(one.text, *(one.get(name) for name in ("role", "group", "href")))
            for one in item.findall(f"{_PODCAST}person")
        ),
    )
    return found if found != Episode() else None


# both


def _location(entry: Any) -> Location | None:
    point = entry.findtext(f"{_GEORSS}point")
    if point is None:
        return None
    latitude, longitude = point.split()
    return Location(latitude, longitude, entry.findtext(f"{_GEORSS}featureName"))


def _pictures(entry: Any) -> tuple[Media | None, tuple[Media, ...]]:
    """The lead picture and the gallery in Media RSS; in a group, a picture comes before its sizes."""
    lead: Media | None = None
    gallery: list[Media] = []
    for element in entry.iterchildren(f"{_MEDIA}content", f"{_MEDIA}group"):
        first, *sizes = element if element.tag == f"{_MEDIA}group" else [element]
        picture = _media(
            first.get("url"),
            first.get("type"),
            length=_number(first.get("fileSize")) or 0,
            width=_number(first.get("width")),
            height=_number(first.get("height")),
            title=first.findtext(f"{_MEDIA}title"),
            caption=first.findtext(f"{_MEDIA}description"),
            credit=first.findtext(f"{_MEDIA}credit"),
            copyright=first.findtext(f"{_MEDIA}copyright"),
            renditions=tuple(
                Rendition(one.get("url"), *(int(one.get(name)) for name in ("fileSize", "width", "height")))
                for one in reversed(sizes)
            ),
        )
        if first.get("isDefault") == "true":
            lead = picture
        else:
            gallery.append(picture)
    return lead, tuple(gallery)


# the section


def _section_from_json(data: bytes) -> SectionData:
    import json

    feed = json.loads(data)
    return SectionData(description=feed.get("description"), language=feed.get("language"))


def _section_from_atom(data: bytes) -> SectionData:
    feed = parsed(data)
    return SectionData(description=feed.findtext(f"{ATOM}subtitle"), language=feed.get(_LANGUAGE))


def _section_from_rss(data: bytes) -> SectionData:
    channel = parsed(data).find("channel")
    about = unescape(channel.findtext("description")) or None
    return SectionData(description=about, language=channel.findtext("language"))


# Each format, the function that reads the entries of a document, and the one that reads its section's data.
# Where documents differ, the first one counts.
READERS = (
    (formats.ATOM, _from_atom, _section_from_atom),
    (formats.JSON, _from_json, _section_from_json),
    (formats.RSS, _from_rss, _section_from_rss),
)
