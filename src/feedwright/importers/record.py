"""What every origin gives: records one by one, in words that no system owns."""

from __future__ import annotations

from msgspec import Struct

from feedwright.errors import InputError
from feedwright.model import Comments, MediaReference, Person


class Record(Struct, frozen=True, omit_defaults=True):
    """An article as another system keeps it.

    `place` says where it stands in its source, such as `export.xml:120`. Dates are as written there;
    one without a zone is in the publication's. `section` names the sections that it belongs to,
    outermost first, as people call them. `body` is HTML, or plain text where `is_text`. Media are
    URLs, or paths as the source has them.
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
    members_only: bool = False
    comments: Comments | None = None
    rights: str | None = None


class Problem(Struct, frozen=True):
    """A record that cannot be an article, or a source that cannot be read further: where, and why."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def problem_of(error: InputError, place: str) -> Problem:
    """The same, said of a place in the source."""
    what = f"{error.field}: " if error.field else ""
    found = f"found {error.found}, " if error.found else ""
    return Problem(place, f"{what}{found}expected {error.expected}")


class LeftOut(Struct, frozen=True):
    """A record that is no article, such as a page; `kind` is what it is counted as."""

    place: str
    kind: str


Found = Record | Problem | LeftOut
