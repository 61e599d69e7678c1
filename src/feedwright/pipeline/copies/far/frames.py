"""Frames: messages from process to process over a pipe, each with its length before it."""

from __future__ import annotations

import os
import select
import struct

_LENGTH = struct.Struct("<Q")
_PIECE = 1 << 20


class EndedError(Exception):
    """The other process has ended, or closed its end."""


class SilentError(Exception):
    """The other process has sent nothing for as long as it may take."""


def write_frame(handle: int, data: bytes) -> None:
    """Write a frame. Raises EndedError."""
    try:
        for piece in (_LENGTH.pack(len(data)), data):
            view = memoryview(piece)
            while view:
                view = view[os.write(handle, view) :]
    except OSError:
        raise EndedError from None


def read_frame(handle: int, seconds: float | None = None) -> bytes:
    """Read a frame; each piece of it may take `seconds`. Raises EndedError, and SilentError."""
    (length,) = _LENGTH.unpack(_read(handle, _LENGTH.size, seconds))
    return _read(handle, length, seconds)


def _read(handle: int, length: int, seconds: float | None) -> bytes:
    data = bytearray()
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    while len(data) < length:
        if seconds is not None and not poll.poll(seconds * 1000):
            raise SilentError
        try:
            piece = os.read(handle, min(_PIECE, length - len(data)))
        except OSError:
            raise EndedError from None
        if not piece:
            raise EndedError
        data += piece
    return bytes(data)
