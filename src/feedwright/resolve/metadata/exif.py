"""EXIF (a TIFF structure; Exif 2.32, section 4.6): the published part is written to a new structure.

All else is removed: position, serial numbers, maker notes, thumbnail.
"""

from __future__ import annotations

import struct

ORIENTATION, ARTIST, COPYRIGHT = 0x0112, 0x013B, 0x8298
_ASCII, _SHORT = 2, 3
_MOST_TEXT = 1000
"""The most bytes of a credit; a longer one contains something else."""


def public(tiff: bytes) -> bytes:
    """Return a TIFF structure with only orientation, artist and copyright; b"" if there are none.

    A broken structure is used as far as it can be read.
    """
    found = _first_directory(tiff)
    entries: list[tuple[int, int, bytes]] = []
    if (orientation := found.get(ORIENTATION)) and orientation != b"\x00\x01":
        entries.append((ORIENTATION, _SHORT, orientation))
    entries += [(tag, _ASCII, found[tag]) for tag in (ARTIST, COPYRIGHT) if tag in found]
    return _written(entries) if entries else b""


def _first_directory(tiff: bytes) -> dict[int, bytes]:
    """Return the values of the three tags; orientation as two bytes, big-endian."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    found: dict[int, bytes] = {}
    try:
        if order is None:
            return found
        (at,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, at)
        for number in range(count):
            entry = at + 2 + 12 * number
            tag, kind, size = struct.unpack_from(order + "HHI", tiff, entry)
            if tag == ORIENTATION and (kind, size) == (_SHORT, 1):
                (turned,) = struct.unpack_from(order + "H", tiff, entry + 8)
                if 1 <= turned <= 8:
                    found[tag] = struct.pack(">H", turned)
            elif tag in (ARTIST, COPYRIGHT) and kind == _ASCII and size <= _MOST_TEXT:
                start = entry + 8 if size <= 4 else struct.unpack_from(order + "I", tiff, entry + 8)[0]
                text = tiff[start : start + size].rstrip(b"\x00 ")
                if text:
                    found[tag] = text + b"\x00"
    except struct.error:
        pass
    return found


def _written(entries: list[tuple[int, int, bytes]]) -> bytes:
    """Write a big-endian TIFF structure with one directory of entries, sorted by tag."""
    after = 8 + 2 + 12 * len(entries) + 4
    directory, values = struct.pack(">H", len(entries)), b""
    for tag, kind, value in entries:
        directory += struct.pack(">HHI", tag, kind, len(value) if kind == _ASCII else 1)
        if len(value) <= 4:
            directory += value.ljust(4, b"\x00")
        else:
            directory += struct.pack(">I", after + len(values))
            values += value + b"\x00" * (len(value) % 2)
    return b"MM\x00*\x00\x00\x00\x08" + directory + b"\x00\x00\x00\x00" + values
