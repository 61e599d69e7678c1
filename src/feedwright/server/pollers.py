"""Who polls, and for how many people, as a User-Agent states it."""

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
"""Pairs of feed and poller that are remembered: anybody can make up new ones."""


class Subscribers:
    """What pollers last stated, in bounded memory, whoever makes up names (a segmented LRU).

    A poller that comes is remembered at once, as a new one; one that comes again is a regular. New ones
    push out new ones alone, the one that came longest ago first. Where there are too many regulars, the one
    that came longest ago is a new one again.
    """

    def __init__(self) -> None:
        self._regular: dict[tuple[str, str], int] = {}
        self._new: dict[tuple[str, str], int] = {}

    def note(self, feed: str, name: str, subscribers: int) -> None:
        """A poller's request for a feed, and for how many people it asked."""
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

    def stated(self) -> list[tuple[tuple[str, str], int]]:
        """((feed, poller), subscribers), sorted."""
        return sorted((self._regular | self._new).items())


class Poller(NamedTuple):
    """`subscribers` is None where the User-Agent says nothing of them."""

    name: str
    subscribers: int | None = None


@lru_cache(maxsize=512)
def poller(user_agent: str) -> Poller:
    """`Feedly/1.0 (+http://…; 1234 subscribers; …)` is Feedly, for 1234."""
    stated = _SUBSCRIBERS.search(user_agent)
    count = int(stated[1]) if stated else None
    inside = _INSIDE.search(user_agent) if user_agent.startswith("Mozilla/") else None
    text = inside[1] if inside else user_agent
    product = _PRODUCT.match(text)
    return Poller(product[0][:_LONGEST] if product else NAMELESS, count)
