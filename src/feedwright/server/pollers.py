"""Pollers and the number of their subscribers, as stated in the User-Agent header."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_SUBSCRIBERS = re.compile(r"\b(\d{1,9})\s+(?:subscribers?|readers?|users?)\b", re.IGNORECASE)
_INSIDE = re.compile(r"compatible;\s*([^\s;()+,]+)", re.IGNORECASE)
# The words before a version, a parenthesis, a dash or a feed's number.
_PRODUCT = re.compile(r"[A-Za-z0-9][\w.-]*(?: [\w.-]+)*?(?=[^\w. -]| \W| v?\d| feed-id|$)")

_LONGEST = 40
NAMELESS = "(no name)"


MOST_REGULAR = 8_000
MOST_NEW = 2_000
"""Limits of pairs of feed and poller in memory, because anybody can invent new ones."""


class Subscribers:
    """The last stated number of subscribers per feed and poller: a segmented LRU cache.

    The first request puts a poller into the segment of new ones, the second into that of regular ones. A full
    segment of new ones drops its least recently used one; a full segment of regular ones moves it back to
    the new ones. So invented names cannot displace regular pollers.
    """

    def __init__(self) -> None:
        self._regular: dict[tuple[str, str], int] = {}
        self._new: dict[tuple[str, str], int] = {}

    def record(self, feed: str, name: str, subscribers: int) -> None:
        """Record a poller's request for a feed and the number of subscribers that it stated."""
        key = (feed, name)
        is_known = self._regular.pop(key, None) is not None or self._new.pop(key, None) is not None
        if not is_known:
            self._new[key] = subscribers
        else:
            self._regular[key] = subscribers
            if len(self._regular) > MOST_REGULAR:
                oldest = next(iter(self._regular))
                self._new[oldest] = self._regular.pop(oldest)
        if len(self._new) > MOST_NEW:
            del self._new[next(iter(self._new))]

    def counts(self) -> list[tuple[tuple[str, str], int]]:
        """A sorted list of ((feed, poller), subscribers)."""
        return sorted((self._regular | self._new).items())


class Poller(NamedTuple):
    """A poller; `subscribers` is None if its User-Agent does not state them."""

    name: str
    subscribers: int | None = None


@lru_cache(maxsize=512)
def parse_user_agent(user_agent: str) -> Poller:
    """Parse `Feedly/1.0 (+http://…; 1234 subscribers; …)` to the name Feedly with 1234 subscribers."""
    stated = _SUBSCRIBERS.search(user_agent)
    count = int(stated[1]) if stated else None
    inside = _INSIDE.search(user_agent) if user_agent.startswith("Mozilla/") else None
    text = inside[1] if inside else user_agent
    product = _PRODUCT.match(text)
    return Poller(product[0][:_LONGEST] if product else NAMELESS, count)
