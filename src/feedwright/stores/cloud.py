"""Buckets of S3, Google Cloud Storage and Azure, and of servers that speak as these do, through obstore."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import obstore
from msgspec.structs import replace
from obstore import exceptions
from obstore.store import AzureStore, GCSStore, S3Store

from feedwright.stores import credentials
from feedwright.stores.removal import delete_if
from feedwright.stores.store import (
    NO_HEADERS,
    VERSION,
    ChangedError,
    Headers,
    ListedObject,
    NoConditionsError,
    StoredObject,
    StoreError,
    same_tag,
)
from feedwright.stores.troubles import explain

if TYPE_CHECKING:
    from obstore import UpdateVersion
    from obstore.store import ClientConfig, RetryConfig

_CLIENT: ClientConfig = {"allow_http": True, "timeout": "60s", "connect_timeout": "10s"}
"""Plain HTTP is for stores on this machine or in this network: only a URL of the environment has it."""

_RETRY: RetryConfig = {
    "max_retries": 6,
    "backoff": {
        "init_backoff": timedelta(seconds=0.2),
        "max_backoff": timedelta(seconds=10),
        "base": 2,
    },
    "retry_timeout": timedelta(seconds=60),
}

_WRITE = "feedwrightwrite"
"""Metadata by which a conditional write knows its own object."""

_SMALL = 1_000_000
_CHUNK, _PIECES = 5 * 1024 * 1024, 4
"""Bytes of a piece of a large object, and how many pieces are sent at the same time."""


class CloudStore:
    """The objects of a bucket below a prefix. Its requests are repeated while the store is overloaded."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._compares_bare = False
        with self._explained(""):
            self._store = _open(url)

    def list(self, prefix: str = "") -> Iterator[ListedObject]:
        """Yield the objects below a folder, a thousand with each request."""
        with self._explained(prefix):
            for page in obstore.list(self._store, prefix or None, chunk_size=1000):
                for one in page:
                    yield ListedObject(one["path"], one["size"], _tag(one), one["last_modified"])

    def head(self, name: str) -> StoredObject | None:
        """Return an object without its data; None if there is none."""
        # obstore's own `head` does not tell the metadata.
        found = self._find(name)
        if found is None:
            return None
        if found.meta["size"] <= _SMALL:
            # A connection with an answer that was not read cannot be used again.
            with self._explained(name):
                found.bytes()
        return StoredObject(_tag(found.meta), found.meta["last_modified"], _metadata(found))

    def get(self, name: str) -> StoredObject | None:
        """Return an object; None if there is none."""
        found = self._find(name)
        if found is None:
            return None
        with self._explained(name):
            data = bytes(found.bytes())
        return StoredObject(_tag(found.meta), found.meta["last_modified"], _metadata(found), data)

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
        if if_match is None and not if_none_match:
            return self._put(name, data, headers, "overwrite")
        mark = token_hex(8)
        headers = replace(headers, metadata={**headers.metadata, _WRITE: mark})
        try:
            if if_match is None:
                return self._put(name, data, headers, "create")
            return self._replace(name, data, headers, if_match)
        except ChangedError:
            # If an answer is lost, obstore asks again, and the store refuses: the object is this very one.
            there = self._find(name)
            if there is None or there.attributes.get(_WRITE) != mark:
                raise
            return _tag(there.meta)

    def _replace(self, name: str, data: bytes | Path, headers: Headers, tag: str) -> str:
        # Another thread may find out meanwhile.
        was_bare = self._compares_bare
        version = self._version(name, tag)
        try:
            return self._put(name, data, headers, version)
        except _NoSuchObjectError:
            raise self._changed(name) from None
        except ChangedError:
            if was_bare or not self._is_still(name, tag):
                raise
        return self._put_bare(name, data, headers, tag, version)

    def _put_bare(self, name: str, data: bytes | Path, headers: Headers, tag: str, version: Any) -> str:
        """Write it again: Ceph, and what is made of it, compares tags without the quotes that it sends."""
        try:
            done = self._put(name, data, headers, {**version, "e_tag": version["e_tag"].strip('"')})
        except ChangedError:
            if not self._is_still(name, tag):
                raise
            raise NoConditionsError(
                f"{self.url}: the store refuses to replace {name}, which nobody has changed: it does not know"
                " If-Match (so it is in Ceph's buckets that keep versions)"
            ) from None
        self._compares_bare = True
        return done

    def _put(self, name: str, data: bytes | Path, headers: Headers, mode: Any) -> str:
        if mode != "overwrite" and isinstance(data, Path):
            data = data.read_bytes()
        with self._explained(name):
            done = obstore.put(
                self._store,
                name,
                data,
                attributes=_attributes(headers),
                mode=mode,
                chunk_size=_CHUNK,
                max_concurrency=_PIECES,
            )
        return _tag(done)

    def delete(self, name: str, *, if_match: str | None = None) -> None:
        """Remove an object, if it is there. Raises ChangedError if it does not have the tag `if_match`."""
        if if_match is not None:
            # Many stores ignore the condition of a removal, so that it is asked first in any case.
            there = self.head(name)
            if there is None:
                return
            if not same_tag(there.tag, if_match):
                raise self._changed(name)
            if not isinstance(self._store, GCSStore):
                outcome = delete_if(self._store, name, if_match.partition(VERSION)[0])
                if outcome == "done":
                    return
                if outcome == "changed" and not self._is_still(name, if_match):
                    raise self._changed(name)
        try:
            with self._explained(name):
                obstore.delete(self._store, name)
        except _NoSuchObjectError:
            return

    def _is_still(self, name: str, tag: str) -> bool:
        there = self.head(name)
        return there is not None and same_tag(there.tag, tag)

    def _find(self, name: str) -> obstore.GetResult | None:
        try:
            with self._explained(name):
                return obstore.get(self._store, name)
        except _NoSuchObjectError:
            return None

    def _version(self, name: str, tag: str) -> UpdateVersion:
        """Return what obstore compares; asks for the version that a tag of a listing does not have."""
        etag, _, version = tag.partition(VERSION)
        if isinstance(self._store, GCSStore) and not version:
            there = self.head(name)
            if there is None or not same_tag(there.tag, tag):
                raise self._changed(name)
            version = there.tag.partition(VERSION)[2]
        if self._compares_bare:
            etag = etag.strip('"')
        return {"e_tag": etag, "version": version} if version else {"e_tag": etag}

    def _changed(self, name: str) -> ChangedError:
        return ChangedError(f"{self.url}: {name} is not as it was: somebody else has written it")

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """Raise a StoreError in place of what obstore raises."""
        try:
            yield
        except (exceptions.PreconditionError, exceptions.AlreadyExistsError):
            raise self._changed(name) from None
        except FileNotFoundError as fault:
            if "NoSuchBucket" in str(fault) or "ContainerNotFound" in str(fault):
                raise StoreError(explain(self.url, name, fault)) from None
            raise _NoSuchObjectError(explain(self.url, name, fault)) from None
        except (exceptions.BaseError, OSError, ValueError) as fault:
            raise StoreError(explain(self.url, name, fault)) from None


class _NoSuchObjectError(StoreError):
    pass


def _open(url: str) -> S3Store | GCSStore | AzureStore:
    scheme = url.partition(":")[0]
    if scheme == "gs":
        return GCSStore.from_url(url, client_options=_CLIENT, retry_config=_RETRY)
    if scheme == "az":
        return AzureStore.from_url(url, client_options=_CLIENT, retry_config=_RETRY)
    return S3Store.from_url(
        url,
        client_options=_CLIENT,
        retry_config=_RETRY,
        # Not every store that speaks as S3 does knows the removal of many at once.
        disable_bulk_delete=True,
        **credentials.of_profile(os.environ),
    )


def _tag(found: Any) -> str:
    version = found.get("version")
    return (found["e_tag"] or "") + (f"{VERSION}{version}" if version else "")


_HEADERS = {
    "Content-Type": "content_type",
    "Cache-Control": "cache_control",
    "Content-Encoding": "content_encoding",
    "Content-Disposition": "content_disposition",
}
_NOT_METADATA = {name.lower() for name in (*_HEADERS, "Content-Language", _WRITE)}


def _attributes(headers: Headers) -> Any:
    known = {name: getattr(headers, key) for name, key in _HEADERS.items() if getattr(headers, key)}
    return {**known, **headers.metadata}


def _metadata(found: obstore.GetResult) -> dict[str, str]:
    return {
        name.lower(): value for name, value in found.attributes.items() if name.lower() not in _NOT_METADATA
    }
