"""The URLs of what a Jekyll site has besides posts: pages, documents of collections, files as they are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from feedwright.config import Config
from feedwright.errors import ArticleError
from feedwright.sources.permalinks.post import Post
from feedwright.sources.site_data import Document, moment_of, read_document

if TYPE_CHECKING:
    from feedwright.pipeline.copies.links import ArticleLinks
    from feedwright.sources.permalinks import Addresses

_PAGES = (".md", ".markdown", ".html", ".htm")
_ANY_DAY = datetime(1970, 1, 1, tzinfo=UTC)


def url_of_file(links: ArticleLinks, config: Config, addresses: Addresses, file: Path) -> str | None:
    """The URL of what Jekyll makes of a file below the settings' folder; None if it makes nothing of it."""
    place = file.relative_to(config.root).as_posix()
    if place.startswith(".") or "/." in place:
        return None
    if file.suffix.lower() not in _PAGES:
        links.consult(file)
        is_served = file.is_file() and not place.startswith("_")
        return f"{addresses.base}{quote(place)}" if is_served else None
    text = links.text_of(file)
    if text is None:
        return None
    try:
        document = read_document(text, place)
    except ArticleError:
        return None
    if document is None:
        return f"{addresses.base}{quote(place)}"
    if document.keys.get("published") is False:
        return None
    return _url_of(document, place, config, addresses)


def _url_of(document: Document, place: str, config: Config, addresses: Addresses) -> str | None:
    folder, _, name = place.rpartition("/")
    if name.startswith("index.") and not place.startswith("_") and "permalink" not in document.keys:
        return f"{addresses.base}{quote(folder)}/" if folder else addresses.base
    day = moment_of(document.keys.get("date"), config.site.zone) or _ANY_DAY
    return addresses.of(Post(place, str(document.keys.get("title") or ""), day, document.written))
