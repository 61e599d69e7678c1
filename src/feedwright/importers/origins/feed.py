"""Any RSS or Atom feed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedwright.importers.document import Document
from feedwright.importers.elements import plain
from feedwright.importers.record import Found, Problem, Record
from feedwright.importers.syndication import record_of
from feedwright.importers.xml import Frame, XMLError, frames
from feedwright.model import MediaReference, Person
from feedwright.sources.front_matter.keys import Rules

TITLE = "RSS or Atom"
LEADS = True

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]")


def recognizes(document: Document) -> bool:
    return document.is_xml and _ROOT.search(document.start) is not None


def read(document: Document, rules: Rules) -> Iterator[Found]:
    """Its items; one whose XML is broken is read as feed readers do, which forgive much."""
    for found in frames(document, ("item", "entry")):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, Frame):
            place = document.place(found.line)
            try:
                yield record_of(found.element(), place)
            except XMLError as error:
                yield _forgiven(found, place) or Problem(document.place(error.line), str(error))


def _forgiven(frame: Frame, place: str) -> Record | None:
    """A record of XML that is none; None where even feedparser finds no title and no text."""
    import feedparser

    document = frame.wrapped().encode("utf-8", "replace")
    parsed = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
    if len(parsed.entries) != 1:
        return None
    # A plain dict: feedparser itself puts one date in the place of another.
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
        summary=plain(entry.get("summary", "")) if entry.get("content") else None,
        enclosures=enclosures,
    )
