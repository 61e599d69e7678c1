"""Lists of feeds that are not sections: of all tags, of all authors. Each list has a page."""

from __future__ import annotations

from collections.abc import Iterable

from feedwright.indexes.frame import FILENAME, Look, Page, frame, template
from feedwright.indexes.language import words
from feedwright.model import Place

__all__ = ["FILENAME", "list_of", "write"]


def list_of(kind: str, root: Place, places: Iterable[Place]) -> Place:
    """Create the list of the feeds of a `kind` (`tags`, `authors`), in the language of the publication."""
    title = words(root.language).by_key[kind]
    return Place(
        path=kind,
        title=title,
        feed_title=f"{title} – {root.title}",
        description="",
        link=f"{root.url}{kind}/",
        language=root.language,
        url=f"{root.url}{kind}/",
        feeds=(),
        children=tuple(sorted(places, key=lambda place: (place.title.casefold(), place.path))),
    )


def write(here: Place, root: Place, look: Look) -> bytes:
    """Write the page of a list, with links to the pages of its feeds."""
    page = Page(here.url, here.language, here.feed_title, here, (root,))
    return template("list.html").render(frame(page, look)).encode()
