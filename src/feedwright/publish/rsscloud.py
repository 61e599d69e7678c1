"""rssCloud (rssboard.org/rsscloud-interface): what a publisher says to a cloud server."""

from __future__ import annotations

MEDIA_TYPE = "application/rss+xml"
"""Its servers know no other feeds."""


def form(topic: str) -> dict[str, str]:
    """The field that announces a change of the RSS feed at `topic`."""
    return {"url": topic}
