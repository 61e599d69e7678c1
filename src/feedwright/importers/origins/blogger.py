"""Blogger: the backup of a blog (Atom), and the feed.atom of Google Takeout."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec.structs import replace

from feedwright.importers.document import Document
from feedwright.importers.elements import child_text
from feedwright.importers.record import LeftOut, Outcome, Problem
from feedwright.importers.syndication import ATOM, record_of
from feedwright.importers.xml import RecordText, XMLError, split_records
from feedwright.sources.front_matter.keys import Rules

TITLE = "Blogger"
IS_EXPORT = True

_KIND = "http://schemas.google.com/g/2005#kind"
_BLOGGER = "http://schemas.google.com/blogger/2018"
_CONTROL = ("{http://purl.org/atom/app#}", "{http://www.w3.org/2007/app}")
_PUBLIC = ("", "LIVE", "SCHEDULED")
_WITHHELD = ("DRAFT", "SOFT_TRASHED")
_PLURAL = {"comment": "comments", "page": "pages"}


def recognizes(document: Document) -> bool:
    return document.is_xml and (_KIND in document.start or _BLOGGER in document.start)


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read its posts; settings, templates, comments and pages are left out. Labels become tags."""
    for found in split_records(document, ("entry",)):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, RecordText):
            try:
                yield _outcome(found.element(), document.place(found.line), rules)
            except XMLError as error:
                yield Problem(document.place(error.line), str(error))


def _outcome(entry: etree._Element, place: str, rules: Rules) -> Outcome:
    kind = _kind(entry)
    if kind != "post":
        return LeftOut(place, _PLURAL.get(kind, "settings"))
    name = child_text(entry, f"{{{_BLOGGER}}}filename")
    labels = tuple(one.get("term") or "" for one in entry.iterchildren(f"{ATOM}category")
                   if one.get("scheme") != _KIND)  # fmt: skip
    record = record_of(entry, place)
    status = child_text(entry, f"{{{_BLOGGER}}}status").upper()
    return replace(
        record,
        # Takeout has only the path of a post, the backup its URL.
        url=record.url or (rules.site_url.rstrip("/") + name if name.startswith("/") else None),
        section=(),
        tags=labels,
        # Blogger writes the same address and URL for all authors.
        authors=tuple(replace(author, email=None, url=None) for author in record.authors),
        draft=status in _WITHHELD or _is_draft(entry),
        unknown_status=None if status in (*_PUBLIC, *_WITHHELD) else status,
    )


def _kind(entry: etree._Element) -> str:
    for category in entry.iterchildren(f"{ATOM}category"):
        if category.get("scheme") == _KIND:
            return (category.get("term") or "").rpartition("#")[2]
    return child_text(entry, f"{{{_BLOGGER}}}type").lower()


def _is_draft(entry: etree._Element) -> bool:
    return any(
        child_text(one, f"{name}draft") == "yes"
        for name in _CONTROL
        for one in entry.iterchildren(f"{name}control")
    )
