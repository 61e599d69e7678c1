"""Substack: the export with posts.csv and a folder posts/, zipped or unpacked."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator, Mapping

from feedwright.errors import InputError
from feedwright.importers.document import Document
from feedwright.importers.record import LeftOut, Outcome, Problem, Record
from feedwright.model import MediaReference
from feedwright.sources.front_matter.keys import Rules

TITLE = "Substack"
IS_EXPORT = True

_LARGEST = 100_000_000
_POSTS = {"newsletter", "podcast", ""}


def recognizes(document: Document) -> bool:
    """By the names of the table's first columns."""
    return document.start.startswith(
        ("post_id,post_date,is_published", '"post_id","post_date","is_published"')
    )


def read(document: Document, rules: Rules) -> Iterator[Outcome]:
    """Read its posts; threads and other types are left out. The text of each is a file of its own."""
    with document.open() as file:
        table = csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", "replace", newline=""))
        while True:
            try:
                row = next(table, None)
            except csv.Error as fault:
                yield Problem(document.place(table.line_num), f"found {fault}, expected a row of the table")
                continue
            if row is None:
                return
            yield _post(document, document.place(table.line_num), row, rules)


def _post(document: Document, place: str, row: Mapping[str, str | None], rules: Rules) -> Outcome:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    kind = cell("type").lower()
    if kind not in _POSTS:
        return LeftOut(place, f"{kind}s")
    is_draft = cell("is_published").lower() != "true"
    if is_draft and not cell("post_date"):
        return LeftOut(place, "drafts without a date")
    try:
        body = _text(document, cell("post_id"))
    except InputError as error:
        return Problem(place, f"found {error.found}, expected the post's text")
    if body is None:
        return Problem(place, f"found no posts/{cell('post_id')}.html, expected the post's text")
    # `12345.a-story`; the address of a post has no number.
    slug = cell("post_id").partition(".")[2]
    url = f"{rules.site_url.rstrip('/')}/p/{slug}" if slug else None
    return Record(
        place=place,
        title=html.unescape(cell("title")),
        body=body,
        published=cell("post_date") or None,
        # Substack's feeds have the address as id.
        id=url,
        url=url,
        slug=slug or None,
        summary=html.unescape(cell("subtitle")),
        audio=MediaReference(cell("podcast_url")) if cell("podcast_url") else None,
        draft=is_draft,
        members_only=cell("audience") not in ("", "everyone"),
    )


def _text(document: Document, post_id: str) -> str | None:
    """The HTML of a post; None if there is no file. Raises InputError."""
    folder = f"{document.folder}/" if document.folder else ""
    path = f"{folder}posts/{post_id}.html"
    if path not in document.store.sizes:
        return None
    if document.store.sizes[path] > _LARGEST:
        raise InputError(path, found="a text of more than 100 MB", expected="a post")
    with document.store.open(path) as file:
        return file.read(_LARGEST).decode("utf-8", "replace")
