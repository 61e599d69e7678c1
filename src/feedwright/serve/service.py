"""Everything that a protocol's adapter needs: the handler, and who is told of each request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from feedwright.config import Config
from feedwright.serve.access_log import AccessLog
from feedwright.serve.handler import Handler, Header, Sections
from feedwright.serve.headers import Policy
from feedwright.serve.metrics import Metrics
from feedwright.serve.response import Response, text
from feedwright.serve.store import Store

_NOT_KEPT = ("cache-control", "no-store")


class Service:
    """A publication's feeds/, ready to be served. `clock` gives seconds since the epoch."""

    def __init__(self, settings: Config, clock: Callable[[], float], log: AccessLog | None = None) -> None:
        self._root, self._log = settings.output, log
        policy = Policy.of(settings)
        store = Store(self._root, policy, settings.serve.memory, clock)
        self._metrics = Metrics(lambda: store.size)
        pages = {"/healthz": self._health, "/metrics": self._metrics.page}
        self._handler = Handler(self._root, store, Sections(settings.gone, settings.moved), pages)
        self.at_hand = self._handler.at_hand

    async def slowly(self, method: str, path: str, header: Header) -> Response:
        """What `at_hand` could not answer; reading and compressing keep nobody else waiting."""
        return await asyncio.to_thread(self._handler.answer, method, path, header)

    def note(
        self, response: Response, method: str, path: str, query: str, version: str, client: str, header: Header
    ) -> None:
        """Counts a request, and logs it where that is wanted."""
        agent = header("user-agent")
        has_body = response.status != 304 and method != "HEAD"
        sent = response.length if has_body else 0
        self._metrics.count(response, sent, agent)
        if self._log is not None:
            target = quote(path, safe="/-._~!$&'()*+,;=:@") + (f"?{query}" if query else "")
            request = f"{method} {target} HTTP/{version}"
            self._log.write(client, request, response.status, sent, header("referer"), agent)

    def _health(self) -> Response:
        if self._root.is_dir():
            return text(200, "ok", _NOT_KEPT)
        return text(503, "feeds/ is missing", _NOT_KEPT)
