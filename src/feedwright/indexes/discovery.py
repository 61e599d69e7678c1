"""Links in pages with which feed readers find feeds (rssboard.org/rss-autodiscovery)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from feedwright.model import Place


def links(places: Iterable[Place]) -> list[tuple[str, str, str]]:
    """Return media type, title and URL of each feed file of the sections. Titles are unique."""
    return [
        (file.type, f"{place.feed_title} ({file.format})", place.url + file.name)
        for place in places
        for file in place.feeds
    ]


def snippet(places: Iterable[Place]) -> str:
    """Return HTML for the `<head>` of the publication's own pages, with one link on each line."""
    return "".join(
        f'<link rel="alternate" type="{type_}" title="{escape(title)}" href="{escape(url)}">\n'
        for type_, title, url in links(places)
    )
