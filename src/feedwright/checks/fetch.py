"""A feed by its URL, as a poller gets it: bounded in size, in time and in redirects, http and https only."""

from __future__ import annotations

import time
import zlib
from http.client import HTTPException, HTTPResponse
from typing import IO, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from feedwright.checks.rule import Answer
from feedwright.text import one_line

_HEADERS = {
    "User-Agent": "feedwright-check",
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
_PIECE = 65_536
_MOST_REDIRECTS = 5


class FetchError(Exception):
    """The URL could not be fetched; the text says why."""


class _Redirects(HTTPRedirectHandler):
    max_redirections = _MOST_REDIRECTS

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> Request | None:
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise FetchError(f"it leads on to {newurl}")
        self.statuses.append(code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def fetch(url: str, *, most_bytes: int, seconds: float = 30) -> tuple[bytes, Answer]:
    """What is at `url`, and how the server answered. Raises FetchError.

    `most_bytes` bounds the document after decompression, `seconds` the whole exchange.
    """
    redirects = _Redirects()
    opener = OpenerDirector()
    handlers = (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor)
    for handler in (*(make() for make in handlers), redirects):
        opener.add_handler(handler)
    end = time.monotonic() + seconds
    try:
        with cast("HTTPResponse", opener.open(Request(url, headers=_HEADERS), timeout=seconds)) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            raw, data = _read(response, headers.get("content-encoding", ""), most_bytes, end)
            return data, Answer(response.geturl(), tuple(redirects.statuses), headers, raw)
    except HTTPError as error:
        error.close()
        raise FetchError(one_line(f"the server answers {error.code} {error.reason}")) from None
    except URLError as error:
        raise FetchError(str(error.reason)) from None
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        raise FetchError(str(error) or type(error).__name__) from None


def _read(response: HTTPResponse, encoding: str, most: int, end: float) -> tuple[int, bytes]:
    """The length as it came, and the document; at most one byte more than is allowed."""
    unzip = (
        zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding.strip().lower() in ("gzip", "x-gzip") else None
    )
    data, raw = bytearray(), 0
    while len(data) <= most and (piece := response.read1(_PIECE)):
        raw += len(piece)
        data += unzip.decompress(piece, most + 1 - len(data)) if unzip else piece
        if time.monotonic() > end:
            raise FetchError("the answer takes too long")
    return raw, bytes(data)
