"""WebSub (w3.org/TR/websub): the message of a publisher to a hub.

The specification does not define it. Hubs have supported this one since PubSubHubbub 0.3.
"""

from __future__ import annotations


def form(topic: str) -> dict[str, str]:
    """Return the form that announces a change of the feed at the URL `topic`, which has two names."""
    return {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
