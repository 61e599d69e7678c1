"""Links that a page carries for readers to find its feeds (rssboard.org/rss-autodiscovery)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from feedwright.model import Place


def links(places: Iterable[Place]) -> list[tuple[str, str, str]]:
    """Type, title and URL of each format of these sections' feeds; no two titles are the same."""
    return [
        (file.type, f"{place.feed_title} ({file.format})", place.url + file.name)
        for place in places
        for file in place.feeds
    ]


def snippet(places: Iterable[Place]) -> str:
    """HTML for the `<head>` of the publication's own pages, one link a line."""
    return "".join(
        f'<link rel="alternate" type="{type_}" title="{escape(title)}" href="{escape(url)}">\n'
        for type_, title, url in links(places)
    )
