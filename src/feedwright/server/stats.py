"""What access logs tell of the pollers: who, for how many people, and how much they fetch in vain."""

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
from feedwright.server.log_line import Entry, read_line
from feedwright.server.pollers import poller
from feedwright.server.rules import name_of, rule_of

_ENOUGH = 3
"""Whole replies without a 304 after which a client can be said to ignore validators."""

_LONGEST_LINE = 1_000_000


class FeedStatistics(Struct, frozen=True):
    """`subscribers` is the sum of what pollers last stated; `clients` are addresses with a User-Agent."""

    feed: str
    requests: int
    not_modified: int
    subscribers: int
    clients: int


class PollerStatistics(Struct, frozen=True):
    """`subscribers` is the sum over its feeds of what it last stated; None where it states nothing.

    `sent` are bytes.
    """

    name: str
    requests: int
    not_modified: int
    sent: int
    subscribers: int | None


class CarelessClient(Struct, frozen=True):
    """A client that never sends a validator: `requests` of feeds, `sent` bytes."""

    client: str
    user_agent: str
    requests: int
    sent: int


class Statistics(Struct, frozen=True):
    """Of GETs of feeds that were answered 200 or 304; `unread` counts lines of no known format."""

    requests: int
    not_modified: int
    feeds: list[FeedStatistics]
    pollers: list[PollerStatistics]
    careless: list[CarelessClient]
    unread: int


def read_logs(logs: list[str]) -> Statistics:
    """Reads log files in their order (`-`: standard input; .gz is unpacked). Raises ConfigError."""
    counts = _Counts()
    for log in logs:
        try:
            with _opened(log) as lines:
                counts.read(_bounded(lines, log))
        except (OSError, EOFError) as fault:
            raise ConfigError(log, found=str(fault), expected="an access log that can be read") from None
    return counts.result()


@contextmanager
def _opened(log: str) -> Iterator[TextIO]:
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
    """The lines one by one. Raises ConfigError for one longer than any that a server writes."""
    while line := lines.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise ConfigError(
                log, found=f"a line of more than {_LONGEST_LINE:,} characters", expected="an access log"
            )
        yield line


class _Client:
    """What one address with one User-Agent did."""

    def __init__(self) -> None:
        self.requests = self.not_modified = self.sent = 0
        self.validated: bool | None = None
        # Per feed, the length of the last whole reply, and how often the next had that length again.
        self.last: dict[str, int] = {}
        self.repeated = 0

    def add(self, feed: str, entry: Entry) -> None:
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
        """Caddy's log says it. Elsewhere it shows: the same whole reply again and again, never a 304."""
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
            entry = read_line(line)
            if entry is None:
                self._unread += not line.isspace() and '"GET ' not in line and '"HEAD ' not in line
            elif entry.status in (200, 304):
                name = name_of(entry.path)
                if name is not None and rule_of(name).is_feed:
                    self._add(name, entry)

    def _add(self, feed: str, entry: Entry) -> None:
        found = poller(entry.user_agent)
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
            # Anybody can make up a name and a number of subscribers; whoever comes again ranks first.
            pollers=sorted(
                pollers,
                key=lambda one: (one.requests == 1, -(one.subscribers or 0), -one.requests, one.name),
            ),
            careless=sorted(careless, key=lambda one: (-one.sent, one.client, one.user_agent)),
            unread=self._unread,
        )

    def _feed(self, feed: str) -> FeedStatistics:
        whole, same = self._by_feed[feed, 200], self._by_feed[feed, 304]
        stated = sum(count for (of, _), count in self._stated.items() if of == feed)
        return FeedStatistics(feed, whole + same, same, stated, len(self._readers[feed]))

    def _poller(self, name: str) -> PollerStatistics:
        whole, same = self._by_poller[name, 200], self._by_poller[name, 304]
        stated = [count for (_, by), count in self._stated.items() if by == name]
        return PollerStatistics(name, whole + same, same, self._sent[name], sum(stated) if stated else None)
