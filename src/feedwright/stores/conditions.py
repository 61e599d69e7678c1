"""Find out whether a store compares before it writes: some ignore If-Match and If-None-Match in silence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from feedwright.stores.store import ChangedError, Store

PREFIX = "feedwright-probe-"
"""How the name of the object begins that is written for it, and removed."""


def find_ignored(store: Store, who: str) -> tuple[str, ...]:
    """Return the conditions that a store ignores when an object is written. Raises StoreError.

    `who` is part of the name of the object, and nobody else's; the next try removes what this one leaves.
    """
    name = PREFIX + who
    try:
        return tuple(_ignored(store, name))
    finally:
        store.delete(name)


def _ignored(store: Store, name: str) -> Iterator[str]:
    first = store.put(name, b"1")
    with suppress(ChangedError):
        store.put(name, b"2", if_none_match=True)
        yield "If-None-Match"
    store.put(name, b"3")
    with suppress(ChangedError):
        store.put(name, b"4", if_match=first)
        yield "If-Match"
