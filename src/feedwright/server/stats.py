"""Statistics from access logs: pollers, their subscribers, and how much they download needlessly."""

from __future__ import annotations

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from feedwright.errors import ConfigError
from feedwright.file_rules import name_of, rule_of
from feedwright.server.log_line import LogEntry, parse_line
from feedwright.server.pollers import parse_user_agent

_ENOUGH = 3
"""After so many full replies without a 304, a client is considered to ignore validators."""

_LONGEST_LINE = 1_000_000


class FeedStatistics(Struct, frozen=True):
    """Requests of one feed.

    `subscribers` is the sum of the numbers that pollers last stated. `clients` is the number of different
    pairs of address and User-Agent.
    """

    feed: str
    requests: int
    not_modified: int
    subscribers: int
    clients: int


class PollerStatistics(Struct, frozen=True):
    """Requests of one poller.

    `sent` is the number of bytes. `subscribers` is the sum of what it last stated for each feed; None if it
    states nothing.
    """

    name: str
    requests: int
    not_modified: int
    sent: int
    subscribers: int | None


class CarelessClient(Struct, frozen=True):
    """A client that never sends a validator; `sent` is in bytes."""

    client: str
    user_agent: str
    requests: int
    sent: int


class Statistics(Struct, frozen=True):
    """Statistics of all GET requests of feeds that were answered with 200 or 304.

    `unread` is the number of lines whose format is unknown.
    """

    requests: int
    not_modified: int
    feeds: list[FeedStatistics]
    pollers: list[PollerStatistics]
    careless: list[CarelessClient]
    unread: int


def read_logs(logs: list[str]) -> Statistics:
    """Read log files in this order. `-` is standard input; .gz is unpacked. Raises ConfigError."""
    counts = _Counts()
    for log in logs:
        try:
            with _open_log(log) as lines:
                counts.read(_bounded(lines, log))
        except (OSError, EOFError) as fault:
            found = getattr(fault, "strerror", None) or str(fault)
            raise ConfigError(log, found=found, expected="an access log that can be read") from None
    return counts.result()


@contextmanager
def _open_log(log: str) -> Iterator[TextIO]:
    if log == "-":
        if sys.stdin is None:
            raise ConfigError(log, found="no standard input", expected="an access log there")
        yield sys.stdin
    elif Path(log).is_char_device() or Path(log).is_block_device():
        raise ConfigError(log, found="a device, which may never end", expected="an access log")
    elif log.endswith(".gz"):
        with gzip.open(log, "rt", encoding="utf-8", errors="replace") as file:
            yield file
    else:
        with Path(log).open(encoding="utf-8", errors="replace") as plain:
            yield plain


def _bounded(lines: TextIO, log: str) -> Iterator[str]:
    """The lines; raises ConfigError if one is too long for an access log."""
    while line := lines.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise ConfigError(
                log, found=f"a line of more than {_LONGEST_LINE:,} characters", expected="an access log"
            )
        yield line


class _Client:
    """Requests of one address with one User-Agent."""

    def __init__(self) -> None:
        self.requests = self.not_modified = self.sent = 0
        self.validated: bool | None = None
        # The length of the last full reply of each feed, and how often the next reply had the same length.
        self.last: dict[str, int] = {}
        self.repeated = 0

    def add(self, feed: str, entry: LogEntry) -> None:
        self.requests += 1
        self.sent += entry.length
        if entry.validated is not None:
            self.validated = bool(self.validated) or entry.validated
        if entry.status == 304:
            self.not_modified += 1
        elif self.last.get(feed) == entry.length:
            self.repeated += 1
        self.last[feed] = entry.length if entry.status == 200 else -1

    @property
    def is_careless(self) -> bool:
        """Whether it ignores validators: Caddy logs them; in other logs the same full reply repeats."""
        if self.validated is not None:
            return not self.validated and self.requests >= _ENOUGH
        return not self.not_modified and self.repeated >= _ENOUGH - 1


class _Counts:
    def __init__(self) -> None:
        self._clients: dict[tuple[str, str], _Client] = defaultdict(_Client)
        self._readers: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._stated: dict[tuple[str, str], int] = {}
        self._by_feed: Counter[tuple[str, int]] = Counter()
        self._by_poller: Counter[tuple[str, int]] = Counter()
        self._sent: Counter[str] = Counter()
        self._unread = 0

    def read(self, lines: Iterable[str]) -> None:
        for line in lines:
            entry = parse_line(line)
            if entry is None:
                self._unread += not line.isspace() and '"GET ' not in line and '"HEAD ' not in line
            elif entry.status in (200, 304):
                name = name_of(entry.path)
                if name is not None and rule_of(name).is_feed:
                    self._add(name, entry)

    def _add(self, feed: str, entry: LogEntry) -> None:
        found = parse_user_agent(entry.user_agent)
        client = (entry.client, entry.user_agent)
        self._clients[client].add(feed, entry)
        self._readers[feed].add(client)
        self._by_feed[feed, entry.status] += 1
        self._by_poller[found.name, entry.status] += 1
        self._sent[found.name] += entry.length
        if found.subscribers is not None:
            self._stated[feed, found.name] = found.subscribers

    def result(self) -> Statistics:
        feeds = [self._feed(feed) for feed in self._readers]
        pollers = [self._poller(name) for name in self._sent]
        careless = [
            CarelessClient(address, agent, client.requests, client.sent)
            for (address, agent), client in self._clients.items()
            if client.is_careless
        ]
        return Statistics(
            requests=self._by_feed.total(),
            not_modified=sum(feed.not_modified for feed in feeds),
            feeds=sorted(feeds, key=lambda feed: (-feed.subscribers, -feed.requests, feed.feed)),
            # Pollers with only one request come last, because anybody can invent a name and a number.
            pollers=sorted(
                pollers,
                key=lambda one: (one.requests == 1, -(one.subscribers or 0), -one.requests, one.name),
            ),
            careless=sorted(careless, key=lambda one: (-one.sent, one.client, one.user_agent)),
            unread=self._unread,
        )

    def _feed(self, feed: str) -> FeedStatistics:
        full, not_modified = self._by_feed[feed, 200], self._by_feed[feed, 304]
        stated = sum(count for (of, _), count in self._stated.items() if of == feed)
        clients = len(self._readers[feed])
        return FeedStatistics(feed, full + not_modified, not_modified, stated, clients)

    def _poller(self, name: str) -> PollerStatistics:
        full, not_modified = self._by_poller[name, 200], self._by_poller[name, 304]
        stated = [count for (_, by), count in self._stated.items() if by == name]
        subscribers = sum(stated) if stated else None
        return PollerStatistics(name, full + not_modified, not_modified, self._sent[name], subscribers)
