"""The files behind the URLs that a folder of feeds is served at."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

_HEAD = 64

# What a file begins with, and the types that may be said of it, the usual one first.
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
    """A file's size in bytes and the types its first bytes allow; none where they are not known."""

    length: int
    types: tuple[str, ...]


class Served(Struct, frozen=True):
    """Which folder lies behind which URL: `media` is that of media/; the first base that fits counts."""

    root: Path
    media: str
    bases: tuple[tuple[str, Path], ...]

    def is_media(self, url: str) -> bool:
        """`url` is served from the folder's media/."""
        return url.startswith(self.media)

    def covers(self, url: str) -> bool:
        """`url` is served from this folder."""
        return any(url.startswith(base) for base, _ in self.bases)

    def file(self, url: str) -> LocalFile | None:
        """The file behind `url`; None where there is none, or not inside the folder."""
        for base, folder in self.bases:
            if url.startswith(base):
                return _local_file(self.root, folder, url[len(base) :])
        return None


def served(root: Path, served_at: str | None, media_url: str | None) -> Served | None:
    """The folder as it is served; None where nothing is known of that."""
    if media_url is None and served_at is None:
        return None
    media = _with_slash(media_url or _with_slash(served_at or "") + "media/")
    bases = [(media, root / "media")]
    if served_at:
        bases.append((_with_slash(served_at), root))
    return Served(root, media, tuple(bases))


def url_of(path: str, served_at: str) -> str:
    """Where the file at `path`, relative to the folder, is served."""
    return _with_slash(served_at) + quote(path)


def _local_file(root: Path, folder: Path, relative: str) -> LocalFile | None:
    try:
        path = (folder / unquote(urlsplit(relative).path).lstrip("/")).resolve()
        if not path.is_relative_to(root.resolve()) or not path.is_file():
            return None
        with path.open("rb") as file:
            return LocalFile(path.stat().st_size, _types(file.read(_HEAD)))
    except (OSError, ValueError):  # a NUL or a lone surrogate in the name is a ValueError
        return None


def _types(head: bytes) -> tuple[str, ...]:
    return next((types for magic, types in _MAGIC if magic.match(head)), ())


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else url + "/"
