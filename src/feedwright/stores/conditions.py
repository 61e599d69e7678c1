"""Find out whether a store compares before it writes: some ignore the conditions, others always refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from feedwright.stores.store import ChangedError, NoConditionsError, Store

PREFIX = "feedwright-probe-"
"""How the name of the object begins that is written for it, and removed."""


def find_ignored(store: Store, who: str) -> tuple[str, ...]:
    """Return the conditions of a write that a store ignores, or never finds fulfilled. Raises StoreError.

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
    third = store.put(name, b"3")
    try:
        store.put(name, b"4", if_match=first)
    except ChangedError:
        try:
            store.put(name, b"5", if_match=third)
            return
        except (ChangedError, NoConditionsError):
            pass
    yield "If-Match"
