"""Any RSS or Atom feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.importers.document import Document
from feedwright.importers.elements import plain_text
from feedwright.importers.record import Outcome, Problem, Record
from feedwright.importers.syndication import record_of
from feedwright.importers.xml import RecordText, XMLError, split_records
from feedwright.model import MediaReference, Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "RSS or Atom"
IS_EXPORT = True

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]")


def recognizes(document: Document) -> bool:
    return document.is_xml and _ROOT.search(document.start) is not None


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read its items; an item with broken XML is read by feedparser, which tolerates many faults."""
    for found in split_records(document, ("item", "entry")):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, RecordText):
            place = document.place(found.line)
            try:
                yield record_of(found.element(), place)
            except XMLError as error:
                yield _read_leniently(found, place) or Problem(document.place(error.line), str(error))


def _read_leniently(frame: RecordText, place: str) -> Record | None:
    """Read an item with broken XML; None if feedparser finds neither title nor text."""
    import feedparser

    document = frame.as_document().encode("utf-8", "replace")
    parsed = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
    if len(parsed.entries) != 1:
        return None
    # As a plain dict, because feedparser's own returns `updated` for a missing `published`.
    entry = dict(parsed.entries[0])
    body = next((one.value for one in entry.get("content", ())), entry.get("summary", ""))
    if not body and not entry.get("title"):
        return None
    tags = [tag.get("term") or tag.get("label") or "" for tag in entry.get("tags", ())]
    enclosures = tuple(
        MediaReference(one.href, type=one.get("type"))
        for one in entry.get("enclosures", ())
        if one.get("href") and one.get("type")
    )
    return Record(
        place=place,
        title=entry.get("title", ""),
        body=body,
        published=entry.get("published") or entry.get("updated"),
        updated=entry.get("updated"),
        id=entry.get("id"),
        url=entry.get("link"),
        section=tuple(tags[:1]),
        authors=tuple(Person(one.name) for one in entry.get("authors", ()) if one.get("name")),
        tags=tuple(tags[1:]),
        summary=plain_text(entry.get("summary", "")) if entry.get("content") else None,
        enclosures=enclosures,
    )
