"""What one part of a page says of the article; several parts say the same, better or worse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from feedwright.model import Comments, MediaReference, Person
from feedwright.sources.dates import DateError, parse_date


class Claims(Struct, frozen=True):
    """Empty or None where that part is silent; dates as written. `site` is the publication's name."""

    title: str | None = None
    breadcrumb: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    authors: tuple[Person, ...] = ()
    summary: str | None = None
    image: MediaReference | None = None
    tags: tuple[str, ...] = ()
    link: str | None = None
    language: str | None = None
    comments: Comments | None = None
    members_only: bool = False
    site: str | None = None
    text: str | None = None


def merged(claims: Iterable[Claims]) -> Claims:
    """Field by field, the first that says something; of dates, the first that is one."""
    every = list(claims)
    found = {}
    for name in Claims.__struct_fields__:
        said = (getattr(one, name) for one in every)
        usable = filter(_is_date if name in ("published", "updated") else None, said)
        found[name] = next(usable, getattr(_SILENT, name))
    return Claims(**found)


_SILENT = Claims()


def _is_date(text: str | None) -> bool:
    try:
        return text is not None and parse_date(text, UTC, day_first=True) is not None
    except DateError:
        return False


def web_address(written: str | None, base: str | None = None) -> str | None:
    """An absolute address of the web; a path from the site's root needs `base`. Else None."""
    written = (written or "").strip()
    try:
        found = urljoin(base, written) if base and written.startswith("/") else written
        parts = urlsplit(found)
        return found if parts.scheme in ("http", "https") and parts.hostname and " " not in found else None
    except ValueError:
        return None


def located(written: str, base: str | None) -> str:
    """Where a picture is: from the site's root, it is on the page's site; else as written."""
    return (web_address(written, base) if written.startswith("/") else None) or written


def words(texts: Iterable[str]) -> tuple[str, ...]:
    """Each once, however it is capitalized."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())
