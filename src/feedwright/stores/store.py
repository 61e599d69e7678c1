"""What every store can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field

from feedwright.errors import PublishError


class StoreError(PublishError):
    """A store cannot be used. The message names it, what happened, and what to do; never a credential."""


class ChangedError(StoreError):
    """An object is not as the caller expected (or is there at all), so it was left as it is."""


class NoConditionsError(StoreError):
    """A store refuses to replace an object that is as the caller expected: it does not know conditions."""


class Headers(Struct, frozen=True):
    """What a store keeps with an object, and sends to whoever asks for it.

    `metadata` are names in lower case with short ASCII values. An empty string means no such header.
    """

    content_type: str = ""
    cache_control: str = ""
    content_encoding: str = ""
    content_disposition: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


NO_HEADERS = Headers()


class ListedObject(Struct, frozen=True):
    """An object in a listing.

    `tag` is another one whenever the object was replaced by other bytes: the store's ETag. `modified` is by
    the store's clock.
    """

    name: str
    size: int
    tag: str
    modified: datetime


class StoredObject(Struct, frozen=True):
    """An object with its metadata; `data` is empty if only these were asked for."""

    tag: str
    modified: datetime
    metadata: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""


VERSION = "\n"
"""Between ETag and version in a tag, for stores that compare versions (Google's generations)."""


def same_tag(one: str, other: str) -> bool:
    """Tell whether tags are of the same bytes; one of a listing may lack the version, and quotes (Azure)."""
    a, b = one.partition(VERSION), other.partition(VERSION)
    return a[0].strip('"') == b[0].strip('"') and (not a[2] or not b[2] or a[2] == b[2])


class Store(Protocol):
    """Objects by their names: paths such as `news/rss.xml`, relative to the store's URL.

    Every method raises StoreError if the store does not answer as it should. All may be called by several
    threads at the same time. `url` is how messages name the store.
    """

    url: str

    def list(self, prefix: str = "") -> Iterator[ListedObject]:
        """Yield the objects below a folder, in any order; `prefix` is empty, or a path without slash."""

    def head(self, name: str) -> StoredObject | None:
        """Return an object without its data; None if there is none."""

    def get(self, name: str) -> StoredObject | None:
        """Return an object; None if there is none."""

    def put(
        self,
        name: str,
        data: bytes | Path,
        headers: Headers = NO_HEADERS,
        *,
        if_match: str | None = None,
        if_none_match: bool = False,
    ) -> str:
        """Write an object as a whole: whoever asks gets the old or the new one, never a part.

        Args:
            name: Its name.
            data: Its bytes, or the file that has them, which is read piece by piece if nothing is demanded.
            headers: What is kept with it.
            if_match: Demands that the object still has this tag.
            if_none_match: Demands that there is no such object.

        Returns:
            Its new tag.

        Raises:
            ChangedError: What is demanded is not so; the object was left as it is.
            NoConditionsError: What is demanded is so, but the store refuses all the same.
        """

    def delete(self, name: str, *, if_match: str | None = None) -> None:
        """Remove an object, if it is there. Raises ChangedError if it does not have the tag `if_match`.

        Not every store compares and deletes in one step; where it cannot, there is a moment in between.
        """
