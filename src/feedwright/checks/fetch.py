"""Fetch a feed by http or https, with limits on size, time and redirects."""

from __future__ import annotations

import zlib
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import IO, Any, cast
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

from feedwright.checks.rule import HttpResponse
from feedwright.deadlines import Connections, within
from feedwright.feed_formats import FORMATS
from feedwright.text import one_line

_HEADERS = {
    "User-Agent": "feedwright-check",
    "Accept": ", ".join((*(form.media_type for form in FORMATS), "application/xml", "*/*;q=0.5")),
    "Accept-Encoding": "gzip",
}
SECONDS = 30.0
"""The default time limit for a whole exchange."""

_PIECE = 65_536
_MOST_REDIRECTS = 5


class FetchError(Exception):
    """The URL could not be fetched; the message says why. `status` is that of the answer, if there is one."""

    status: int | None = None


class _Connection(HTTPConnection):
    """A connection that another thread can close."""

    connections: Connections

    def connect(self) -> None:
        super().connect()
        self.connections.keep(self.sock)


class _SecureConnection(HTTPSConnection, _Connection):
    """The same with TLS: `HTTPSConnection.connect` calls `_Connection.connect` first."""


def _connect(kind: type[_Connection], connections: Connections, host: str, **options: Any) -> _Connection:
    connection = kind(host, **options)
    connection.connections = connections
    return connection


class _Http(HTTPHandler):
    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connect, _Connection, self._connections), req)


class _Https(HTTPSHandler):
    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connect, _SecureConnection, self._connections), req)


class _Redirects(HTTPRedirectHandler):
    max_redirections = _MOST_REDIRECTS

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> Request | None:
        # urllib would first read the whole body of the redirect, of any size.
        fp.close()
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise FetchError(f"it redirects to {newurl}, which is not http or https")
        self.statuses.append(code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def fetch(url: str, *, most_bytes: int, seconds: float | None = None) -> tuple[bytes, HttpResponse]:
    """Fetch `url`; return the document and the server's response.

    Args:
        url: an http(s) URL.
        most_bytes: limit for the document after decompression; one byte more is read, so that callers see
            that it is too large.
        seconds: limit for the whole exchange, from DNS to the last byte, with all redirects; None: `SECONDS`.

    Raises:
        FetchError: if it cannot be fetched.
    """
    seconds = SECONDS if seconds is None else seconds
    try:
        return within(seconds, partial(_exchange, url, most_bytes, seconds))
    except HTTPError as error:
        error.close()
        refused = FetchError(one_line(f"the server answers {error.code} {error.reason}"))
        refused.status = error.code
        raise refused from None
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        fault = error.reason if isinstance(error, URLError) else error
        # The socket's own limit may come first.
        is_late = isinstance(fault, TimeoutError)
        raise FetchError(
            f"no complete answer within {seconds:g} seconds" if is_late else _reason(fault)
        ) from None


def _exchange(
    url: str, most_bytes: int, seconds: float, connections: Connections
) -> tuple[bytes, HttpResponse]:
    redirects = _Redirects()
    opener = _opener(connections, redirects)
    with cast("HTTPResponse", opener.open(Request(url, headers=_HEADERS), timeout=seconds)) as response:
        headers = {name.lower(): value for name, value in response.headers.items()}
        raw, data = _read(response, headers.get("content-encoding", ""), most_bytes)
        return data, HttpResponse(response.geturl(), tuple(redirects.statuses), headers, raw)


def _opener(connections: Connections, redirects: _Redirects) -> OpenerDirector:
    opener = OpenerDirector()
    others = ProxyHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()
    for handler in (*others, _Http(connections), _Https(connections), redirects):
        opener.add_handler(handler)
    return opener


def status_of(url: str, method: str, seconds: float) -> int:
    """Ask for `url`, and return the status of the answer, after redirects; no body is read.

    Raises:
        FetchError: if there is no answer within `seconds`.
    """

    def exchange(connections: Connections) -> int:
        request = Request(url, headers={"User-Agent": _HEADERS["User-Agent"]}, method=method)
        with cast(
            "HTTPResponse", _opener(connections, _Redirects()).open(request, timeout=seconds)
        ) as response:
            return response.status

    try:
        return within(seconds, exchange)
    except HTTPError as error:
        error.close()
        return error.code
    except URLError as error:
        raise FetchError(_reason(error.reason)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise FetchError(_reason(error)) from None


def _reason(fault: BaseException | str) -> str:
    """What went wrong, without the number that the system gives to it."""
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__


def _read(response: HTTPResponse, encoding: str, most: int) -> tuple[int, bytes]:
    """The number of bytes received, and the document: at most one byte more than `most`."""
    unzip = (
        zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding.strip().lower() in ("gzip", "x-gzip") else None
    )
    data, raw = bytearray(), 0
    while len(data) <= most and (piece := response.read1(_PIECE)):
        raw += len(piece)
        data += unzip.decompress(piece, most + 1 - len(data)) if unzip else piece
    return raw, bytes(data)
