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
