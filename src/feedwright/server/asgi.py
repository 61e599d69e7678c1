"""The service as an ASGI application, to mount in another application or to call without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from feedwright.server.response import Response
from feedwright.server.service import Service

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Asgi:
    """An ASGI 3 application. Mounted under a path, it serves the paths below that."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Message, send: Send) -> None:
        service, method = self._service, scope["method"]
        path = _below(scope["path"], scope.get("root_path", ""))
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1"), value.decode("latin-1"))
        header = headers.get
        response = service.answer_from_memory(method, path, header)
        if response is None:
            response = await service.answer_in_thread(method, path, header)
        await _send(response, method, send)
        service.count(response, method, header("user-agent"))
        if service.is_logged:
            client = (scope.get("client") or ("",))[0]
            query = scope.get("query_string", b"").decode("latin-1")
            service.log(response, method, path, query, scope.get("http_version", "1.1"), client, header)


def _below(path: str, root: str) -> str:
    """The path below `root`; in ASGI, the path includes the root."""
    inside = path.removeprefix(root) if path == root or path.startswith(f"{root}/") else path
    return inside or "/"


async def _send(response: Response, method: str, send: Send) -> None:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in response.headers]
    body = response.body
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if method == "HEAD" or isinstance(body, bytes):
        await send(
            {
                "type": "http.response.body",
                "body": body if isinstance(body, bytes) and method != "HEAD" else b"",
            }
        )
        return
    chunks = body.chunks()
    while chunk := await asyncio.to_thread(next, chunks, b""):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        stage = (await receive())["type"]
        await send({"type": f"{stage}.complete"})
        if stage == "lifespan.shutdown":
            return
