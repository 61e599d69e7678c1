"""Everything that a protocol's adapter needs: the handler, and who is told of each request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from feedwright.config import Config
from feedwright.server.access_log import AccessLog
from feedwright.server.handler import Handler, Header, Sections
from feedwright.server.headers import Policy
from feedwright.server.metrics import Metrics
from feedwright.server.response import Response, text
from feedwright.server.store import Store

_NOT_KEPT = ("cache-control", "no-store")


class Service:
    """A publication's feeds/, ready to be served. `clock` gives seconds since the epoch.

    `script_hash` is the CSP hash source of the script that may run in section pages.
    """

    def __init__(
        self,
        settings: Config,
        clock: Callable[[], float],
        script_hash: str,
        log: AccessLog | None = None,
    ) -> None:
        self._root, self._log = settings.output, log
        policy = Policy.of(settings, script_hash)
        store = Store(self._root, policy, settings.serve.memory, clock)
        self._metrics = Metrics(lambda: store.size)
        pages = {"/healthz": self._health, "/metrics": self._metrics.page}
        self._handler = Handler(self._root, store, Sections(settings.gone, settings.moved), pages)
        self.at_hand, self.count = self._handler.at_hand, self._metrics.count
        self.is_logged = log is not None

    async def slowly(self, method: str, path: str, header: Header) -> Response:
        """What `at_hand` could not answer; reading and compressing keep nobody else waiting."""
        return await asyncio.to_thread(self._handler.answer, method, path, header)

    def log(
        self,
        response: Response,
        method: str,
        path: str,
        query: str,
        version: str,
        client: str,
        header: Header,
    ) -> None:
        """Logs a request, where that is wanted (`is_logged`)."""
        if self._log is not None:
            target = quote(path, safe="/-._~!$&'()*+,;=:@") + (f"?{query}" if query else "")
            sent = 0 if method == "HEAD" else response.length
            request = f"{method} {target} HTTP/{version}"
            self._log.write(client, request, response.status, sent, header("referer"), header("user-agent"))

    def _health(self) -> Response:
        if self._root.is_dir():
            return text(200, "ok", _NOT_KEPT)
        return text(503, "feeds/ is missing", _NOT_KEPT)
