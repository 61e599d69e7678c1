"""What the protocol adapters need: the request handler, metrics and the access log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

import msgspec

from feedwright.config import Config
from feedwright.monitoring.last_run import read_last_good, read_last_run
from feedwright.monitoring.metrics import write
from feedwright.server.access_log import AccessLog
from feedwright.server.cache import Cache
from feedwright.server.handler import GetHeader, Handler, OtherNames, Prefix, RetiredSections
from feedwright.server.headers import HeaderPolicy
from feedwright.server.metrics import Metrics
from feedwright.server.response import Response, text

_NOT_CACHED = ("cache-control", "no-store")

_PUBLIC = (
    "run", "ended", "seconds", "outcome", "read", "changed", "articles", "rejected", "warnings", "queued"
)  # fmt: skip
"""What anybody may know of the last build: no messages, which name files."""


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
        self._metrics = Metrics(lambda: cache.size, partial(_run_metrics, settings))
        self._memory = settings.memory
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
        """Whether feeds can be served; and how the last build went, which does not change the status."""
        if not self._root.is_dir():
            return text(503, "feeds/ is missing", _NOT_CACHED)
        last, good = read_last_run(self._memory), read_last_good(self._memory)
        found = {} if last is None else {key: getattr(last, key) for key in _PUBLIC}
        body = msgspec.json.encode({"status": "ok", "last_run": found or None, "last_good_run": good})
        headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
        return Response(200, [*headers, _NOT_CACHED], body)


def _run_metrics(settings: Config) -> str:
    """How builds go, for Prometheus; empty before the first."""
    last = read_last_run(settings.memory)
    return "" if last is None else write(settings.site.url, last, read_last_good(settings.memory))
