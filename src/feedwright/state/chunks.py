"""Files in pieces, each stored compressed under the digest of its bytes: only what is new has to travel."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from feedwright import extras
from feedwright.stores import StoreError

SIZE = 65_536
"""Bytes of a piece: 16 pages of SQLite. Larger ones travel for less, smaller ones are more requests."""

_DIGEST = 16
_ZSTD, _ZLIB = b"z", b"d"
_LEVEL = 6
FOLDER = "chunks"


def digest(data: bytes) -> bytes:
    """Return what a piece is stored under."""
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()


def name_of(digest: bytes) -> str:
    """Return the name of a piece in the store."""
    text = digest.hex()
    return f"{FOLDER}/{text[:2]}/{text}"


def pieces(file: Path, size: int) -> Iterator[bytes]:
    """Yield the pieces of a file, all of that size but the last."""
    with file.open("rb") as opened:
        while piece := opened.read(size):
            yield piece


def pack(data: bytes) -> bytes:
    """Compress: with zstd if it is installed (`feedwright[state]`), else with zlib, which Python has."""
    if not extras.is_installed("zstandard"):
        return _ZLIB + zlib.compress(data, _LEVEL)
    import zstandard

    return _ZSTD + zstandard.ZstdCompressor(level=_LEVEL).compress(data)


def unpack(packed: bytes, most: int) -> bytes:
    """Undo `pack`; the result has at most so many bytes.

    Raises:
        StoreError: This is not what `pack` makes, or zstd is not installed.
    """
    mark, data = packed[:1], packed[1:]
    if mark == _ZLIB:
        try:
            return zlib.decompressobj().decompress(data, most)
        except zlib.error as fault:
            raise StoreError(f"a damaged piece of the state: {fault}") from None
    if mark != _ZSTD:
        raise StoreError("a damaged piece of the state, or one of a newer feedwright")
    if not extras.is_installed("zstandard"):
        raise StoreError(f"the state is compressed with zstd: {extras.how_to_install('state')}")
    import zstandard

    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=most)
    except zstandard.ZstdError as fault:
        raise StoreError(f"a damaged piece of the state: {fault}") from None
