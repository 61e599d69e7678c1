"""Blogger: the backup of a blog (Atom), and Google Takeout's feed.atom."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec.structs import replace

from feedwright.importers.document import Document
from feedwright.importers.elements import words
from feedwright.importers.record import Found, LeftOut, Problem
from feedwright.importers.syndication import ATOM, record_of
from feedwright.importers.xml import Frame, XMLError, frames
from feedwright.sources.front_matter.keys import Rules

TITLE = "Blogger"
LEADS = True

_KIND = "http://schemas.google.com/g/2005#kind"
_BLOGGER = "http://schemas.google.com/blogger/2018"
_CONTROL = ("{http://purl.org/atom/app#}", "{http://www.w3.org/2007/app}")
_PLURAL = {"comment": "comments", "page": "pages"}


def recognizes(document: Document) -> bool:
    return document.is_xml and (_KIND in document.start or _BLOGGER in document.start)


def read(document: Document, rules: Rules) -> Iterator[Found]:
    """Its posts; settings, template, comments and pages are left out. Labels are tags."""
    for found in frames(document, ("entry",)):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, Frame):
            try:
                yield _of_entry(found.element(), document.place(found.line), rules)
            except XMLError as error:
                yield Problem(document.place(error.line), str(error))


def _of_entry(entry: etree._Element, place: str, rules: Rules) -> Found:
    kind = _kind(entry)
    if kind != "post":
        return LeftOut(place, _PLURAL.get(kind, "settings"))
    name = words(entry, f"{{{_BLOGGER}}}filename")
    labels = tuple(one.get("term") or "" for one in entry.iterchildren(f"{ATOM}category")
                   if one.get("scheme") != _KIND)  # fmt: skip
    record = record_of(entry, place)
    return replace(
        record,
        # Takeout has the path of a post, the backup its address.
        url=record.url or (rules.site_url.rstrip("/") + name if name.startswith("/") else None),
        section=(),
        tags=labels,
        # Blogger writes this address for everybody.
        authors=tuple(replace(author, email=None, url=None) for author in record.authors),
        draft=_is_draft(entry),
    )


def _kind(entry: etree._Element) -> str:
    for category in entry.iterchildren(f"{ATOM}category"):
        if category.get("scheme") == _KIND:
            return (category.get("term") or "").rpartition("#")[2]
    return words(entry, f"{{{_BLOGGER}}}type").lower()


def _is_draft(entry: etree._Element) -> bool:
    said = any(
        words(one, f"{name}draft") == "yes"
        for name in _CONTROL
        for one in entry.iterchildren(f"{name}control")
    )
    return said or words(entry, f"{{{_BLOGGER}}}status").upper() in ("DRAFT", "SOFT_TRASHED")
