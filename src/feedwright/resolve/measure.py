"""Measure media files by their content: media type, size in bytes, width and height or duration."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from msgspec import Struct

from feedwright.model import Medium
from feedwright.patterns import lazy
from feedwright.replies import MEDIA_SUFFIXES

# (offset, bytes, type): the first that matches. puremagic 1.30 reports video/mp4 for .m4a, and does not
# recognize an MP3 without ID3 tags.
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
    (4, b"ftypiso", "video/mp4"),
    (4, b"ftypmp4", "video/mp4"),
    (4, b"ftypM4V", "video/mp4"),
    (4, b"ftypavc1", "video/mp4"),
    (4, b"ftypdash", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"%PDF-", "application/pdf"),
)
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--[^>]*-->\s*|<!doctype[^>]*>\s*)*<svg[\s>]", re.I
)
_PICTURES = {
    "JPEG": "image/jpeg",
    # Several JPEGs in one file; readers show the first (CIPA DC-007).
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
"""Pillow's names of the formats that readers can show, and their media types."""
_OF_PILLOW = (
    ("JPEG", "JpegImagePlugin", lazy(rb"\xff\xd8\xff")),
    ("PNG", "PngImagePlugin", lazy(rb"\x89PNG\r\n\x1a\n")),
    ("GIF", "GifImagePlugin", lazy(rb"GIF8[79]a")),
    ("WEBP", "WebPImagePlugin", lazy(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("AVIF", "AvifImagePlugin", lazy(rb".{4}ftyp(?:avif|avis|mif1|msf1)", re.DOTALL)),
)
"""Pillow's names of formats, its modules for them, and how their files begin. Left to itself, it would import
sixty others to find these, which takes 30 ms."""
_OTHER_PICTURES = (
    (0, b"BM", "BMP"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"\x00\x00\x01\x00", "ICO"),
    (0, b"8BPS", "Photoshop"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    (0, b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"DDS ", "DDS"),
    (0, b"%!PS", "PostScript"),
    (0, b"\xc5\xd0\xd3\xc6", "PostScript"),
    (0, b"\xd7\xcd\xc6\x9a", "WMF"),
    (0, b"icns", "ICNS"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
)
_PILLOW_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"RIFF")
"""The first bytes of files that Pillow can open, unless they are broken."""

_HEAD = 8192

# EXIF: cameras store an upright picture on its side, and readers turn it.
_ORIENTATION, _ON_SIDE = 0x0112, (5, 6, 7, 8)


class Measured(Struct, frozen=True):
    """The properties of a media file: `digest` is the SHA-256 of its content, `duration` is in seconds."""

    type: str
    length: int
    digest: str
    width: int | None = None
    height: int | None = None
    duration: int | None = None


def medium_of(media_type: str) -> Medium:
    """Return the medium (Media RSS 1.5.1) of a media type."""
    major = media_type.partition("/")[0]
    return major if major in ("image", "audio", "video") else "document"  # type: ignore[return-value]


def type_by_name(url: str) -> str | None:
    """Guess the media type from the suffix of a URL, for files that cannot be read."""
    path = url.partition("?")[0].partition("#")[0]
    dot = path.rfind(".")
    return MEDIA_SUFFIXES.get(path[dot:].lower()) if dot > path.rfind("/") else None


def measure(path: Path) -> Measured | None:
    """Measure a file; return None if it is not media that feeds can contain. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        length = file.tell()
        file.seek(0)
        head = file.read(_HEAD)
    picture = _picture(path, head)
    if picture is not None:
        media_type, width, height = picture
        return Measured(media_type, length, digest, width, height)
    sniffed = _sniff(head)
    if sniffed is None:
        return None
    return Measured(sniffed, length, digest, duration=_duration(path, sniffed))


def explain_unsupported(path: Path) -> str:
    """Tell why feeds cannot contain a file for which `measure` returned None, and what to do."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return "is an empty file"
    for offset, signature, name in _OTHER_PICTURES:
        if head.startswith(signature, offset):
            return f"is a {name} picture, which most readers cannot show; save it as JPEG, PNG or WebP"
    if head.startswith(_PILLOW_SIGNATURES) or head[8:12] in (b"avif", b"avis"):
        return "cannot be opened: it is cut off, broken, or has too many pixels; save it again"
    return "is not a picture, audio or video file that feeds can contain"


def is_picture(path: Path) -> bool:
    """Tell whether the file is a picture that feeds can contain, by its content."""
    found = measure(path)
    return found is not None and medium_of(found.type) == "image"


def _picture(path: Path, head: bytes) -> tuple[str, int, int] | None:
    found = next(((name, module) for name, module, begins in _OF_PILLOW if begins.match(head)), None)
    if found is None:
        return None
    import warnings
    from importlib import import_module

    from PIL import Image

    name, module = found
    try:
        import_module(f"PIL.{module}")
        with warnings.catch_warnings():
            # Only the header is read, so warnings about huge pictures do not matter.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=[name]) as picture:
                media_type = _PICTURES[picture.format or ""]
                width, height = picture.size
                # Without the first condition, Pillow would decode a whole PNG to search for EXIF.
                is_turned = "exif" in picture.info and picture.getexif().get(_ORIENTATION) in _ON_SIDE
                return (media_type, height, width) if is_turned else (media_type, width, height)
    except Exception:
        # Pillow's decoders raise any exception for a broken file.
        return None


def _sniff(head: bytes) -> str | None:
    if _SVG.match(head):
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
        # By content: the suffix may be wrong.
        with path.open("rb") as file:
            found = TinyTag.get(file_obj=file).duration
    except (TinyTagException, OSError):
        return None
    return round(found) if found else None
