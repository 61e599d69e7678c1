"""The service as an RSGI application, which granian serves."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from weakref import WeakSet

from feedwright.server.files import OpenFile
from feedwright.server.handler import Header
from feedwright.server.response import FilePart, Response, text
from feedwright.server.service import Service

_OWN_FILES = Path("/proc/self/fd")
_OPEN_FOR = 30.0
"""Seconds for which a file stays open: were it closed before granian has opened its path, the number could
lead to another file.
"""

_HOST = re.compile(r"[\w.~%!$&'()*+,;=:\[\]-]*", re.ASCII)
_BAD_HOST = text(400, "A request has one Host header (RFC 9112, section 3.2).", ("connection", "close"))
_TOO_MANY = text(503, "Too many different large files are being sent.", ("retry-after", "10"))


class Rsgi:
    """An application of RSGI 1.5, in which at most `most_files` large files are lent to granian at a time.

    What fits into a window (`files.WINDOW`) is sent as bytes. Of anything larger, granian gets the path of an
    open file: it reads the next piece when the client has taken the last, while what is given to
    `response_stream` is queued without bound (granian 2.8).
    """

    def __init__(self, service: Service) -> None:
        self._service, self.most_files = service, 1024
        self._has_paths = _OWN_FILES.is_dir()
        self._lent: WeakSet[OpenFile] = WeakSet()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            protocol.close(404)
            return
        service, header, method = self._service, scope.headers.get, scope.method
        response: Response | None
        if _has_one_host(scope):
            response = service.at_hand(method, scope.path, header)
            if response is None:
                response = await service.slowly(method, scope.path, header)
        else:
            response = _BAD_HOST
        if isinstance(response.body, FilePart) and method != "HEAD" and not self._has_room(response.body):
            response = _TOO_MANY
        body = response.body
        if method == "HEAD" or not body:
            protocol.response_empty(response.status, response.headers)
        elif isinstance(body, bytes):
            protocol.response_bytes(response.status, response.headers, body)
        elif self._has_paths:
            path = self._lend(body)
            protocol.response_file_range(response.status, response.headers, path, body.start, body.stop)
        else:
            await _stream(protocol.response_stream(response.status, response.headers), body)
        self._note(response, scope, header)

    def _note(self, response: Response, scope: Any, header: Header) -> None:
        service, method = self._service, scope.method
        service.count(response, method, header("user-agent"))
        if service.is_logged:
            client = scope.client.rpartition(":")[0]
            version = scope.http_version
            service.log(response, method, scope.path, scope.query_string, version, client, header)

    def _has_room(self, body: FilePart) -> bool:
        return body.file in self._lent or len(self._lent) < self.most_files

    def _lend(self, body: FilePart) -> str:
        """A path of the open file, which stays open for `_OPEN_FOR`: granian opens it some moments later."""
        self._lent.add(body.file)
        asyncio.get_running_loop().call_later(_OPEN_FOR, _let_go, body)
        return str(_OWN_FILES / str(body.file.descriptor))


def _let_go(_: FilePart) -> None:
    """The last one to refer to a file closes it."""


def _has_one_host(scope: Any) -> bool:
    """HTTP/1.0 knows no Host; HTTP/1.1 demands one (RFC 9112, section 3.2)."""
    hosts = scope.headers.get_all("host")
    if not hosts:
        return str(scope.http_version) in ("1", "1.0")
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None


async def _stream(transport: Any, body: FilePart) -> None:
    chunks = body.chunks()
    while chunk := await asyncio.to_thread(next, chunks, b""):
        await transport.send_bytes(chunk)
