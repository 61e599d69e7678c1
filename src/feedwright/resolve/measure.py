"""What a media file is, by its bytes: type, length, width and height or duration."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec import Struct

from feedwright.model import Medium

TYPES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "application/pdf": ".pdf",
}
"""The types that feeds carry, and the suffix each has in a URL. One table on every machine, unlike
the system's own."""

_OTHER_SUFFIXES = {
    ".jpeg": "image/jpeg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4v": "video/mp4",
}
_BY_SUFFIX = {suffix: name for name, suffix in TYPES.items()} | _OTHER_SUFFIXES

# (offset, bytes, type): the first that fits. puremagic 1.30 was tried: it calls .m4a video/mp4 and
# does not know an MP3 without ID3 tags.
_SIGNATURES = (
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypM4B", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"%PDF-", "application/pdf"),
)
_HEAD = 8192

# EXIF: a camera held upright stores the picture lying, and readers turn it.
_ORIENTATION, _LYING = 0x0112, (5, 6, 7, 8)


class Measured(Struct, frozen=True):
    """A media file as it is: `digest` is the SHA-256 of its bytes, `duration` in seconds."""

    type: str
    length: int
    digest: str
    width: int | None = None
    height: int | None = None
    duration: int | None = None


def medium_of(media_type: str) -> Medium:
    """Media RSS 1.5.1's name for a kind of MIME type."""
    major = media_type.partition("/")[0]
    return major if major in ("image", "audio", "video") else "document"  # type: ignore[return-value]


def type_by_name(url: str) -> str | None:
    """The type that a URL's suffix promises; only for what cannot be read."""
    path = url.partition("?")[0].partition("#")[0]
    dot = path.rfind(".")
    return _BY_SUFFIX.get(path[dot:].lower()) if dot > path.rfind("/") else None


def measure(path: Path) -> Measured | None:
    """The file's type and size; None where it is no media that a feed could carry. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        length = file.tell()
        file.seek(0)
        head = file.read(_HEAD)
    picture = _picture(path)
    if picture is not None:
        media_type, width, height = picture
        return Measured(media_type, length, digest, width, height)
    sniffed = _sniff(head)
    if sniffed is None:
        return None
    return Measured(sniffed, length, digest, duration=_duration(path, sniffed))


def _picture(path: Path) -> tuple[str, int, int] | None:
    import warnings

    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Only the header is read, so a picture of any size is harmless here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                media_type = Image.MIME.get(picture.format or "")
                if media_type not in TYPES:
                    return None
                width, height = picture.size
                turned = picture.getexif().get(_ORIENTATION) in _LYING
                return (media_type, height, width) if turned else (media_type, width, height)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _sniff(head: bytes) -> str | None:
    if b"<svg" in head[:1024].lower():
        return "image/svg+xml"
    for offset, signature, media_type in _SIGNATURES:
        if head.startswith(signature, offset):
            return media_type
    return None


def _duration(path: Path, media_type: str) -> int | None:
    if medium_of(media_type) not in ("audio", "video"):
        return None
    from tinytag import TinyTag, TinyTagException

    try:
        found = TinyTag.get(path).duration
    except (TinyTagException, OSError):
        return None
    return round(found) if found else None
