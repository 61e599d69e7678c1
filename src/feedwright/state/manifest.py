"""The manifest of a state: its files, each as a list of pieces. It is what is compared and swapped."""

from __future__ import annotations

import msgspec

from feedwright.state import chunks
from feedwright.stores import StoreError

NAME = "manifest"
_MOST = 64_000_000


class Part(msgspec.Struct, frozen=True):
    """A file: its length in bytes, the length of a piece, and the digests of the pieces in their order."""

    length: int
    piece: int
    digests: tuple[bytes, ...]


class Manifest(msgspec.Struct, frozen=True):
    """A state as one run stored it.

    `number` counts these. `publication` is the URL of its feeds, `holder` who stored it.
    """

    number: int
    publication: str
    holder: str
    files: dict[str, Part]

    def digests(self) -> set[bytes]:
        """Return the digests of all pieces."""
        return {digest for part in self.files.values() for digest in part.digests}


def pack(manifest: Manifest) -> bytes:
    return chunks.pack(msgspec.msgpack.encode(manifest))


def unpack(packed: bytes) -> Manifest:
    """Undo `pack`. Raises StoreError."""
    try:
        return msgspec.msgpack.decode(chunks.unpack(packed, _MOST), type=Manifest)
    except msgspec.DecodeError as fault:
        raise StoreError(f"the manifest of the state is damaged: {fault}") from None
