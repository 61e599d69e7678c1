"""Media of articles: find the files, measure and clean them, and collect those to publish."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from feedwright.config import Config
from feedwright.copies import own_time_limit
from feedwright.model import Media, MediaReference, Medium, Rendition, Text
from feedwright.replies import MEDIA_TYPES
from feedwright.resolve import metadata
from feedwright.resolve.measure import Measured, explain_unsupported, measure, medium_of, type_by_name
from feedwright.resolve.media_paths import MediaError, MediaPaths
from feedwright.resolve.metadata import BrokenMediaError
from feedwright.resolve.urls import absolute
from feedwright.text import slugify

if TYPE_CHECKING:
    from feedwright.resolve.renditions import SizedPicture


_SECONDS = 60
"""The limit of processor time for a file, apart from its article's: a video may have gigabytes."""


class UnfitError(MediaError):
    """The file exists, but feeds cannot contain it."""


class MediaFile(Struct, frozen=True):
    """A local media file, with its path under media/ and its other sizes.

    `source` has the content to publish: the author's file, or a copy without metadata. `name` contains the
    digest of the content, so that a changed picture has a new URL, and caches are never stale. `warning`
    describes metadata that could not be removed.
    """

    source: Path
    name: str
    measured: Measured
    sizes: tuple[SizedPicture, ...] = ()
    warning: str | None = None


class FileToPublish(Struct, frozen=True):
    """A media file to publish: its path under media/, its source, its size in bytes."""

    name: str
    source: Path
    length: int


class MediaFiles:
    """The media files under content/. Each is measured once. Collects those that feeds refer to."""

    def __init__(self, config: Config) -> None:
        self.paths = MediaPaths(config)
        self._media_url = config.media.url
        self._widths = config.media.image_sizes
        self._places = config.output / "media", config.memory / "images"
        self._strips = config.media.metadata == "strip"
        self._known: dict[Path, MediaFile | None] = {}
        self._warnings: dict[str, None] = {}
        self._used: dict[str, MediaFile] = {}

    def warnings(self) -> tuple[str, ...]:
        """Return the warnings about files that were used since the last call."""
        warnings, self._warnings = tuple(self._warnings), {}
        return warnings

    def take_used(self) -> list[FileToPublish]:
        """Return the files that were used since the last call, sorted by name."""
        used, self._used = self._used, {}
        sizes = (size for file in used.values() for size in file.sizes)
        others = {size.name: (size.source, size.length) for size in sizes}
        files = {name: (file.source, file.measured.length) for name, file in used.items()}
        return [FileToPublish(name, *file) for name, file in sorted((files | others).items())]

    def media(self, reference: MediaReference, folder: str, medium: Medium | None = None) -> Media:
        """Resolve a reference of an article in `folder`; collect the file.

        `medium` is the expected medium, None for any. Raises MediaError.
        """
        if _is_remote(reference.src):
            return _checked(medium, _describe_remote(reference, medium), reference)
        file = self._find(reference.src, folder)
        if file is None:
            raise MediaError(f"{reference.src} {explain_unsupported(self.paths.find(reference.src, folder))}")
        file = self._with_sizes(file, reference.src)
        media = _checked(medium, _describe_local(reference, file, self._media_url), reference)
        self._use(file, reference.src)
        return media

    def _with_sizes(self, file: MediaFile, src: str) -> MediaFile:
        """Add the sizes of `media.image_sizes`. Raises MediaError if the picture is broken."""
        measured = file.measured
        if not self._widths or file.sizes or not (measured.width and measured.height):
            return file
        from feedwright.resolve.renditions import render

        size = measured.width, measured.height
        try:
            with own_time_limit(_SECONDS):
                sizes = render(file.source, measured.type, file.name, size, self._widths, self._places)
        except OSError as fault:
            raise MediaError(f"{src} cannot be made smaller: {fault.strerror or fault}") from None
        self._known[file.source] = sized = replace(file, sizes=tuple(sizes))
        return sized

    def text(self, text: Text, folder: str) -> str:
        """Return the URL of a text of a podcast episode; collect its file. Raises MediaError."""
        if _is_remote(text.url):
            return _describe_remote(MediaReference(text.url, type=text.type), None).url
        with _as_media_error(text.url):
            path = self.paths.find(text.url, folder)
            data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        name = f"{digest[:2]}/{digest[2:14]}-{_stem(path)}{path.suffix.lower()}"
        return self._use(MediaFile(path, name, Measured(text.type, len(data), digest)), text.url)

    def url(self, src: str, folder: str) -> str | None:
        """Return the URL of the local media file `src`, and collect it; None if there is no such file.

        Raises UnfitError if the file exists, but feeds cannot contain it.
        """
        if _is_remote(src):
            return None
        try:
            file = self._find(src, folder)
        except UnfitError:
            raise
        except MediaError:
            return None
        if file is None:
            raise UnfitError(f"{src} {explain_unsupported(self.paths.find(src, folder))}")
        return self._use(file, src)

    def _use(self, file: MediaFile, src: str) -> str:
        if file.warning:
            self._warnings[f"{src}: {file.warning}"] = None
        if file.name not in self._used or file.sizes:
            self._used[file.name] = file
        return self._media_url + file.name

    def _find(self, src: str, folder: str) -> MediaFile | None:
        with _as_media_error(src):
            path = self.paths.find(src, folder)
            try:
                return self._prepared(path)
            except BrokenMediaError as fault:
                raise UnfitError(f"{src} is broken: {fault}") from None

    def _prepared(self, path: Path) -> MediaFile | None:
        if path not in self._known:
            with own_time_limit(_SECONDS):
                self._known[path] = (
                    self._without_metadata(path) if self._strips else _measured_file(path, path)
                )
        return self._known[path]

    def _without_metadata(self, path: Path) -> MediaFile | None:
        """Return the file to publish: a copy in .feedwright/ if metadata had to be removed."""
        cleaned = metadata.clean(path)
        if cleaned.pieces is None:
            file = _measured_file(path, path)
            return file and replace(file, warning=cleaned.warning)
        folder = self._places[1]
        temporary = folder / f".{os.getpid()}.tmp"
        metadata.write_copy(path, cleaned.pieces, temporary)
        file = _measured_file(path, temporary)
        if file is None:
            return None
        copy = folder / file.name
        metadata.move(temporary, copy)
        return replace(file, source=copy, warning=cleaned.warning)


_A = {"image": "a picture", "audio": "an audio file", "video": "a video"}


def _checked(medium: Medium | None, media: Media, reference: MediaReference) -> Media:
    if medium is not None and media.medium != medium:
        raise MediaError(f"{reference.src} is {media.type}, expected {_A[medium]}")
    return media


def _describe_local(reference: MediaReference, file: MediaFile, media_url: str) -> Media:
    measured = file.measured
    return _describe(
        reference,
        url=media_url + file.name,
        type=measured.type,
        length=measured.length,
        renditions=tuple(
            Rendition(media_url + size.name, size.length, size.width, size.height) for size in file.sizes
        ),
        width=measured.width or reference.width,
        height=measured.height or reference.height,
        duration=reference.duration or measured.duration,
    )


def _describe(reference: MediaReference, **measured: Any) -> Media:
    """Combine measured properties with the author's texts."""
    return Media(
        medium=medium_of(measured["type"]),
        title=reference.title,
        alt=reference.alt,
        caption=reference.caption,
        credit=reference.credit,
        copyright=reference.copyright,
        **measured,
    )


def _measured_file(path: Path, source: Path) -> MediaFile | None:
    """Measure `source`, the content to publish for the author's file `path`."""
    measured = measure(source)
    if measured is None:
        return None
    digest = measured.digest
    name = f"{digest[:2]}/{digest[2:14]}-{_stem(path)}{MEDIA_TYPES[measured.type]}"
    return MediaFile(source, name, measured)


@contextmanager
def _as_media_error(src: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, RuntimeError) as fault:
        # RuntimeError: a symbolic link to itself.
        reason = getattr(fault, "strerror", None) or fault
        raise MediaError(f"{src} cannot be read: {reason}") from None


def _stem(path: Path) -> str:
    """Return the file's name in ASCII, for its URL."""
    stem = slugify(path.stem).encode("ascii", "ignore").decode().strip("-") or "file"
    return stem[:60]


_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*://|//|data:|javascript:)", re.IGNORECASE)


_LONGEST_SHOWN = 80
"""Characters of an address in a warning: a picture that is written into the text has as many as its bytes."""


def _is_remote(src: str) -> bool:
    return bool(_REMOTE.match(src))


def _describe_remote(reference: MediaReference, medium: Medium | None) -> Media:
    url = absolute("https://feeds.invalid/", reference.src)
    if url is None or not url.startswith("http"):
        shown = (
            reference.src if len(reference.src) <= _LONGEST_SHOWN else f"{reference.src[:_LONGEST_SHOWN]}…"
        )
        raise MediaError(f"{shown} is not a URL that readers can fetch")
    # The file is not fetched: use the author's type, or that of the suffix, or the usual one of the key.
    usual = {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}
    media_type = reference.type or type_by_name(url) or usual.get(medium or "")
    if media_type is None:
        raise MediaError(f"{reference.src} needs a `type` such as audio/mpeg")
    return _describe(
        reference,
        url=url,
        type=media_type,
        length=reference.length or 0,
        width=reference.width,
        height=reference.height,
        duration=reference.duration,
    )
