"""Front matter, as it was cut from the top of an article's file."""

from __future__ import annotations

from msgspec import Struct


class Header(Struct, frozen=True):
    """The text of the front matter, the number of its first line, and the text below it."""

    text: str
    line: int
    body: str
