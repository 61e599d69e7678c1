"""PNG (W3C, third edition): keep a list of chunks, and nothing after the last."""

from __future__ import annotations

import zlib

from feedwright.resolve.metadata import exif
from feedwright.resolve.metadata.pieces import BrokenMediaError, Piece, replaced

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT cICP mDCV cLLI bKGD pHYs hIST sPLT".split()
    + b"acTL fcTL fdAT".split()
)


def clean(data: bytes) -> list[Piece]:
    """Return the chunks that are needed to show the picture, and its public EXIF."""
    pieces: list[Piece] = [range(len(SIGNATURE))]
    at = len(SIGNATURE)
    while at < len(data):
        name = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if name == b"IDAT" and end > len(data):
            # A truncated file is shown as far as it goes.
            return [*pieces, range(at, len(data))]
        if end > len(data):
            raise BrokenMediaError(f"the PNG chunk at byte {at} does not fit into the file")
        if name in _KEPT:
            pieces.append(range(at, end))
        elif name == b"eXIf":
            pieces.append(_exif(data, at, end))
        elif not name[0] & 0x20:
            raise BrokenMediaError(f"the PNG chunk at byte {at} is of a critical type that PNG does not have")
        at = end
        if name == b"IEND":
            return pieces
    # Decoders do not need the end (IEND).
    return pieces


def _exif(data: bytes, at: int, end: int) -> Piece:
    kept = exif.public(data[at + 8 : end - 4])
    if not kept:
        return b""
    body = b"eXIf" + kept
    made = len(kept).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return replaced(data, at, end, made)
