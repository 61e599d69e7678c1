"""Load documents: files, URLs or bytes; find the feeds of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from feedwright.checks.document import Document, Fault, unreadable
from feedwright.checks.fetch import FetchError, fetch
from feedwright.checks.files import url_of
from feedwright.checks.place import FILE
from feedwright.checks.read import MOST_BYTES, read, too_large
from feedwright.checks.rule import HttpResponse
from feedwright.feed_formats import FORMATS
from feedwright.files import read_at_most

_NO_FEEDS = ("feed-menu.json", "briefing.json")
"""JSON files that are not feeds: a list of feeds (draft-nottingham-feed-menu), and Alexa's flash briefing."""

_SUFFIXES = {".xml", ".rss", ".atom", ".json", ".opml", ".rdf"} | {form.page_suffix for form in FORMATS}
_MEDIA = "media"


class LoadedDocument(Struct, frozen=True):
    """A document, its bytes, and the HTTP response if it was fetched; findings call it `path`."""

    path: str
    document: Document
    data: bytes = b""
    response: HttpResponse | None = None

    @property
    def is_unknown_format(self) -> bool:
        """Whether this is no kind of document that is checked."""
        return {fault.rule for fault in self.document.faults} == {"document.format"}


def load(source: str | Path | bytes) -> list[LoadedDocument]:
    """Load the documents of a source: bytes, an http(s) URL, a file, or a folder's feeds.

    Files of a folder that are not feeds are left out.
    """
    if not is_folder(source):
        return [load_one(source)]
    path = Path(str(source))
    feeds = [load_file(path, name, f"{path}/{name}") for folder in folders(path) for name in folder]
    return [one for one in feeds if not one.is_unknown_format]


def is_folder(source: str | Path | bytes) -> bool:
    """Whether the source is a folder."""
    return not isinstance(source, bytes) and not _is_url(source) and Path(source).is_dir()


def load_one(source: str | Path | bytes) -> LoadedDocument:
    """Load bytes, an http(s) URL or a file."""
    if isinstance(source, bytes):
        return LoadedDocument("-", read(source), source)
    if isinstance(source, str) and _is_url(source):
        return _fetched(source)
    if isinstance(source, str) and "://" in source:
        fault = Fault("document.readable", FILE, "its address is neither http nor https")
        return LoadedDocument(source, unreadable(fault))
    path = Path(source)
    return load_file(path.parent, path.name, str(source))


def load_file(root: Path, name: str, path: str = "") -> LoadedDocument:
    """Load the file `name` below `root`; findings call it `path`, by default `name`."""
    file = root / name
    try:
        length = file.stat().st_size
        if length > MOST_BYTES:
            return LoadedDocument(path or name, too_large(length))
        data = read_at_most(file, MOST_BYTES)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        if isinstance(error, FileNotFoundError):
            message = "no such file or folder"
        return LoadedDocument(path or name, unreadable(Fault("document.readable", FILE, message)))
    return LoadedDocument(path or name, read(data), data)


def is_copy(one: LoadedDocument, root: Path, served_at: str | None) -> bool:
    """Whether a document is, byte for byte, the feed at its self link, under another name for old readers."""
    link = one.document.self_link
    base = url_of("", served_at or "")
    if not (served_at and link and link.value.startswith(base)) or link.value == url_of(one.path, served_at):
        return False
    file = root / unquote(link.value.removeprefix(base))
    try:
        return file.is_relative_to(root) and read_at_most(file, MOST_BYTES) == one.data
    except OSError:
        return False


def folders(root: Path) -> Iterator[list[str]]:
    """The files that have names of feeds, one list per folder, relative to `root`; media are left out."""
    paths = (path.relative_to(root) for path in sorted(root.rglob("*")) if _is_feed_file(path, root))
    for _, folder in groupby(sorted(paths, key=lambda path: path.parent), key=lambda path: path.parent):
        yield [path.as_posix() for path in folder]


def _is_url(source: str | Path) -> bool:
    return isinstance(source, str) and source.startswith(("http://", "https://"))


def _fetched(url: str) -> LoadedDocument:
    try:
        data, response = fetch(url, most_bytes=MOST_BYTES)
    except FetchError as error:
        return LoadedDocument(
            url, unreadable(Fault("document.readable", FILE, f"it cannot be fetched: {error}"))
        )
    return LoadedDocument(url, read(data), data, response)


def _is_feed_file(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    is_hidden = any(part.startswith(".") for part in parts)
    is_named = path.suffix in _SUFFIXES and path.name not in _NO_FEEDS
    return is_named and not is_hidden and parts[0] != _MEDIA and not path.is_dir()
