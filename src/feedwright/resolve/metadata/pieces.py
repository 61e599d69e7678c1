"""A media file without metadata, as pieces of the original with new bytes in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

Piece = range | bytes
"""A range of bytes of the original, or new bytes."""

_AT_ONCE = 1 << 20


class BrokenMediaError(ValueError):
    """The file does not follow its format, so its metadata cannot be located."""


def merge(pieces: Sequence[Piece]) -> list[Piece]:
    """Merge adjacent ranges of the original."""
    result: list[Piece] = []
    for piece in pieces:
        if not len(piece):
            continue
        last = result[-1] if result else b""
        if isinstance(piece, range) and isinstance(last, range) and last.stop == piece.start:
            result[-1] = range(last.start, piece.stop)
        else:
            result.append(piece)
    return result


def content(file: BinaryIO, pieces: Sequence[Piece]) -> Iterator[bytes]:
    """Yield the bytes of the pieces, at most 1 MB at once. Raises BrokenMediaError if the file has shrunk."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        file.seek(piece.start)
        left = len(piece)
        while left:
            data = file.read(min(left, _AT_ONCE))
            if not data:
                raise BrokenMediaError("it became shorter while it was read")
            left -= len(data)
            yield data


def replaced(data: bytes, start: int, stop: int, new: bytes) -> Piece:
    """Return the new bytes, or the range of the original if they are equal."""
    return range(start, stop) if data[start:stop] == new else new


def overwrite(changes: list[tuple[int, int, bytes]], length: int) -> list[Piece]:
    """Return the pieces of a file of `length` bytes in which (start, end, bytes) are overwritten.

    Raises BrokenMediaError where two changes meet.
    """
    pieces: list[Piece] = []
    at = 0
    for start, end, made in sorted(changes):
        if start < at or end > length:
            raise BrokenMediaError("two of its parts have the same bytes")
        pieces += range(at, start), made
        at = end
    return [*pieces, range(at, length)]
