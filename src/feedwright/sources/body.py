"""What the text of an article tells by itself, below its front matter, in whatever dialect."""

from __future__ import annotations

import html
import re

from msgspec import Struct

from feedwright.model import Comments, Person
from feedwright.text import one_line

_HEADING = re.compile(r"<(h[1-6])\b[^>]*>(.*?)</\1>\s*", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


class Body(Struct, frozen=True):
    """The article's HTML, and the fields that its dialect carries in the text; dates as written."""

    html: str
    title: str | None = None
    breadcrumb: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    authors: tuple[Person, ...] = ()
    summary: str | None = None
    caption: str | None = None
    credit: str | None = None
    comments: Comments | None = None
    tags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """What a reader of the text would look for, and it does not have."""


def lift_heading(markup: str) -> tuple[str | None, str]:
    """The text of the first heading, and the HTML without it (a feed shows the title by itself)."""
    heading = _HEADING.search(markup)
    if heading is None:
        return None, markup
    title = one_line(html.unescape(_TAG.sub("", heading[2])))
    return title or None, markup[: heading.start()] + markup[heading.end() :]
