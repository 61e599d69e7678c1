"""Entries as they go from process to process and into the catalog: packed once, by whoever makes them."""

from __future__ import annotations

import msgspec

from feedwright.model import Entry

pack_entry = msgspec.msgpack.Encoder().encode
unpack_entry = msgspec.msgpack.Decoder(Entry).decode
