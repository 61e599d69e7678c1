"""Send one object by compare-and-swap: nothing newer is overwritten, whoever else writes."""

from __future__ import annotations

from hashlib import file_digest, sha256
from pathlib import Path

from msgspec import Struct

from feedwright.publish.mirror.headers import HeaderRules, Origin, Writer, made_at, origin_of
from feedwright.publish.mirror.manifest import Stored
from feedwright.publish.mirror.plan import LocalFile
from feedwright.publish.precompress import compress
from feedwright.stores import ChangedError, Headers, NoConditionsError, Store, StoredObject, StoreError

LARGE = 8 * 1024 * 1024
"""Bytes from which on a media file is sent piece by piece. Its name has a digest, so nothing replaces it."""

_MOST_TRIES = 10


class Sent(Struct, frozen=True):
    """An object that is in the store now. `is_new` is false if the store had it already."""

    stored: Stored
    is_new: bool
    bytes: int = 0


class Newer(Struct, frozen=True):
    """Somebody else's object that is newer, or as new, and was left as it is."""

    origin: Origin


class Transfer:
    """Sends files. With `overwrites`, also over what is newer."""

    def __init__(
        self, store: Store, root: Path, rules: HeaderRules, writer: Writer, *, overwrites: bool
    ) -> None:
        self._store, self._root, self._rules = store, root, rules
        self._writer, self._overwrites = writer, overwrites

    def send(self, file: LocalFile, known: Stored | None, *, is_listed: bool) -> Sent | Newer | None:
        """Bring the store's object up to date with a file. Returns None if there is no such file any more.

        `known` is what the store had when it was last asked; with `is_listed`, it has something unknown.
        Raises StoreError.
        """
        path = self._root / file.name
        try:
            if file.rule.is_media and file.size >= LARGE:
                with path.open("rb") as opened:
                    digest, data = file_digest(opened, "sha256").hexdigest(), None
            else:
                data = path.read_bytes()
                digest = sha256(data).hexdigest()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise StoreError(f"{path}: cannot be read: {fault.strerror or fault}") from None
        if known is not None and (known.digest, known.headers) == (digest, self._rules.digest_for(file)):
            return Sent(self._stored(file, digest, known.tag), is_new=False)
        headers = self._rules.with_origin(file, digest, self._writer)
        if data is None:
            return self._send_large(file, digest, headers)
        encoding = self._rules.encoding_of(file)
        return self._swap(
            file, digest, compress(data, encoding) if encoding else data, headers, known, is_listed
        )

    def _swap(
        self,
        file: LocalFile,
        digest: str,
        data: bytes,
        headers: Headers,
        known: Stored | None,
        is_listed: bool,
    ) -> Sent | Newer:
        tag = known.tag if known is not None else None
        asks_first = is_listed
        for _ in range(_MOST_TRIES):
            if asks_first:
                there = self._store.head(file.name)
                if there is not None and (settled := self._settle(file, digest, there)) is not None:
                    return settled
                tag = there.tag if there is not None else None
            try:
                new = self._store.put(file.name, data, headers, if_match=tag, if_none_match=tag is None)
            except ChangedError:
                asks_first = True
                continue
            except NoConditionsError:
                new = self._store.put(file.name, data, headers)
            return Sent(self._stored(file, digest, new), is_new=True, bytes=len(data))
        raise StoreError(f"{self._store.url}: {file.name} is replaced again and again; the next run goes on")

    def _settle(self, file: LocalFile, digest: str, there: StoredObject) -> Sent | Newer | None:
        """Return what becomes of a file beside this object; None if it replaces the object."""
        origin = origin_of(there)
        if origin.digest == digest and origin.headers == self._rules.digest_for(file):
            return Sent(self._stored(file, digest, there.tag), is_new=False)
        if origin.digest == digest or origin.made is None or self._overwrites:
            return None
        ours = made_at(file)
        is_own = origin.writer == self._writer.manifest
        return Newer(origin) if origin.made > ours or (origin.made == ours and not is_own) else None

    def _send_large(self, file: LocalFile, digest: str, headers: Headers) -> Sent | Newer:
        there = self._store.head(file.name)
        if there is not None and (settled := self._settle(file, digest, there)) is not None:
            return settled
        tag = self._store.put(file.name, self._root / file.name, headers)
        return Sent(self._stored(file, digest, tag), is_new=True, bytes=file.size)

    def _stored(self, file: LocalFile, digest: str, tag: str) -> Stored:
        return Stored(file.size, file.mtime_ns, digest, self._rules.digest_for(file), tag)
