"""A folder as a store: for state on a shared disk, and for tests. Tags are digests of the content.

Programs on one machine (or with a file system whose locks reach all of them) may write at the same time:
whoever compares and swaps holds a lock meanwhile. Metadata lie beside the objects in `.headers/`.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from feedwright.files import replacing
from feedwright.stores.store import NO_HEADERS, ChangedError, Headers, ListedObject, StoredObject, StoreError

_LOCK = ".lock"
_HEADERS = ".headers"


class FolderStore:
    """The objects below a folder, which is made when something is written."""

    def __init__(self, root: Path) -> None:
        self.url = str(root)
        self._root = root

    def list(self, prefix: str = "") -> Iterator[ListedObject]:
        """Yield the objects below a folder. Reads them, for their tags."""
        for place, inner, names in os.walk(self._root / prefix):
            inner[:] = sorted(name for name in inner if (Path(place, name)) != self._root / _HEADERS)
            for path in (Path(place, name) for name in sorted(names)):
                name = path.relative_to(self._root).as_posix()
                found = None if name == _LOCK or name.endswith(".tmp") else self.get(name)
                if found is not None:
                    yield ListedObject(name, len(found.data), found.tag, found.modified)

    def head(self, name: str) -> StoredObject | None:
        """Return an object without its data; None if there is none."""
        found = self.get(name)
        return found and StoredObject(found.tag, found.modified, found.metadata)

    def get(self, name: str) -> StoredObject | None:
        """Return an object; None if there is none."""
        with self._explained(name):
            try:
                # One version of it, even if it is replaced meanwhile.
                with (self._root / name).open("rb") as file:
                    data, seconds = file.read(), os.fstat(file.fileno()).st_mtime
            except FileNotFoundError:
                return None
        tag = sha256(data).hexdigest()
        return StoredObject(
            tag, datetime.fromtimestamp(seconds, UTC), self._headers(name, tag).metadata, data
        )

    def put(
        self,
        name: str,
        data: bytes | Path,
        headers: Headers = NO_HEADERS,
        *,
        if_match: str | None = None,
        if_none_match: bool = False,
    ) -> str:
        """Write an object, if it is as demanded. Raises ChangedError."""
        data = data.read_bytes() if isinstance(data, Path) else data
        tag = sha256(data).hexdigest()
        with self._explained(name), self._locked():
            self._demand(name, if_match, if_none_match)
            with replacing(self._root / _HEADERS / name) as beside:
                beside.write_bytes(msgspec.json.encode((tag, headers)))
            with replacing(self._root / name) as beside, beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        return tag

    def delete(self, name: str, *, if_match: str | None = None) -> None:
        """Remove an object, if it is there. Raises ChangedError if it does not have the tag `if_match`."""
        with self._explained(name), self._locked():
            if not (self._root / name).exists():
                return
            self._demand(name, if_match, False)
            (self._root / name).unlink(missing_ok=True)
            (self._root / _HEADERS / name).unlink(missing_ok=True)
            for folder in (self._root / name).relative_to(self._root).parents[:-1]:
                with suppress(OSError):
                    (self._root / folder).rmdir()

    def _demand(self, name: str, if_match: str | None, if_none_match: bool) -> None:
        if if_match is None and not if_none_match:
            return
        there = self.get(name)
        if (there is not None) if if_none_match else (there is None or there.tag != if_match):
            raise ChangedError(f"{self.url}: {name} is not as it was: somebody else has written it")

    def _headers(self, name: str, tag: str) -> Headers:
        """Return the headers of an object, unless they are of a version that was never finished."""
        with suppress(OSError, msgspec.MsgspecError):
            kept = msgspec.json.decode((self._root / _HEADERS / name).read_bytes(), type=tuple[str, Headers])
            if kept[0] == tag:
                return kept[1]
        return NO_HEADERS

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            reason = fault.strerror or str(fault)
            raise StoreError(
                f"{self.url}: {name} cannot be used: {reason}; see who owns the folder"
            ) from None
