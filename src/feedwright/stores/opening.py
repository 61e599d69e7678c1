"""From a URL to a store."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from feedwright.stores.folder import FolderStore
from feedwright.stores.store import Store, StoreError

CLOUDS = ("s3", "gs", "az")


def check_url(url: str) -> str | None:
    """Return what is wrong with the URL of a store, as `found … expected …` name it; None if nothing is.

    Credentials do not belong in it: files with settings are copied, and shown in messages.
    """
    if "://" not in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return "a URL such as s3://bucket/prefix"
    if parts.scheme not in CLOUDS:
        return f"a URL that begins with {', '.join(f'{scheme}://' for scheme in CLOUDS)}, or a folder"
    if parts.username or parts.password or parts.query or parts.fragment:
        return (
            "only bucket and prefix, such as s3://bucket/prefix; credentials come from the environment, "
            "a profile or the machine's role (docs/stores.md)"
        )
    if not parts.netloc:
        return "the name of a bucket, such as s3://bucket/prefix"
    prefix = parts.path.removesuffix("/")
    if prefix and any(part in ("", ".", "..") for part in prefix[1:].split("/")):
        return "a prefix of names with single slashes between them, such as s3://bucket/news/feeds"
    return None


def open_store(url: str, *, root: Path = Path()) -> Store:
    """Open the store at a URL, or the folder at a path (relative to `root`). Raises StoreError."""
    problem = check_url(url)
    if problem is not None:
        # Not the URL itself: it may have a password.
        raise StoreError(f"the URL of a store cannot be used: expected {problem}")
    if "://" not in url:
        return FolderStore(root / url)
    if find_spec("obstore") is None:
        raise StoreError(f"{url}: no package obstore; install it: pip install 'feedwright[store]'")
    from feedwright.stores.cloud import CloudStore

    return CloudStore(url)
