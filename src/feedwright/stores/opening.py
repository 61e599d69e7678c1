"""From a URL to a store."""

from __future__ import annotations

from pathlib import Path

from feedwright import extras
from feedwright.store_urls import problem_of_url
from feedwright.stores.folder import FolderStore
from feedwright.stores.store import Store, StoreError


def open_store(url: str) -> Store:
    """Open the store at a URL, or the folder at a path.

    Raises StoreError; MissingPackageError without the extra `store`.
    """
    problem = problem_of_url(url)
    if problem is not None:
        # Not the URL itself: it may have a password.
        raise StoreError(f"the URL of a store cannot be used: expected {problem}")
    if "://" not in url:
        return FolderStore(Path(url))
    extras.require("store", "obstore")
    from feedwright.stores.cloud import CloudStore

    return CloudStore(url)
