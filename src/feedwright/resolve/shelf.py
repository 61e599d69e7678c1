"""Where media are: a path beside an article or a URL, and what a feed may say of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from feedwright.config import Config
from feedwright.copies import own_time_limit
from feedwright.files import change_token
from feedwright.model import Media, MediaReference, Medium, Rendition, Text
from feedwright.replies import MEDIA_TYPES
from feedwright.resolve import metadata
from feedwright.resolve.measure import Measured, measure, medium_of, type_by_name, why_not
from feedwright.resolve.metadata import BrokenMediaError
from feedwright.resolve.urls import absolute
from feedwright.text import slugify

if TYPE_CHECKING:
    from feedwright.resolve.renditions import SizedPicture


_SECONDS = 60
"""Of processor time that one file may take, apart from its article's: a film of some gigabytes is read as a
whole."""


class MediaError(Exception):
    """These media cannot be announced; the text says why, for the article's author."""


class UnfitError(MediaError):
    """The file is there, and no feed can carry it."""


class Shelved(Struct, frozen=True):
    """A local media file, and the path under media/ where readers will find it, in all its sizes.

    `source` has the bytes that are published: the author's file, or a copy of it without its metadata. The
    name holds their digest: a changed picture is a new URL, and no cache is stale. `warning` says what of
    its metadata could not be taken out.
    """

    source: Path
    name: str
    measured: Measured
    sizes: tuple[SizedPicture, ...] = ()
    warning: str | None = None


class ToPublish(Struct, frozen=True):
    """A media file that feeds refer to: its path under media/, where it lies, its length in bytes."""

    name: str
    source: Path
    length: int


class Shelf:
    """The media files under content/. Each is measured once; those that feeds refer to are taken."""

    def __init__(self, config: Config) -> None:
        self._content = config.content_folder.resolve()
        self._media_url = config.media.url
        self._widths = config.media.image_sizes
        self._places = config.output / "media", config.memory / "images"
        self._strips = config.media.metadata == "strip"
        self._known: dict[Path, Shelved | None] = {}
        self._warnings: dict[str, None] = {}
        self._taken: dict[str, Shelved] = {}
        self._consulted: dict[str, bytes] = {}

    def consulted(self) -> dict[str, bytes]:
        """The files looked at since the last call, relative to content/, with `change_token` of each."""
        consulted, self._consulted = self._consulted, {}
        return consulted

    def warnings(self) -> tuple[str, ...]:
        """What authors should know of the media taken since the last call."""
        warnings, self._warnings = tuple(self._warnings), {}
        return warnings

    def take_all(self) -> list[ToPublish]:
        """The files taken since the last call, in the order of their names."""
        taken, self._taken = self._taken, {}
        sizes = (size for shelved in taken.values() for size in shelved.sizes)
        others = {size.name: (size.source, size.length) for size in sizes}
        files = {name: (shelved.source, shelved.measured.length) for name, shelved in taken.items()}
        return [ToPublish(name, *file) for name, file in sorted((files | others).items())]

    def media(self, reference: MediaReference, folder: str, medium: Medium | None = None) -> Media:
        """What feeds say of media that an article in `folder` names.

        `medium` is what it has to be (None: anything). Raises MediaError.
        """
        if _is_remote(reference.src):
            return _of_medium(medium, _remote(reference, medium), reference)
        shelved = self._find(reference.src, folder)
        if shelved is None:
            raise MediaError(f"{reference.src} {why_not(self._path(reference.src, folder))}")
        shelved = self._in_sizes(shelved, reference.src)
        described = _of_medium(medium, _local(reference, shelved, self._media_url), reference)
        self._take(shelved, reference.src)
        return described

    def _in_sizes(self, shelved: Shelved, src: str) -> Shelved:
        """With the sizes that config.yaml asks for. Raises MediaError for a picture that is broken."""
        measured = shelved.measured
        if not self._widths or shelved.sizes or not (measured.width and measured.height):
            return shelved
        from feedwright.resolve.renditions import render

        size = measured.width, measured.height
        try:
            with own_time_limit(_SECONDS):
                sizes = render(shelved.source, measured.type, shelved.name, size, self._widths, self._places)
        except OSError as fault:
            raise MediaError(f"{src} cannot be made smaller: {fault}") from None
        self._known[shelved.source] = sized = replace(shelved, sizes=tuple(sizes))
        return sized

    def text(self, text: Text, folder: str) -> str:
        """Where readers find a text that belongs to a recording. Raises MediaError."""
        if _is_remote(text.url):
            return _remote(MediaReference(text.url, type=text.type), None).url
        with _explained(text.url):
            path = self._path(text.url, folder)
            data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        name = f"{digest[:2]}/{digest[2:14]}-{_stem(path)}{path.suffix.lower()}"
        return self._take(Shelved(path, name, Measured(text.type, len(data), digest)), text.url)

    def url(self, src: str, folder: str) -> str | None:
        """Where readers will find the local media file `src`; None where it is none.

        Raises UnfitError for a file that is there, and that feeds cannot carry.
        """
        if _is_remote(src):
            return None
        try:
            shelved = self._find(src, folder)
        except UnfitError:
            raise
        except MediaError:
            return None
        if shelved is None:
            raise UnfitError(f"{src} {why_not(self._path(src, folder))}")
        return self._take(shelved, src)

    def _take(self, shelved: Shelved, src: str) -> str:
        if shelved.warning:
            self._warnings[f"{src}: {shelved.warning}"] = None
        if shelved.name not in self._taken or shelved.sizes:
            self._taken[shelved.name] = shelved
        return self._media_url + shelved.name

    def _find(self, src: str, folder: str) -> Shelved | None:
        with _explained(src):
            path = self._path(src, folder)
            try:
                return self._shelve(path)
            except BrokenMediaError as fault:
                raise UnfitError(f"{src} is broken: {fault}") from None

    def _path(self, src: str, folder: str) -> Path:
        """The local file that `src` names from `folder`; a leading slash means content/ itself."""
        for name in dict.fromkeys((src, unquote(src))):
            start = self._content if name.startswith("/") else self._content / folder
            path = (start / name.lstrip("/")).resolve()
            if not path.is_relative_to(self._content):
                raise MediaError(f"{src} is outside content/")
            self._consulted[str(path.relative_to(self._content))] = change_token(path)
            if path.is_file():
                return path
        raise MediaError(f"{src} is missing")

    def _shelve(self, path: Path) -> Shelved | None:
        if path not in self._known:
            with own_time_limit(_SECONDS):
                self._known[path] = self._without_metadata(path) if self._strips else _shelved(path, path)
        return self._known[path]

    def _without_metadata(self, path: Path) -> Shelved | None:
        """The file as it is published: a copy in .feedwright/, where metadata had to be taken out."""
        cleaned = metadata.clean(path)
        if cleaned.pieces is None:
            shelved = _shelved(path, path)
            return shelved and replace(shelved, warning=cleaned.warning)
        folder = self._places[1]
        temporary = folder / f".{os.getpid()}.tmp"
        metadata.write(path, cleaned.pieces, temporary)
        shelved = _shelved(path, temporary)
        if shelved is None:
            return None
        copy = folder / shelved.name
        metadata.put(temporary, copy)
        return replace(shelved, source=copy, warning=cleaned.warning)


_A = {"image": "a picture", "audio": "sound", "video": "a film"}


def _of_medium(medium: Medium | None, media: Media, reference: MediaReference) -> Media:
    if medium is not None and media.medium != medium:
        raise MediaError(f"{reference.src} is {media.type}, expected {_A[medium]}")
    return media


def _local(reference: MediaReference, shelved: Shelved, media_url: str) -> Media:
    measured = shelved.measured
    return _described(
        reference,
        url=media_url + shelved.name,
        type=measured.type,
        length=measured.length,
        renditions=tuple(
            Rendition(media_url + size.name, size.length, size.width, size.height) for size in shelved.sizes
        ),
        width=measured.width or reference.width,
        height=measured.height or reference.height,
        duration=reference.duration or measured.duration,
    )


def _described(reference: MediaReference, **measured: Any) -> Media:
    """The media with their measures, and with the author's words about them."""
    return Media(
        medium=medium_of(measured["type"]),
        title=reference.title,
        alt=reference.alt,
        caption=reference.caption,
        credit=reference.credit,
        copyright=reference.copyright,
        **measured,
    )


def _shelved(path: Path, source: Path) -> Shelved | None:
    """The author's file at `path`, of which `source` is published."""
    measured = measure(source)
    if measured is None:
        return None
    digest = measured.digest
    name = f"{digest[:2]}/{digest[2:14]}-{_stem(path)}{MEDIA_TYPES[measured.type]}"
    return Shelved(source, name, measured)


@contextmanager
def _explained(src: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, RuntimeError) as fault:
        # RuntimeError: a link that leads to itself.
        raise MediaError(f"{src} cannot be read: {fault}") from None


def _stem(path: Path) -> str:
    """The file's name as far as every URL can carry it."""
    stem = slugify(path.stem).encode("ascii", "ignore").decode().strip("-") or "file"
    return stem[:60]


def _is_remote(src: str) -> bool:
    return "://" in src or src.startswith("//") or src.partition(":")[0] in ("data", "javascript")


def _remote(reference: MediaReference, medium: Medium | None) -> Media:
    url = absolute("https://feeds.invalid/", reference.src)
    if url is None or not url.startswith("http"):
        raise MediaError(f"{reference.src} is no URL that readers can fetch")
    # Nothing is fetched: the author's word counts, then the name, then the key it stands under.
    usual = {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}
    media_type = reference.type or type_by_name(url) or usual.get(medium or "")
    if media_type is None:
        raise MediaError(f"{reference.src} needs a `type` such as audio/mpeg")
    return _described(
        reference,
        url=url,
        type=media_type,
        length=reference.length or 0,
        width=reference.width,
        height=reference.height,
        duration=reference.duration,
    )
