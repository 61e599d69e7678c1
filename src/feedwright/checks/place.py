"""Where something stands in a document, and text that knows it."""

from __future__ import annotations

from msgspec import Struct


class Place(Struct, frozen=True):
    """Where something stands: `where` for people, `order` (rising through the document) to sort by.

    `line` counts from 1; 0 where it is not known, as in JSON.
    """

    order: int
    where: str
    line: int = 0


class Text(Struct, frozen=True):
    """Some text as written, white space and all."""

    value: str
    place: Place


START = Place(0, "line 1", 1)
