"""What the catalog keeps packed (MessagePack): each value has one name, one type, one way in and out."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import UTC, datetime
from typing import Generic, TypeVar, cast

import msgspec

T = TypeVar("T")

_ZLIB = b"\x78"
"""What zlib begins with, and no MessagePack of a map, list or text."""

LARGE = 200_000
"""Articles that were put, again after each edit, from which on entries are compressed: it takes time."""

_LEVEL = 3
"""More takes longer and gains little."""

_pack = msgspec.msgpack.Encoder().encode


class DamagedValueError(sqlite3.DatabaseError):
    """A value in the catalog is not of its type: it is damaged, or of another program.

    It is a fault of the database to whoever handles these (`explained` makes a CatalogError of it).
    """


class Value(Generic[T]):
    """A packed value in the catalog: its name, for messages, and the type that it has."""

    def __init__(self, name: str, kind: object) -> None:
        self.name = name
        self._decode = msgspec.msgpack.Decoder(kind).decode

    def pack(self, value: T) -> bytes:
        """The value as the catalog keeps it."""
        return _pack(value)

    def unpack(self, packed: bytes) -> T:
        """The value that was kept; raises DamagedValueError where it is not one of this type."""
        try:
            return cast(T, self._decode(packed))
        except (msgspec.DecodeError, ValueError, RecursionError) as fault:
            raise DamagedValueError(f"{self.name}: {fault}") from None


class CompressibleValue(Value[T]):
    """A value of much text, which the catalog may keep `compressed`."""

    def unpack(self, packed: bytes) -> T:
        """The value that was kept; raises DamagedValueError where it is not one of this type."""
        if packed[:1] != _ZLIB:
            return super().unpack(packed)
        try:
            unpacked = zlib.decompress(packed)
        except zlib.error as fault:
            raise DamagedValueError(f"{self.name}: {fault}") from None
        return super().unpack(unpacked)


def compressed(packed: bytes) -> bytes:
    """A CompressibleValue in a third of the room (zlib, RFC 1950), for 70 µs."""
    return zlib.compress(packed, _LEVEL)


def to_seconds(moment: datetime) -> int:
    """How moments are kept: whole seconds since 1970."""
    return int(moment.timestamp())


def to_moment(seconds: int) -> datetime:
    """The moment that was kept, in UTC; raises DamagedValueError where there is no such moment."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ArithmeticError, OSError, ValueError) as fault:
        raise DamagedValueError(f"{seconds} is no moment: {fault}") from None
