"""OPML: a list of feeds, in folders. Feeds that are files are imported; for others a problem says how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec.structs import replace

from feedwright.importers.document import Document
from feedwright.importers.record import Outcome, Problem, Record
from feedwright.importers.xml import XMLError, parse_small
from feedwright.sources.front_matter.keys import Rules

TITLE = "OPML"
IS_EXPORT = True

_ROOT = re.compile(r"<opml[\s>]")


def recognizes(document: Document) -> bool:
    return document.is_xml and _ROOT.search(document.start) is not None


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read all feeds; articles of a feed in a folder belong to the section of that name."""
    try:
        root = parse_small(document)
    except XMLError as error:
        yield Problem(document.place(error.line), str(error))
        return
    for outline in root.iter("outline"):
        address = outline.get("xmlUrl")
        if address:
            yield from _feed(address, outline, document, rules)


def _feed(address: str, outline: etree._Element, document: Document, rules: Rules) -> Iterator[Outcome]:
    from feedwright.importers.origins import origin_of

    line: Any = outline.sourceline
    place = document.place(line or 1)
    section = [above.get("text") or above.get("title") or "" for above in outline.iterancestors("outline")]
    if "://" in address:
        yield Problem(
            place, f"found a URL, expected a file; to import this feed: feedwright import {address}"
        )
        return
    path = document.store.find(address, document.folder)
    feed = Document(document.store, path) if path else None
    origin = origin_of(feed) if feed and feed.path != document.path else None
    if feed is None or origin is None or origin.TITLE == TITLE:
        yield Problem(
            place, f"found no feed at {address}, expected one in the same folder or zip as the OPML file"
        )
        return
    for found in origin.read(feed, rules):
        if isinstance(found, Record) and section:
            yield replace(found, section=tuple(reversed(section)), tags=(*found.section, *found.tags))
        else:
            yield found
