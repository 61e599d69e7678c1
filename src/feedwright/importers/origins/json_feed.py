"""JSON Feed (jsonfeed.org), 1.0 and 1.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from feedwright.importers.document import Document
from feedwright.importers.elements import media_fields
from feedwright.importers.json import numbered_objects, text
from feedwright.importers.record import Outcome, Problem, Record
from feedwright.model import MediaReference, Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "JSON Feed"
IS_EXPORT = True


def recognizes(document: Document) -> bool:
    return document.is_json and "jsonfeed.org/version/" in document.start


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    for place, item in numbered_objects(document, "items.item"):
        yield item if isinstance(item, Problem) else _record(place, item)


def _record(place: str, item: dict[str, Any]) -> Record:
    tags = [one for one in item.get("tags") or () if isinstance(one, str)]
    html = text(item, "content_html")
    authors = item.get("authors") or [item.get("author")]
    return Record(
        place=place,
        title=text(item, "title"),
        body=html or text(item, "content_text"),
        is_text=not html,
        published=text(item, "date_published"),
        updated=text(item, "date_modified"),
        id=str(item.get("id") or "") or None,
        url=text(item, "url") or None,
        external_url=text(item, "external_url") or None,
        section=tuple(tags[:1]),
        authors=tuple(
            Person(text(one, "name"), url=text(one, "url") or None)
            for one in authors
            if isinstance(one, dict) and text(one, "name")
        ),
        tags=tuple(tags[1:]),
        summary=text(item, "summary"),
        language=text(item, "language") or None,
        **media_fields(_media(item), text(item, "image") or None),  # type: ignore[arg-type]
    )


def _media(item: dict[str, Any]) -> Iterator[MediaReference]:
    for one in item.get("attachments") or ():
        if isinstance(one, dict) and text(one, "url"):
            yield MediaReference(
                text(one, "url"),
                title=text(one, "title") or None,
                type=text(one, "mime_type") or None,
                length=_positive_int(one.get("size_in_bytes")),
                duration=_positive_int(one.get("duration_in_seconds")),
            )
    if text(item, "image"):
        extension = item.get("_image")
        about: dict[str, Any] = extension if isinstance(extension, dict) else {}
        yield MediaReference(
            text(item, "image"),
            alt=text(about, "alt") or None,
            caption=text(about, "caption") or None,
            credit=text(about, "credit") or None,
            width=_positive_int(about.get("width")),
            height=_positive_int(about.get("height")),
        )


def _positive_int(value: Any) -> int | None:
    return round(value) or None if isinstance(value, int | float) and value > 0 else None
