"""WebSub (w3.org/TR/websub): what a publisher says to a hub.

The specification leaves that to the two; this is what hubs have understood since PubSubHubbub 0.3.
"""

from __future__ import annotations


def form(topic: str) -> dict[str, str]:
    """The fields that announce a change of the feed at `topic`; hubs read the one name or the other."""
    return {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
