"""Remove metadata that may endanger a source: where, when and with which device a file was recorded.

Files are cleaned without loss: segments, chunks and boxes are removed or overwritten, and image data stay
unchanged. Each module handles one container format.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from feedwright.resolve.metadata import gif, isobmff, jpeg, png, svg, webp, within
from feedwright.resolve.metadata.pieces import BrokenMediaError, Piece, content, merge, overwrite

__all__ = ["BrokenMediaError", "Cleaned", "clean", "move", "write_copy"]

MOST_BYTES = 200_000_000
"""The most bytes of a picture, which is cleaned in memory."""

_TOLD_BY = re.compile(rb"<metadata[\s>]|data:image/(?!svg)|\b(?:inkscape|sodipodi):\w+=", re.I)
"""Metadata in an SVG drawing, or an embedded picture, which may have metadata of its own."""


_PICTURE_BRANDS = (b"avif", b"avis", b"mif1", b"msf1")


class Cleaned(Struct, frozen=True):
    """The content to publish: `pieces` of a file, None for the unchanged file.

    `warning` describes metadata that could not be removed.
    """

    pieces: tuple[Piece, ...] | None = None
    warning: str | None = None


def clean(path: Path) -> Cleaned:
    """Determine what to publish of a media file. Raises OSError, or BrokenMediaError for a broken file."""
    with path.open("rb") as file:
        length = os.fstat(file.fileno()).st_size
        head = file.read(16)
        file.seek(0)
        pieces, warning = _pieces(file, head, length)
    if pieces is None:
        return Cleaned(None, warning)
    kept = merge(pieces)
    return Cleaned(None if kept == [range(length)] else tuple(kept), warning)


def write_copy(original: Path, pieces: tuple[Piece, ...], path: Path) -> None:
    """Write the pieces to a file. Raises OSError, or BrokenMediaError if the original has shrunk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with original.open("rb") as file, path.open("wb") as copy:
        copy.writelines(content(file, pieces))


def move(file: Path, place: Path) -> None:
    """Move a file; make the folder. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    file.replace(place)


def _pieces(file: BinaryIO, head: bytes, length: int) -> tuple[list[Piece] | None, str | None]:
    if head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat"):
        try:
            found = isobmff.clean(file, length)
        except BrokenMediaError as fault:
            if head[8:12] in _PICTURE_BRANDS:
                raise
            return (
                None,
                f"its position and device data cannot be removed ({fault}); it is published unchanged",
            )
        track = "it has a track of metadata (usually positions), which is published with it"
        return found.pieces, track if found.has_metadata_track else None
    of_format = _cleaner(head)
    if of_format is not None:
        if length > MOST_BYTES:
            raise BrokenMediaError(f"a picture has at most {MOST_BYTES // 1_000_000} MB")
        return of_format(file.read()), None
    is_text = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if is_text:
        return _drawing(file.read(MOST_BYTES))
    changes, tells = within.overwritten(file, min(length, MOST_BYTES))
    more = "its metadata (author, program, place) cannot be removed and is published with it"
    return overwrite(changes, length), more if tells else None


def _drawing(data: bytes) -> tuple[list[Piece] | None, str | None]:
    """A text that may be an SVG drawing."""
    said = ["a drawing is published with its metadata (author, program)"] if _TOLD_BY.search(data) else []
    pieces = svg.clean(data) if svg.is_svg(data) else None
    if pieces is not None and len(pieces) > 1:
        said.append("a drawing is published without its scripts")
    return pieces, "; ".join(said) or None


def _cleaner(head: bytes) -> Callable[[bytes], list[Piece]] | None:
    if head.startswith(jpeg.SIGNATURE):
        return jpeg.clean
    if head.startswith(png.SIGNATURE):
        return png.clean
    if head.startswith((b"GIF87a", b"GIF89a")):
        return gif.clean
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return webp.clean
    return None
