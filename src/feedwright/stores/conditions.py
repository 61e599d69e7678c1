"""Find out whether a store compares before it writes: some ignore If-Match and If-None-Match in silence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from secrets import token_hex

from feedwright.stores.store import ChangedError, Store

PREFIX = "feedwright-probe-"
"""How the name of the object begins that is written for it, and removed."""


def find_ignored(store: Store) -> tuple[str, ...]:
    """Return the conditions that a store ignores when an object is written. Raises StoreError."""
    name = PREFIX + token_hex(8)
    try:
        return tuple(_ignored(store, name))
    finally:
        store.delete(name)


def _ignored(store: Store, name: str) -> Iterator[str]:
    first = store.put(name, b"1", if_none_match=True)
    with suppress(ChangedError):
        store.put(name, b"2", if_none_match=True)
        yield "If-None-Match"
    store.put(name, b"3")
    with suppress(ChangedError):
        store.put(name, b"4", if_match=first)
        yield "If-Match"
