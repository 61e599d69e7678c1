"""Remove an object if it is as it was, in one step: by a signed request, for obstore sends no condition."""

from __future__ import annotations

from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import obstore
from obstore import exceptions

if TYPE_CHECKING:
    from obstore.store import AzureStore, S3Store

_SECONDS = 30
_VALID = timedelta(minutes=5)


def delete_if(store: S3Store | AzureStore, name: str, etag: str) -> Literal["done", "changed", "unknown"]:
    """Remove an object that has this ETag.

    Returns `unknown` if the store does not support it, or the request cannot be signed.

    The signed URL is a credential, so no message has it.
    """
    try:
        status = _delete(obstore.sign(store, "DELETE", name, _VALID), etag)
    except (exceptions.BaseError, HTTPException, OSError, ValueError):
        return "unknown"
    if status in (200, 202, 204, 404):
        return "done"
    return "changed" if status in (409, 412) else "unknown"


def _delete(url: str, etag: str) -> int:
    """Send the request; return the status of its answer. http.client logs nothing, unlike urllib3."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=_SECONDS)
    try:
        quoted = etag if etag.startswith('"') else f'"{etag}"'
        connection.request("DELETE", f"{parts.path}?{parts.query}", headers={"If-Match": quoted})
        return connection.getresponse().status
    finally:
        connection.close()
