"""Metadata that say more of a source than its author means to: where, when and with what it was taken.

A file is cleaned without loss: segments, chunks and boxes are left out or blanked, and what shows the
picture stays byte for byte. One file here knows one container format.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from feedwright.resolve.metadata import gif, isobmff, jpeg, png, webp, within
from feedwright.resolve.metadata.pieces import BrokenMediaError, Piece, content, joined, overwrite

__all__ = ["BrokenMediaError", "Cleaned", "clean", "put", "write"]

MOST_BYTES = 200_000_000
"""Of a picture that is cleaned: it is held in memory meanwhile."""

_TOLD_BY = re.compile(rb"<metadata[\s>]|data:image/(?!svg)|\b(?:inkscape|sodipodi):\w+=", re.I)
"""What an SVG drawing says of its making, or a picture within, which has metadata of its own."""


_PICTURE_BRANDS = (b"avif", b"avis", b"mif1", b"msf1")


class Cleaned(Struct, frozen=True):
    """What is published in place of a file: `pieces` of it, or (None) the file as it is.

    `warning` says what could not be taken out.
    """

    pieces: tuple[Piece, ...] | None = None
    warning: str | None = None


def clean(path: Path) -> Cleaned:
    """What of a media file is published. Raises OSError, and BrokenMediaError for a file that is broken."""
    with path.open("rb") as file:
        length = os.fstat(file.fileno()).st_size
        head = file.read(16)
        file.seek(0)
        pieces, warning = _pieces(file, head, length)
    if pieces is None:
        return Cleaned(None, warning)
    kept = joined(pieces)
    return Cleaned(None if kept == [range(length)] else tuple(kept), warning)


def write(original: Path, pieces: tuple[Piece, ...], path: Path) -> None:
    """Makes a file of the pieces. Raises OSError, and BrokenMediaError where the original has shrunk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with original.open("rb") as file, path.open("wb") as copy:
        copy.writelines(content(file, pieces))


def put(file: Path, place: Path) -> None:
    """Moves a file that was written to its place. Raises OSError."""
    place.parent.mkdir(parents=True, exist_ok=True)
    file.replace(place)


def _pieces(file: BinaryIO, head: bytes, length: int) -> tuple[list[Piece] | None, str | None]:
    if head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat"):
        try:
            found = isobmff.clean(file, length)
        except BrokenMediaError as fault:
            if head[8:12] in _PICTURE_BRANDS:
                raise
            return None, f"its positions and devices cannot be taken out ({fault}); it is published as it is"
        track = "it has a track of metadata (positions, most often), which is published with it"
        return found.pieces, track if found.has_metadata_track else None
    of_format = _cleaner(head)
    if of_format is not None:
        if length > MOST_BYTES:
            raise BrokenMediaError(f"a picture has at most {MOST_BYTES // 1_000_000} MB")
        return of_format(file.read()), None
    is_text = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if is_text and _TOLD_BY.search(file.read(MOST_BYTES)):
        return None, "a drawing is published as it is written, with what it says of its making"
    if is_text:
        return None, None
    changes, tells = within.overwritten(file, min(length, MOST_BYTES))
    more = "what it tells of its making (author, program, place) cannot be taken out and is published with it"
    return overwrite(changes, length), more if tells else None


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
