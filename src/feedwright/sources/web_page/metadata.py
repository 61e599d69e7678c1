"""Metadata of an article from one source on its page, and how sources are merged."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from feedwright.model import Comments, MediaReference, Person


class MetadataDate(Struct, frozen=True):
    """A date as it is `written`, and its source, such as "linked published" (JSON-LD)."""

    source: str
    written: str


class MetadataAuthors(Struct, frozen=True):
    """People whom a source, such as "meta author", names as authors."""

    source: str
    people: tuple[Person, ...]


class Metadata(Struct, frozen=True):
    """The article's metadata; a field without a value is empty or None. `site` is the publication's name.

    `link` is the page's canonical URL, `text` the plain text of JSON-LD's articleBody.
    """

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


def merge(sources: Iterable[Metadata]) -> Metadata:
    """Take each field from the first source that has a value, but dates and authors from all sources."""
    every = list(sources)
    found = {}
    for name in Metadata.__struct_fields__:
        values = filter(None, (getattr(one, name) for one in every))
        found[name] = next(values, getattr(_EMPTY, name))
    found["dates"] = tuple(date for one in every for date in one.dates)
    found["authors"] = tuple(authors for one in every for authors in one.authors)
    return Metadata(**found)


_EMPTY = Metadata()


def absolute_web_url(written: str | None, base: str | None = None) -> str | None:
    """Return an absolute http(s) URL, else None. A path from the site's root is resolved with `base`."""
    written = (written or "").strip()
    try:
        found = urljoin(base, written) if base and written.startswith("/") else written
        parts = urlsplit(found)
        return found if parts.scheme in ("http", "https") and parts.hostname and " " not in found else None
    except ValueError:
        return None


def absolute_media_url(written: str, base: str | None) -> str:
    """Resolve a path from the site's root with `base`; return anything else as it is written."""
    return (absolute_web_url(written, base) if written.startswith("/") else None) or written


def unique_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Return each text once; capitals make no difference."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())
