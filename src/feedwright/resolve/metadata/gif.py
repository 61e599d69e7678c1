"""GIF (89a): keep pictures and what controls them; remove comments and application blocks."""

from __future__ import annotations

from feedwright.resolve.metadata.pieces import BrokenMediaError, Piece

_EXTENSION, _PICTURE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""Application blocks that are kept: number of repetitions, colour profile."""


def clean(data: bytes) -> list[Piece]:
    """Return the pieces that are needed to show the picture."""
    try:
        return _blocks(data)
    except IndexError:
        raise BrokenMediaError("it ends inside of a block") from None


def _blocks(data: bytes) -> list[Piece]:
    at = 13 + _table(data[10])
    pieces: list[Piece] = [range(at)]
    while data[at] != _TRAILER:
        if data[at] == _PICTURE:
            end = _after(data, at + 10 + _table(data[at + 9]) + 1)
            pieces.append(range(at, end))
        elif data[at] == _EXTENSION:
            end = _after(data, at + 2)
            label = data[at + 1]
            if label == _CONTROL or (label == _APPLICATION and data[at + 3 : at + 14] in _APPLICATIONS):
                pieces.append(range(at, end))
        else:
            raise BrokenMediaError(f"byte {at} does not start a GIF block")
        at = end
    return [*pieces, range(at, at + 1)]


def _table(flags: int) -> int:
    """Return the size of a colour table, from the flags of its block."""
    return 3 << (flags & 0x07) + 1 if flags & 0x80 else 0


def _after(data: bytes, at: int) -> int:
    """Return the end of the sub-blocks that start at `at`."""
    while size := data[at]:
        at += size + 1
    return at + 1
