"""Places in a document, and text with its place."""

from __future__ import annotations

from msgspec import Struct


class Place(Struct, frozen=True):
    """A place in a document: `where` is for people; sort by `order`, which rises through the document.

    `line` counts from 1; 0 if unknown, as in JSON.
    """

    order: int
    where: str
    line: int = 0


class Text(Struct, frozen=True):
    """A text exactly as written, white space included."""

    value: str
    place: Place


START = Place(0, "line 1", 1)
FILE = Place(0, "the whole file")
"""For what is true of a file that cannot be read."""
WHOLE = Place(0, "the whole folder")
"""For what is true of a folder, or of several documents together."""
