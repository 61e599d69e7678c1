"""Remove an object if it is as it was, in one step: by a signed request, for obstore sends no condition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import obstore
from obstore import exceptions

if TYPE_CHECKING:
    from obstore.store import AzureStore, S3Store

_SECONDS = 30
_VALID = timedelta(minutes=5)


def delete_if(store: S3Store | AzureStore, name: str, etag: str) -> Literal["done", "changed", "unknown"]:
    """Remove an object that has this ETag. `unknown` if the store does not do that, or nobody can sign.

    The signed URL is a credential, so no message has it.
    """
    import urllib3

    try:
        url = obstore.sign(store, "DELETE", name, _VALID)
        answer = urllib3.request(
            "DELETE", url, headers={"If-Match": _quoted(etag)}, retries=False, timeout=_SECONDS
        )
    except (exceptions.BaseError, urllib3.exceptions.HTTPError, OSError, ValueError):
        return "unknown"
    if answer.status in (200, 204, 202, 404):
        return "done"
    return "changed" if answer.status in (409, 412) else "unknown"


def _quoted(etag: str) -> str:
    return etag if etag.startswith('"') else f'"{etag}"'
