"""Metrics for Prometheus: requests, the share of 304s, and subscribers as pollers state them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from feedwright.server.headers import Headers
from feedwright.server.pollers import Subscribers, parse_user_agent
from feedwright.server.response import Response

_LONGEST_AGENT = 512


class Metrics(Collector):
    """Count in plain dictionaries; make Prometheus's samples of them only when it asks.

    The counters of prometheus-client take a lock, and 1.4 of the 18 µs of a 304. `memory` returns the number
    of bytes of files in memory, `of_runs` metrics of builds.
    """

    def __init__(self, memory: Callable[[], int], of_runs: Callable[[], str] = str) -> None:
        self._memory, self._of_runs = memory, of_runs
        self._requests: dict[tuple[str, int], int] = defaultdict(int)
        self._bytes: dict[str, int] = defaultdict(int)
        self._subscribers = Subscribers()
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def count(self, response: Response, method: str, user_agent: str | None) -> None:
        """Count a request and its reply."""
        label = response.label
        self._requests[label, response.status] += 1
        if response.body and method != "HEAD":
            self._bytes[label] += len(response.body) if isinstance(response.body, bytes) else response.length
        if user_agent and label and len(user_agent) <= _LONGEST_AGENT:
            name, subscribers = parse_user_agent(user_agent)
            if subscribers is not None:
                self._subscribers.record(label, name, subscribers)

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily("feedwright_requests", "Requests.", labels=("feed", "status"))
        shares = GaugeMetricFamily(
            "feedwright_not_modified_ratio", "304s among all 200s and 304s.", labels=("feed",)
        )
        for (feed, status), count in sorted(self._requests.items()):
            requests.add_metric((feed, str(status)), count)
            if status == 304:
                full = self._requests.get((feed, 200), 0)
                shares.add_metric((feed,), count / (count + full))
            elif status == 200 and (feed, 304) not in self._requests:
                shares.add_metric((feed,), 0)
        sent = CounterMetricFamily("feedwright_sent_bytes", "Bytes of bodies sent.", labels=("feed",))
        for feed, count in sorted(self._bytes.items()):
            sent.add_metric((feed,), count)
        subscribers = GaugeMetricFamily(
            "feedwright_subscribers",
            "As each poller's User-Agent last stated them.",
            labels=("feed", "poller"),
        )
        for (feed, name), count in self._subscribers.counts():
            subscribers.add_metric((feed, name), count)
        memory = GaugeMetricFamily("feedwright_memory_bytes", "Files held in memory.", self._memory())
        yield from (requests, shares, sent, subscribers, memory)

    def page(self) -> Response:
        """The reply to Prometheus."""
        body = generate_latest(self._registry) + self._of_runs().encode()
        headers: Headers = [("content-type", CONTENT_TYPE_LATEST), ("content-length", str(len(body)))]
        return Response(200, [*headers, ("cache-control", "no-store")], body)
