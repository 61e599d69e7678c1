"""Web-based services with which one can subscribe by a link: feed readers, and services that send e-mail."""

from __future__ import annotations

from urllib.parse import quote

_READERS = (
    ("Feedly", "https://feedly.com/i/subscription/feed%2F{}"),
    ("Inoreader", "https://www.inoreader.com/?add_feed={}"),
    ("NewsBlur", "https://www.newsblur.com/?url={}"),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url={}"),
)
_EMAIL = (
    ("Blogtrottr", "https://blogtrottr.com/?subscribe={}"),
    ("Feedrabbit", "https://feedrabbit.com/?url={}"),
)

Links = list[tuple[str, str]]
"""Names of services, and the links with which people subscribe there."""


def reader_links(feed_url: str) -> Links:
    """Return the feed readers."""
    return _filled(_READERS, feed_url)


def email_links(feed_url: str) -> Links:
    """Return the services that send what is new in a feed by e-mail."""
    return _filled(_EMAIL, feed_url)


def _filled(services: tuple[tuple[str, str], ...], feed_url: str) -> Links:
    escaped = quote(feed_url, safe="")
    return [(name, pattern.format(escaped)) for name, pattern in services]
