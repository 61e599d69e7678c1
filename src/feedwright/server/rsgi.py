"""The service as an RSGI application, which granian serves."""

from __future__ import annotations

import asyncio
from typing import Any

from feedwright.server.response import FilePart
from feedwright.server.service import Service


class Rsgi:
    """An application of RSGI 1.5."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            protocol.close(404)
            return
        service, header, method, path = self._service, scope.headers.get, scope.method, scope.path
        response = service.at_hand(method, path, header)
        if response is None:
            response = await service.slowly(method, path, header)
        body = response.body
        if method == "HEAD" or not body:
            protocol.response_empty(response.status, response.headers)
            if isinstance(body, FilePart):
                body.close()
        elif isinstance(body, bytes):
            protocol.response_bytes(response.status, response.headers, body)
        else:
            await _stream(protocol.response_stream(response.status, response.headers), body)
        service.count(response, method, header("user-agent"))
        if service.is_logged:
            client = scope.client.rpartition(":")[0]
            service.log(response, method, path, scope.query_string, scope.http_version, client, header)


async def _stream(transport: Any, body: FilePart) -> None:
    try:
        chunks = body.chunks()
        while chunk := await asyncio.to_thread(next, chunks, b""):
            await transport.send_bytes(chunk)
    finally:
        body.close()
