"""The service as an RSGI application for granian."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from weakref import WeakSet

from feedwright.server.files import OpenFile
from feedwright.server.handler import GetHeader
from feedwright.server.response import FilePart, Response, text
from feedwright.server.service import Service

_OWN_FILES = Path("/proc/self/fd")
_OPEN_FOR = 30.0
"""Seconds for which a file stays open. granian opens its path a little later; if the file were closed before,
its descriptor number could mean another file.
"""

_HOST = re.compile(r"[\w.~%!$&'()*+,;=:\[\]-]*", re.ASCII)
_BAD_HOST = text(400, "Send one valid Host header (RFC 9112, section 3.2).", ("connection", "close"))
_TOO_MANY = text(503, "Too many large files are being sent. Try again later.", ("retry-after", "10"))


class Rsgi:
    """An RSGI 1.5 application that lends at most `most_files` large files to granian at a time.

    Bodies of at most `files.WINDOW` bytes are sent as bytes. For larger ones granian gets the path of an open
    file, because it reads the next piece of a file only when the client has taken the last one; with
    `response_stream` it would queue the whole body in memory (granian 2.8).
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
            response = service.answer_from_memory(method, scope.path, header)
            if response is None:
                response = await service.answer_in_thread(method, scope.path, header)
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
        self._count_and_log(response, scope, header)

    def _count_and_log(self, response: Response, scope: Any, header: GetHeader) -> None:
        service, method = self._service, scope.method
        service.count(response, method, header("user-agent"))
        if service.is_logged:
            client = scope.client.rpartition(":")[0]
            version = scope.http_version
            service.log(response, method, scope.path, scope.query_string, version, client, header)

    def _has_room(self, body: FilePart) -> bool:
        return body.file in self._lent or len(self._lent) < self.most_files

    def _lend(self, body: FilePart) -> str:
        """A path of the open file, which stays open for `_OPEN_FOR` seconds."""
        self._lent.add(body.file)
        asyncio.get_running_loop().call_later(_OPEN_FOR, _release, body)
        return str(_OWN_FILES / str(body.file.descriptor))


def _release(_: FilePart) -> None:
    """Do nothing; when the last reference to the file is gone, it is closed."""


def _has_one_host(scope: Any) -> bool:
    """Whether there is one valid Host header; HTTP/1.0 needs none (RFC 9112, section 3.2)."""
    hosts = scope.headers.get_all("host")
    if not hosts:
        return str(scope.http_version) in ("1", "1.0")
    return len(hosts) == 1 and _HOST.fullmatch(hosts[0]) is not None


async def _stream(transport: Any, body: FilePart) -> None:
    chunks = body.chunks()
    while chunk := await asyncio.to_thread(next, chunks, b""):
        await transport.send_bytes(chunk)
