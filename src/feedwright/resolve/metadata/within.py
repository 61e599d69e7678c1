"""JPEGs inside of other files: covers of audio, photographs in a PDF, attachments of a video.

Such files refer to their bytes by offsets, so nothing is moved: metadata are overwritten where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from feedwright.resolve.metadata import exif

Overwritten = tuple[int, int, bytes]
"""Start and end of a range of bytes, and the bytes that replace it."""

_EXIF = b"Exif\x00\x00"
_SEGMENTS = (
    (b"\xff\xe1", _EXIF),
    (b"\xff\xe1", b"http://ns.adobe.com/xap/1.0/\x00"),
    (b"\xff\xed", b"Photoshop 3.0\x00"),
)
"""The beginnings of segments with metadata: their markers, and the bytes after their lengths."""

_MARKERS = {
    b"%PDF": (b"/Author", b"/Creator", b"/Producer", b"/ObjStm"),
    b"\x1a\x45\xdf\xa3": (b"LOCATION", b"COM.APPLE.QUICKTIME", b"COM.ANDROID"),
}
"""Markers of metadata that cannot be removed, by the first bytes of a file (PDF; Matroska and WebM). A PDF
may have them in compressed objects (`ObjStm`).
"""
_MARKERS_IN_ANY = (b"<x:xmpmeta", b"eXIf", b"GPSLatitude")

_WINDOW = 1 << 22
_OVERLAP = 1 << 17
"""The longest segment has half of it."""


def overwritten(file: BinaryIO, length: int) -> tuple[list[Overwritten], bool]:
    """Return what to overwrite in the first `length` bytes, and whether other metadata remain."""
    file.seek(0)
    marks = (*_MARKERS_IN_ANY, *_MARKERS.get(file.read(4), ()))
    changes: dict[int, Overwritten] = {}
    tells = False
    for start in range(0, length, _WINDOW):
        file.seek(start)
        data = file.read(min(_WINDOW + _OVERLAP, length - start))
        found = list(in_bytes(data, start))
        # Also those behind the window: the next one may begin within their markers.
        changes |= {change[0]: change for change in found}
        for at, end, made in reversed(found):
            data = data[: at - start] + made + data[end - start :]
        tells = tells or any(mark in data for mark in marks)
    return [changes[at] for at in sorted(changes)], tells


def in_bytes(data: bytes, offset: int) -> Iterator[Overwritten]:
    """Yield what to overwrite in the segments of `data`, which starts at `offset`, in the order of kinds."""
    for marker, head in _SEGMENTS:
        at = data.find(head)
        while at >= 0:
            end = at - 2 + int.from_bytes(data[max(at - 2, 0) : at], "big")
            if data[max(at - 4, 0) : at - 2] == marker and at + len(head) <= end <= len(data):
                payload = data[at:end]
                made = _public(payload) if head is _EXIF else bytes(len(payload))
                if made != payload:
                    yield offset + at, offset + end, made
            at = data.find(head, at + 1)


def _public(payload: bytes) -> bytes:
    """Return the content of an EXIF segment with only its public data, in the same length."""
    kept = exif.public(payload[len(_EXIF) :])
    made = _EXIF + kept if kept else b""
    return made.ljust(len(payload), b"\x00") if len(made) <= len(payload) else bytes(len(payload))
