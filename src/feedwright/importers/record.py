"""Records: what all origins read, in structures that do not depend on a system."""

from __future__ import annotations

from msgspec import Struct

from feedwright.errors import InputError
from feedwright.model import Comments, MediaReference, Person


class Record(Struct, frozen=True, omit_defaults=True):
    """An article as another system stores it.

    `place` is its place in the source, such as `export.xml:120`. Dates are as written there; without a zone
    they are in the publication's. `section` lists titles of nested sections, outermost first. `body` is HTML,
    or plain text if `is_text`. Media are URLs, or paths as in the source. `unknown_status` is a word that
    says how public the article is, and whose meaning is not known: it becomes a draft. `dropped` names what
    was in the text and is not shown.
    """

    place: str
    title: str
    body: str
    is_text: bool = False
    published: str | None = None
    updated: str | None = None
    expires: str | None = None
    id: str | None = None
    url: str | None = None
    external_url: str | None = None
    slug: str | None = None
    section: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str | None = None
    image: MediaReference | None = None
    audio: MediaReference | None = None
    video: MediaReference | None = None
    enclosures: tuple[MediaReference, ...] = ()
    language: str | None = None
    draft: bool = False
    unknown_status: str | None = None
    members_only: bool = False
    comments: Comments | None = None
    rights: str | None = None
    dropped: tuple[str, ...] = ()


class Problem(Struct, frozen=True):
    """A record that cannot become an article, or a source that cannot be read further: where and why."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def problem_of(error: InputError, place: str) -> Problem:
    """Convert an error to a problem at this place of the source."""
    what = f"{error.field}: " if error.field else ""
    found = f"found {error.found}, " if error.found else ""
    return Problem(place, f"{what}{found}expected {error.expected}")


class LeftOut(Struct, frozen=True):
    """A record that is not an article, such as a page; the report counts it under `kind`."""

    place: str
    kind: str


Outcome = Record | Problem | LeftOut
"""What an origin reads from its document, record by record."""
