"""What the protocol adapters need: the request handler, metrics and the access log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from feedwright.config import Config
from feedwright.server.access_log import AccessLog
from feedwright.server.cache import Cache
from feedwright.server.handler import GetHeader, Handler, OtherNames, Prefix, RetiredSections
from feedwright.server.headers import HeaderPolicy
from feedwright.server.metrics import Metrics
from feedwright.server.response import Response, text

_NOT_CACHED = ("cache-control", "no-store")


class Service:
    """A publication's feeds/, ready to be served.

    `clock` returns seconds since 1970; `path` is that of `feeds.url`, with a closing slash.
    """

    def __init__(
        self,
        settings: Config,
        clock: Callable[[], float],
        log: AccessLog | None = None,
    ) -> None:
        self._root, self._log = settings.output, log
        policy = HeaderPolicy.from_settings(settings)
        cache = Cache(self._root, policy, settings.serve.memory, clock)
        self._metrics = Metrics(lambda: cache.size)
        pages = {"/healthz": self._health, "/metrics": self._metrics.page}
        sections = RetiredSections(settings.gone, settings.moved)
        prefix = Prefix(self._root, settings.feeds.url)
        self.path = quote(prefix.path)
        self._handler = Handler(self._root, cache, prefix, sections, OtherNames(settings.feeds.names), pages)
        self.answer_from_memory, self.count = self._handler.answer_from_memory, self._metrics.count
        self.is_logged = log is not None

    async def answer_in_thread(self, method: str, path: str, header: GetHeader) -> Response:
        """Answer in a thread what `answer_from_memory` could not, so that other requests do not wait."""
        return await asyncio.to_thread(self._handler.answer, method, path, header)

    def log(
        self,
        response: Response,
        method: str,
        path: str,
        query: str,
        version: str,
        client: str,
        header: GetHeader,
    ) -> None:
        """Log a request, if there is an access log (`is_logged`)."""
        if self._log is not None:
            target = quote(path, safe="/-._~!$&'()*+,;=:@") + (f"?{query}" if query else "")
            sent = 0 if method == "HEAD" else response.length
            request = f"{method} {target} HTTP/{version}"
            self._log.write(client, request, response.status, sent, header("referer"), header("user-agent"))

    def _health(self) -> Response:
        if self._root.is_dir():
            return text(200, "ok", _NOT_CACHED)
        return text(503, "feeds/ is missing", _NOT_CACHED)
