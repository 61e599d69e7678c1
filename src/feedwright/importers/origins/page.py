"""Saved pages: HTML, or the text of a page."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.importers.document import Document
from feedwright.importers.record import Outcome
from feedwright.importers.saved import SUFFIXES, read_page
from feedwright.sources.front_matter.keys import Rules

TITLE = "saved pages (HTML, text)"
IS_EXPORT = False


def recognizes(document: Document) -> bool:
    """By its suffix, because a text has no other sign."""
    return document.file_name.lower().endswith(SUFFIXES)


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    yield read_page(document, rules)
