"""Media of imported articles: files in the source are copied beside the article, others stay URLs."""

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
from feedwright.sources.titles import summary_to_type
from feedwright.text import one_line, slugify

_SUFFIXES = {
    ".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".mp3", ".m4a", ".ogg", ".oga", ".opus",
    ".wav", ".flac", ".mp4", ".m4v", ".webm", ".pdf",
}  # fmt: skip
_IMAGE = re.compile(r"<(?:img|source|audio|video)\b[^>]{0,5000}>", re.IGNORECASE)
_SOURCE = re.compile(r"""(?<=\s)src\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SIZES = re.compile(r"""\s(?:srcset|sizes)\s*=\s*(?:"[^"]*"|'[^']*')""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""The start of a URL, not a path: a scheme or a host."""
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


class ArticleMedia(Struct, frozen=True):
    """The media of an article, as they will be after the import.

    `body` refers to the copied pictures; `fields` are the media in the front matter. `files` maps the new
    names beside the article to the files to copy, each with its store. `missing` are paths without a file.
    """

    body: str
    fields: dict[str, Any]
    files: dict[str, tuple[Store, str]]
    missing: tuple[str, ...]


def find_media(record: Record, document: Document, folders: Sequence[Store] = ()) -> ArticleMedia:
    """Find the media of a record in the document's own store and in `folders`.

    A document may refer to any file of the machine on which it is imported. So only files are copied that
    were given as sources or media folders, and only those with a suffix of media.
    """
    finder = _Finder(document, folders)
    body = record.body if record.is_text else _IMAGE.sub(finder.image, record.body)
    return ArticleMedia(
        body=body,
        fields={
            "image": finder.localize(record.image),
            "audio": finder.localize(record.audio),
            "video": finder.localize(record.video),
            "enclosures": tuple(filter(None, map(finder.localize, record.enclosures))),
        },
        files=finder.files,
        missing=tuple(finder.missing),
    )


class _Finder:
    def __init__(self, document: Document, folders: Sequence[Store]) -> None:
        self._places = [(document.store, document.folder), *((folder, "") for folder in folders)]
        self.files: dict[str, tuple[Store, str]] = {}
        self.missing: dict[str, None] = {}

    def localize(self, reference: MediaReference | None) -> MediaReference | None:
        """The reference with its new name if the file is copied; None if it is neither a file nor a URL."""
        if reference is None:
            return None
        reference = _as_typed(reference)
        name = self._name(reference.src)
        if name is not None:
            # A build reads these from the file itself.
            return replace(reference, src=name, type=None, length=None, width=None, height=None)
        return reference if reference.src.startswith(("http://", "https://")) else None

    def image(self, tag: re.Match[str]) -> str:
        source = _SOURCE.search(tag[0])
        name = self._name(unescape(source[1] or source[2] or "")) if source else None
        if source is None or name is None:
            return tag[0]
        # The other sizes are only on the old site.
        shown = f'{tag[0][: source.start()]}src="{escape(name)}"{tag[0][source.end() :]}'
        return _SIZES.sub("", shown)

    def _name(self, reference: str) -> str | None:
        """The name of the copy beside the article; None if the file is not copied."""
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


def _as_typed(reference: MediaReference) -> MediaReference:
    """The reference with its texts as front matter has them, where markup is removed from them."""
    texts = {name: getattr(reference, name) for name in ("title", "alt", "caption", "credit", "copyright")}
    return replace(reference, **{name: text and summary_to_type(text) for name, text in texts.items()})


def html_to_text(html: str) -> str:
    """The text of HTML on one line."""
    return one_line(unescape(_TAG.sub(" ", _INLINE.sub("", html))))
