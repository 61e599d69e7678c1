"""Stores of objects: a folder, a bucket of a cloud (s3, gs, az). All have the same few operations.

Objects are replaced by compare-and-swap: `put` and `delete` can demand that the object is still as it was.
Importing this room imports no client; `open_store` imports the one that the URL needs. A client of a cloud
has threads, so it must not be made before the process makes copies of itself (`copies.py`).
"""

from feedwright.stores.conditions import find_ignored
from feedwright.stores.opening import open_store
from feedwright.stores.store import (
    ChangedError,
    Headers,
    ListedObject,
    NoConditionsError,
    Store,
    StoredObject,
    StoreError,
    same_tag,
)
from feedwright.stores.troubles import without_secrets

__all__ = [
    "ChangedError",
    "Headers",
    "ListedObject",
    "NoConditionsError",
    "Store",
    "StoreError",
    "StoredObject",
    "find_ignored",
    "open_store",
    "same_tag",
    "without_secrets",
]
