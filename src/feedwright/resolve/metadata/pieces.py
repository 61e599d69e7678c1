"""A media file without its metadata, as pieces of the original and new bytes between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

Piece = range | bytes
"""Bytes of the original by their offsets, or bytes that stand in their place."""

_AT_ONCE = 1 << 20


class BrokenMediaError(ValueError):
    """The file is not built as its format says, so its metadata cannot be told from its pixels."""


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The same bytes in the fewest pieces: neighbours in the original become one."""
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
    """The bytes of the pieces, at most 1 MB at once. Raises BrokenMediaError where the file has shrunk."""
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
    """`new` in the place of these bytes of the original `data`, or these bytes where they are the same."""
    return range(start, stop) if data[start:stop] == new else new


def overwrite(changes: list[tuple[int, int, bytes]], length: int) -> list[Piece]:
    """The pieces of a file of `length` bytes in which some (start, end) are overwritten with as many others.

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
