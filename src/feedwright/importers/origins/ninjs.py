"""ninjs (IPTC), 1.x and 2.x: one article or an array of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from feedwright.importers.document import Document
from feedwright.importers.elements import plain_text, without_by
from feedwright.importers.json import numbered_objects, text
from feedwright.importers.record import LeftOut, Outcome, Problem, Record
from feedwright.model import MediaReference, Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "ninjs"
IS_EXPORT = True

_SIGNS = re.compile(r'"(?:versioncreated|pubstatus|representationtype|firstcreated|ninjs)"')
_OWN = re.compile(r'"(?:uri|guid)"\s*:')
_NOT_TEXT = {"picture": "pictures", "graphic": "pictures", "audio": "recordings", "video": "films"}
_NAMES = re.compile(r"\s*(?:,|\band\b|&)\s*")


def recognizes(document: Document) -> bool:
    start = document.start
    return document.is_json and bool(_OWN.search(start) and _SIGNS.search(start))


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read its articles; single pictures and cancelled items are left out."""
    prefix = "item" if document.start.lstrip().startswith("[") else ""
    for place, item in numbered_objects(document, prefix):
        yield item if isinstance(item, Problem) else _article(place, item)


def _article(place: str, item: dict[str, Any]) -> Outcome:
    kind, status = text(item, "type"), text(item, "pubstatus").removeprefix("stat:").lower()
    if kind in _NOT_TEXT:
        return LeftOut(place, _NOT_TEXT[kind])
    if status in ("canceled", "cancelled"):
        return LeftOut(place, "cancelled items")
    body, is_text = _body(item)
    subjects = [text(one, "name") for one in _objects(item.get("subject") or item.get("subjects"))]
    keywords = [one for one in item.get("keywords") or () if isinstance(one, str)]
    published = text(item, "firstcreated") or text(item, "contentcreated") or text(item, "versioncreated")
    return Record(
        place=place,
        title=text(item, "headline") or _main_value(item, "headlines") or text(item, "title"),
        body=body,
        is_text=is_text,
        # `embargoed` is when the embargo ends.
        published=max(published, text(item, "embargoed")),
        updated=text(item, "versioncreated"),
        expires=text(item, "expires"),
        id=text(item, "uri") or text(item, "guid"),
        url=text(item, "href") or text(item, "url") or None,
        slug=text(item, "slugline") or None,
        section=tuple(filter(None, subjects))[:1],
        authors=tuple(Person(name) for name in _NAMES.split(_byline(item)) if name),
        tags=(*tuple(filter(None, subjects))[1:], *keywords),
        summary=plain_text(text(item, "description_text") or _main_value(item, "descriptions")),
        image=_picture(item),
        language=text(item, "language") or None,
        draft=status == "withheld",
        unknown_status=None if status in ("", "usable", "withheld") else status,
        rights=text(item, "copyrightnotice") or None,
    )


def _body(item: dict[str, Any]) -> tuple[str, bool]:
    html = text(item, "body_html") or text(item, "body_xhtml")
    if html or text(item, "body_text"):
        return html or text(item, "body_text"), not html
    bodies = sorted(_objects(item.get("bodies")), key=lambda one: "html" not in text(one, "contenttype"))
    body = next((one for one in bodies if text(one, "value")), {})
    return text(body, "value"), "html" not in text(body, "contenttype")


def _byline(item: dict[str, Any]) -> str:
    return without_by(text(item, "byline") or text(item, "by"))


def _main_value(item: dict[str, Any], key: str) -> str:
    """The main headline or description, else the first; ninjs 2.x has lists of them by role."""
    ranked = sorted(_objects(item.get(key)), key=lambda one: text(one, "role") not in ("main", "drol:main"))
    return next((text(one, "value") for one in ranked if text(one, "value")), "")


def _picture(item: dict[str, Any]) -> MediaReference | None:
    """The first associated picture, in its largest rendition."""
    for one in _objects(item.get("associations")):
        if text(one, "type") not in ("picture", "graphic"):
            continue
        renditions = [each for each in _objects(one.get("renditions")) if text(each, "href")]
        best = max(renditions, key=lambda each: _positive_int(each, "width") or 0, default={})
        if best:
            return MediaReference(
                text(best, "href"),
                alt=text(one, "headline") or _main_value(one, "headlines") or None,
                caption=plain_text(text(one, "description_text") or _main_value(one, "descriptions")) or None,
                credit=text(one, "creditline") or _byline(one) or None,
                type=text(best, "mimetype") or text(best, "contenttype") or None,
                length=_positive_int(best, "sizeinbytes"),
                width=_positive_int(best, "width"),
                height=_positive_int(best, "height"),
            )
    return None


def _objects(found: Any) -> list[dict[str, Any]]:
    """The objects in a list (ninjs 2.x) or mapping (1.x)."""
    several = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
    return [one for one in several if isinstance(one, dict)]


def _positive_int(item: dict[str, Any], key: str) -> int | None:
    value = item.get(key)
    return int(value) or None if isinstance(value, int | float) and value > 0 else None
