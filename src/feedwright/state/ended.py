"""How the last run ended, an object beside the state: it is known only after the state is stored.

It is not compared and swapped: whichever run ends last has the word, as in a folder.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from feedwright import private
from feedwright.state import chunks
from feedwright.stores import StoreError
from feedwright.up_to_date import GOOD_RUN

NAME = "ended"
"""The object in the store."""

FILES = ("last-run", "monitoring")
"""Files in .feedwright/: how the last run ended (`monitoring/`), and what somebody was told of it."""

_MOST = 1_000_000


class Ended(msgspec.Struct):
    """The `files` by their names, and when the last good run ended, in ns since 1970 (None: none has)."""

    files: dict[str, bytes]
    good: int | None


def pack(memory: Path) -> bytes:
    """Return what .feedwright/ says of the last run."""
    files: dict[str, bytes] = {}
    for name in FILES:
        with suppress(OSError):
            files[name] = (memory / name).read_bytes()
    good = None
    with suppress(OSError):
        good = (memory / GOOD_RUN).stat().st_mtime_ns
    return chunks.pack(msgspec.msgpack.encode(Ended(files, good)))


def unpack(packed: bytes, memory: Path) -> None:
    """Write it into another .feedwright/. Damaged data is ignored."""
    try:
        ended = msgspec.msgpack.decode(chunks.unpack(packed, _MOST), type=Ended)
    except (StoreError, msgspec.DecodeError):
        return
    for name in FILES:
        if name in ended.files:
            private.replace(str(memory / name), ended.files[name])
        else:
            (memory / name).unlink(missing_ok=True)
    if ended.good is None:
        (memory / GOOD_RUN).unlink(missing_ok=True)
    else:
        (memory / GOOD_RUN).touch(mode=0o600)
        os.utime(memory / GOOD_RUN, ns=(ended.good, ended.good))
