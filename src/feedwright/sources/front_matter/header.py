"""Front matter as it was cut from the top of an article."""

from __future__ import annotations

from msgspec import Struct


class Header(Struct, frozen=True):
    """The front matter's text, the line on which that begins, and the article below it."""

    text: str
    line: int
    body: str
