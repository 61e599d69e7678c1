"""rssCloud (rssboard.org/rsscloud-interface): the message of a publisher to a server."""

from __future__ import annotations

from feedwright.feed_formats import RSS

MEDIA_TYPE = RSS.media_type
"""The only feeds that rssCloud servers support."""


def form(topic: str) -> dict[str, str]:
    """Return the form that announces a change of the RSS feed at the URL `topic`."""
    return {"url": topic}
