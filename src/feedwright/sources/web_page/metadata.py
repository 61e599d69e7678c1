"""What one part of a page says of the article; several parts say the same, better or worse."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from feedwright.model import Comments, MediaReference, Person


class MetadataDate(Struct, frozen=True):
    """A date as it is `written`, and what says it: one of `when.SOURCES`."""

    source: str
    written: str


class MetadataAuthors(Struct, frozen=True):
    """People who are said to be the authors, and what says so: one of `who.SOURCES`."""

    source: str
    people: tuple[Person, ...]


class Metadata(Struct, frozen=True):
    """Empty or None where that part is silent. `site` is the publication's name."""

    title: str | None = None
    breadcrumb: tuple[str, ...] = ()
    dates: tuple[MetadataDate, ...] = ()
    authors: tuple[MetadataAuthors, ...] = ()
    summary: str | None = None
    image: MediaReference | None = None
    tags: tuple[str, ...] = ()
    link: str | None = None
    language: str | None = None
    comments: Comments | None = None
    members_only: bool = False
    site: str | None = None
    text: str | None = None


def merge(claims: Iterable[Metadata]) -> Metadata:
    """Field by field, the first that says something; of dates, all."""
    every = list(claims)
    found = {}
    for name in Metadata.__struct_fields__:
        values = filter(None, (getattr(one, name) for one in every))
        found[name] = next(values, getattr(_EMPTY, name))
    found["dates"] = tuple(date for one in every for date in one.dates)
    found["authors"] = tuple(authors for one in every for authors in one.authors)
    return Metadata(**found)


_EMPTY = Metadata()


def absolute_web_url(written: str | None, base: str | None = None) -> str | None:
    """An absolute address of the web; a path from the site's root needs `base`. Else None."""
    written = (written or "").strip()
    try:
        found = urljoin(base, written) if base and written.startswith("/") else written
        parts = urlsplit(found)
        return found if parts.scheme in ("http", "https") and parts.hostname and " " not in found else None
    except ValueError:
        return None


def absolute_media_url(written: str, base: str | None) -> str:
    """Where a picture is: from the site's root, it is on the page's site; else as written."""
    return (absolute_web_url(written, base) if written.startswith("/") else None) or written


def unique_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once, however it is capitalized."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())
