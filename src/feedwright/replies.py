"""What a server says of a file, whichever server it is: its type by its name, how long it may be kept,
and what it may do in a browser.
"""

from __future__ import annotations

TEXT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
}
"""What is worth compressing, and comes in UTF-8. A feed has a type of its own."""

MEDIA_TYPES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/flac": ".flac",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "application/pdf": ".pdf",
}
"""The types that feeds carry, and the suffix each has in a URL. One table on every machine, unlike
the system's own."""

MEDIA_SUFFIXES = {suffix: name for name, suffix in MEDIA_TYPES.items()} | {
    ".jpeg": "image/jpeg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4v": "video/mp4",
}
"""The type of every suffix that such a file may have."""

FOR_BROWSERS = "application/xml"
"""The type under which browsers show an XML feed with its stylesheet; they do not know feeds' own types.
A browser that opens a page says so (`Sec-Fetch-Dest: document`, www.w3.org/TR/fetch-metadata)."""

PAGE_TYPES = {
    ".xml": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".json": "application/feed+json",
}
"""The types of archive pages (RFC 5005), by the suffix that each has."""

FOR_A_DAY = "public, max-age=86400"
"""Cache-Control of an archive page. Not `immutable`: a correction or a withdrawal changes it, and must
reach who asks again."""

FOR_EVER = "public, max-age=31536000, immutable"
"""Cache-Control of a file whose name changes with its content."""

# The outer bound, and who may frame a page; the page's own <meta> narrows scripts and styles to hashes.
PAGE_POLICY = (
    "default-src 'none'; img-src * data:; media-src *; style-src 'self' 'unsafe-inline'; "
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of HTML."""

FEED_MENU = "/.well-known/feed-menu.json"
"""Where a site has its menu of feeds, whatever else it serves under which path (RFC 8615)."""

UNFINISHED = ("~", ".tmp", ".temp", ".swp", ".swo", ".part", ".bak", ".orig")
"""How editors and copying programs end the names of what nobody should read yet, or any more."""


def for_a_while(max_age: int, stale_while_revalidate: int) -> str:
    """Cache-Control of a file that changes (RFC 9111, RFC 5861); seconds."""
    kept = f"public, max-age={max_age}"
    return kept + (f", stale-while-revalidate={stale_while_revalidate}" if stale_while_revalidate else "")
