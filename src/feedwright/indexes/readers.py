"""Web-based feed readers to which one can subscribe with a link."""

from __future__ import annotations

from urllib.parse import quote

READERS = (
    ("Feedly", "https://feedly.com/i/subscription/feed%2F{}"),
    ("Inoreader", "https://www.inoreader.com/?add_feed={}"),
    ("NewsBlur", "https://www.newsblur.com/?url={}"),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url={}"),
)


def one_click_links(feed_url: str) -> list[tuple[str, str]]:
    """Return the name of each reader and the link with which people subscribe to `feed_url` there."""
    escaped = quote(feed_url, safe="")
    return [(name, pattern.format(escaped)) for name, pattern in READERS]
