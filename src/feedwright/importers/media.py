"""An article's pictures and sound: those whose bytes the source holds go beside it, others stay URLs."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from html import escape, unescape
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from feedwright.importers.document import Document
from feedwright.importers.record import Record
from feedwright.importers.store import LARGEST_MEDIA, Store
from feedwright.model import MediaReference
from feedwright.text import one_line, slugify

_SUFFIXES = {
    ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".mp3", ".m4a", ".ogg", ".oga", ".opus",
    ".wav", ".flac", ".mp4", ".m4v", ".webm", ".pdf",
}  # fmt: skip
_IMAGE = re.compile(r"<(?:img|source|audio|video)\b[^>]{0,5000}>", re.IGNORECASE)
_SOURCE = re.compile(r"""(?<=\s)src\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SIZES = re.compile(r"""\s(?:srcset|sizes)\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""What a reference begins with that is no path: a scheme, or a host."""
_TAG = re.compile(r"<[^<>]*>")


class Media(Struct, frozen=True):
    """The body with its pictures where they will be, the front matter's media, and the files to copy.

    `files` are the files, each with the store that it is in, by the names that they get beside the article.
    `missing` are paths that lead to no file of the source.
    """

    body: str
    fields: dict[str, Any]
    files: dict[str, tuple[Store, str]]
    missing: tuple[str, ...]


def find_media(record: Record, document: Document, folders: Sequence[Store] = ()) -> Media:
    """What the record shows and carries, found in the document's own store or one of the `folders`.

    A document may name any file of the machine that it is imported on. So only what was given for it is
    taken, and of that only files whose suffix media have.
    """
    finder = _Finder(document, folders)
    body = record.body if record.is_text else _IMAGE.sub(finder.image, record.body)
    return Media(
        body=body,
        fields={
            "image": finder.local(record.image),
            "audio": finder.local(record.audio),
            "video": finder.local(record.video),
            "enclosures": tuple(filter(None, map(finder.local, record.enclosures))),
        },
        files=finder.files,
        missing=tuple(finder.missing),
    )


class _Finder:
    def __init__(self, document: Document, folders: Sequence[Store]) -> None:
        self._places = [(document.store, document.folder), *((folder, "") for folder in folders)]
        self.files: dict[str, tuple[Store, str]] = {}
        self.missing: dict[str, None] = {}

    def local(self, reference: MediaReference | None) -> MediaReference | None:
        """The same media, beside the article where its bytes are at hand; None where nobody can get it."""
        if reference is None:
            return None
        name = self._name(reference.src)
        if name is not None:
            # The file itself tells these better.
            return replace(reference, src=name, type=None, length=None, width=None, height=None)
        return reference if reference.src.startswith(("http://", "https://")) else None

    def image(self, tag: re.Match[str]) -> str:
        source = _SOURCE.search(tag[0])
        name = self._name(unescape(source[1] or source[2] or "")) if source else None
        if source is None or name is None:
            return tag[0]
        # Other sizes of it are where the old site was.
        shown = f'{tag[0][: source.start()]}src="{escape(name)}"{tag[0][source.end() :]}'
        return _SIZES.sub("", shown)

    def _name(self, reference: str) -> str | None:
        """The name that the file gets beside the article; None where it is not taken."""
        suffix = os.path.splitext(reference.partition("?")[0])[1].lower()
        if suffix not in _SUFFIXES:
            return None
        found = self._find(reference)
        if found is None:
            if not _ELSEWHERE.match(reference):
                self.missing[reference] = None
            return None
        stem = slugify(os.path.splitext(found[1].rpartition("/")[2])[0])[:80].strip("-") or "file"
        name, number = f"{stem}{suffix}", 1
        while self.files.get(name, found) != found:
            number += 1
            name = f"{stem}-{number}{suffix}"
        self.files[name] = found
        return name

    def _find(self, reference: str) -> tuple[Store, str] | None:
        for store, folder in self._places:
            path = store.find(reference, folder)
            if path is not None and store.sizes[path] <= LARGEST_MEDIA:
                return store, path
        return None


def text_of(html: str) -> str:
    """The text in HTML, on one line."""
    return one_line(unescape(_TAG.sub(" ", html)))
