"""Map the URLs that a folder of feeds is served at to its files."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

_HEAD = 64

# The first bytes of a file, and the media types that it may be declared as, the usual one first.
_MAGIC: tuple[tuple[re.Pattern[bytes], tuple[str, ...]], ...] = (
    (re.compile(rb"\xff\xd8\xff"), ("image/jpeg",)),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ("image/png", "image/apng")),
    (re.compile(rb"GIF8[79]a"), ("image/gif",)),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ("image/webp",)),
    (re.compile(rb"OggS"), ("audio/ogg", "video/ogg", "application/ogg", "audio/opus")),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), ("image/avif",)),
    (re.compile(rb"....ftyp(?:hei|mif|msf)", re.DOTALL), ("image/heic", "image/heif")),
    (re.compile(rb"....ftypqt", re.DOTALL), ("video/quicktime",)),
    (re.compile(rb"....ftyp", re.DOTALL), ("video/mp4", "audio/mp4", "audio/x-m4a", "video/x-m4v")),
    (re.compile(rb"%PDF-"), ("application/pdf",)),
    (re.compile(rb"ID3|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]"), ("audio/mpeg", "audio/mp3")),
)


class LocalFile(Struct, frozen=True):
    """A file's size in bytes and the media types that its first bytes allow (empty if unknown)."""

    length: int
    types: tuple[str, ...]


class LocalFiles(Struct, frozen=True):
    """Which URLs lead to which folders.

    `root` is the folder around all of them, as it is called without links. `media` is the base URL of media/.
    `bases` are pairs of a base URL and its folder; the first match counts.
    """

    root: str
    media: str
    bases: tuple[tuple[str, Path], ...]

    def is_media(self, url: str) -> bool:
        """Whether `url` leads to the media/ folder."""
        return url.startswith(self.media)

    def covers(self, url: str) -> bool:
        """Whether `url` leads to one of the folders."""
        return any(url.startswith(base) for base, _ in self.bases)

    def file(self, url: str) -> LocalFile | None:
        """The file at `url`; None if it does not exist or is outside the folder."""
        path = self.path(url)
        try:
            return LocalFile(path.stat().st_size, _types(_head(path))) if path else None
        except OSError:
            return None

    def path(self, url: str) -> Path | None:
        """Where the file at `url` is; None if it does not exist or is outside the folder."""
        for base, folder in self.bases:
            if url.startswith(base):
                return _local_path(self.root, folder, url[len(base) :])
        return None


def local_files(root: Path, served_at: str | None, media_url: str | None) -> LocalFiles | None:
    """Map the URLs of `root` to files; None if it is unknown where it is served."""
    if media_url is None and served_at is None:
        return None
    media = _with_slash(media_url or _with_slash(served_at or "") + "media/")
    bases = [(media, root / "media")]
    if served_at:
        bases.append((_with_slash(served_at), root))
    return LocalFiles(os.path.realpath(root), media, tuple(bases))


def url_of(path: str, served_at: str) -> str:
    """The URL of the file at `path`, which is relative to the folder served at `served_at`."""
    return _with_slash(served_at) + quote(path)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _local_path(root: str, folder: Path, relative: str) -> Path | None:
    try:
        path = os.path.realpath(f"{folder}/{unquote(urlsplit(relative).path).lstrip('/')}")
        is_inside = path.startswith(f"{root.rstrip('/')}/")
        return Path(path) if is_inside and os.path.isfile(path) else None
    except (OSError, ValueError):  # a NUL or a lone surrogate in the name is a ValueError
        return None


def _types(head: bytes) -> tuple[str, ...]:
    return next((types for magic, types in _MAGIC if magic.match(head)), ())


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else url + "/"
