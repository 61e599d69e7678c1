"""How the catalog packs values (MessagePack; much text also zlib), and unpacks each to its type."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

import msgspec

T = TypeVar("T")
Part = TypeVar("Part")

_ZLIB = b"\x78"
"""First byte of zlib's output; MessagePack of a map, list or text never begins with it."""

LARGE = 200_000
"""Number of recorded articles (each edit counts) from which entries are compressed: that takes time."""

_LEVEL = 3
"""zlib's level. Higher ones take longer and gain little."""

_pack = msgspec.msgpack.Encoder().encode


class DamagedValueError(sqlite3.DatabaseError):
    """A value in the catalog does not decode to its type, so the catalog is damaged.

    It is a sqlite3.DatabaseError, so that `translated_errors` makes a CatalogError of it.
    """


class Codec(Generic[T]):
    """Packs values of one type for the catalog.

    Args:
        name: The table and column, or the name of the value; damage is reported under it.
        kind: The type, as msgspec decodes it.
        compressible: Whether the catalog may hold the value `compressed`.
    """

    def __init__(self, name: str, kind: object, *, compressible: bool = False) -> None:
        self.name = name
        self._kind, self._compressible = kind, compressible

    @cached_property
    def _decoder(self) -> msgspec.msgpack.Decoder[Any]:
        # Made when first used: a run needs few of them, and each takes time to make.
        return msgspec.msgpack.Decoder(self._kind)

    def part(self, kind: type[Part]) -> Codec[Part]:
        """Return a codec that decodes only the fields of the struct `kind`, which is faster."""
        return Codec(self.name, kind, compressible=self._compressible)

    def pack(self, value: T) -> bytes:
        """Return the value as the catalog stores it, not compressed."""
        return _pack(value)

    def unpack(self, packed: bytes) -> T:
        """Return the value that was stored. Raises DamagedValueError if it is not of this type."""
        try:
            if self._compressible and packed[:1] == _ZLIB:
                packed = zlib.decompress(packed)
            return cast(T, self._decoder.decode(packed))
        except (msgspec.DecodeError, ValueError, RecursionError, zlib.error) as fault:
            raise DamagedValueError(f"{self.name}: {fault}") from None


def compressed(packed: bytes) -> bytes:
    """Return a compressible value in a third of the space (zlib, RFC 1950); takes 70 µs an entry."""
    return zlib.compress(packed, _LEVEL)


def to_seconds(moment: datetime) -> int:
    """Return a moment as the catalog stores it: whole seconds since 1970."""
    return int(moment.timestamp())


def to_moment(seconds: int) -> datetime:
    """Return a stored moment in UTC. Raises DamagedValueError if there is no such moment."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ArithmeticError, OSError, ValueError) as fault:
        raise DamagedValueError(f"{seconds} is no moment: {fault}") from None
