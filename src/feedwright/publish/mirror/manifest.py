"""The manifest: what the store has, by its answers, kept in .feedwright/ so that a run need not ask again."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct, field

from feedwright import private

NAME = "published"
"""The file in .feedwright/."""


class Stored(Struct, frozen=True, array_like=True):
    """An object in the store, and the file that it was made from: size, mtime in ns, SHA-256.

    `headers` is a digest of what was kept with it, `tag` is the store's.
    """

    size: int
    mtime_ns: int
    digest: str
    headers: str
    tag: str


class Manifest(Struct):
    """All objects in the store at `url`, by their names.

    `writer` names this copy of the manifest to other hosts. `verified` is when the store's listing was last
    compared, in seconds since 1970; 0: never. `ignored` are the conditions of a write that the store ignores;
    None: it was not asked, or (`is_asking`) has not answered.
    """

    url: str
    writer: str = field(default_factory=lambda: secrets.token_hex(4))
    verified: int = 0
    ignored: tuple[str, ...] | None = None
    is_asking: bool = False
    objects: dict[str, Stored] = field(default_factory=dict)

    def save(self, memory: Path) -> None:
        """Write it. Raises OSError."""
        private.replace(str(memory / NAME), msgspec.msgpack.encode(self))


def load_manifest(memory: Path, url: str) -> Manifest:
    """Read the manifest of the store at `url`; an empty one if there is none, or it is damaged.

    Then the store's listing tells what is there.
    """
    with suppress(OSError, msgspec.MsgspecError):
        found = msgspec.msgpack.decode((memory / NAME).read_bytes(), type=Manifest)
        if found.url == url:
            return found
    return Manifest(url)
