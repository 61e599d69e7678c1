"""JPEG (ITU-T T.81, annex B; JFIF 1.02): keep a list of segments, and nothing after the first picture."""

from __future__ import annotations

import re

from feedwright.resolve.metadata import exif
from feedwright.resolve.metadata.pieces import BrokenMediaError, Piece, replaced

SIGNATURE = b"\xff\xd8\xff"

_EXIF, _ICC = b"Exif\x00\x00", b"ICC_PROFILE\x00"
_JFIF_BYTES, _ADOBE_BYTES = 14, 12
_APP0, _APP1, _APP2, _APP14, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
_SCAN, _END = 0xDA, 0xD9
_BARE = (0x01, *range(0xD0, 0xD8))
"""Markers without a segment (TEM, RSTn)."""
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""The end of entropy-coded data (B.1.1.5)."""


def clean(data: bytes) -> list[Piece]:
    """Return tables, frame, scans and colour information of the first picture, and its public EXIF."""
    pieces: list[Piece] = [range(2)]
    at = 2
    oriented = False
    while at < len(data):
        # Decoders skip bytes between segments, and fill bytes before a marker (B.1.1.2).
        at = data.find(b"\xff", at)
        if at < 0:
            break
        while at + 1 < len(data) and data[at + 1] == 0xFF:
            at += 1
        if at + 1 >= len(data):
            break
        marker = data[at + 1]
        if marker == 0x00:
            at += 2
            continue
        if marker == _END or marker in _BARE:
            pieces.append(range(at, at + 2))
            if marker == _END:
                return pieces
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if marker < 0xC0 or length < 2 or end > len(data):
            raise BrokenMediaError(f"the JPEG segment at byte {at} does not fit into the file")
        if marker == _APP1 and data.startswith(_EXIF, at + 4):
            if not oriented:
                pieces.append(_exif(data, at, end))
            oriented = True
        else:
            pieces.append(_segment(data, marker, at, end))
        at = end
        if marker == _SCAN:
            following = _NEXT_MARKER.search(data, at)
            at = following.start() if following else len(data)
            pieces.append(range(end, at))
    # A truncated file has no end marker; its data are kept.
    return pieces


def _segment(data: bytes, marker: int, at: int, end: int) -> Piece:
    if marker == _APP0 and data.startswith(b"JFIF\x00", at + 4) and end - at >= 4 + _JFIF_BYTES:
        # The last two bytes are the size of a thumbnail, which may follow.
        head = data[at + 4 : at + 4 + _JFIF_BYTES - 2] + b"\x00\x00"
        return replaced(data, at, end, _made(marker, head))
    if marker == _APP14 and data.startswith(b"Adobe", at + 4) and end - at >= 4 + _ADOBE_BYTES:
        return replaced(data, at, end, _made(marker, data[at + 4 : at + 4 + _ADOBE_BYTES]))
    if marker == _APP2 and data.startswith(_ICC, at + 4):
        return range(at, end)
    # 0xF0 to 0xFD (JPGn) are reserved for extensions that no reader supports.
    return b"" if _APP0 <= marker <= _COMMENT else range(at, end)


def _exif(data: bytes, at: int, end: int) -> Piece:
    kept = exif.public(data[at + 4 + len(_EXIF) : end])
    return replaced(data, at, end, _made(_APP1, _EXIF + kept)) if kept else b""


def _made(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload
