"""What a server says of a file, whichever server it is: its type by its name, how long it may be kept,
and what it may do in a browser.
"""

from __future__ import annotations

from feedwright.feed_formats import FORMATS

TEXT_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".opml": "text/x-opml",
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
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

PAGE_TYPES = {form.page_suffix: form.media_type for form in FORMATS}
"""The types of archive pages (RFC 5005), by their suffixes."""

FOR_A_DAY = "public, max-age=86400"
"""Cache-Control of an archive page. Not `immutable`: a correction or a withdrawal changes it, and must
reach who asks again."""

FOR_EVER = "public, max-age=31536000, immutable"
"""Cache-Control of a file whose name changes with its content."""

UNKNOWN_TYPE = "application/octet-stream"
"""The type of a file under media/ whose suffix says nothing. Never left out: browsers would guess."""

SHOWN_SUFFIXES = frozenset(
    suffix
    for suffix, name in (TEXT_TYPES | MEDIA_SUFFIXES).items()
    if name.partition("/")[0] in ("image", "audio", "video")
    or name in ("text/plain", "text/vtt", "application/json", "application/x-subrip")
) - {".svg"}
"""What browsers may show when somebody opens a file under media/: kinds that cannot carry a script.
Any other file there is an attachment (RFC 6266). That does not change what a page or a reader embeds:
an SVG in <img>, a transcript that an app fetches.
"""

FILE_POLICY = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self' 'unsafe-inline'; sandbox"
)
"""Content-Security-Policy (CSP level 3) of all files but section pages: nothing runs, not even with the
rights of the site. `media-src`: browsers play sound and film that is opened by itself in a page of their
own making, under this policy. Its origin is opaque (`sandbox`), so that the file also needs
`Access-Control-Allow-Origin`.
"""


def page_policy(script_hash: str) -> str:
    """Content-Security-Policy of a section's page, in which one script may run.

    `script_hash` is a CSP hash source such as `'sha256-…'`. This is the outer bound, and says who may frame
    a page; the page's own <meta> narrows styles to hashes, too.
    """
    return (
        "default-src 'none'; img-src * data:; media-src *; style-src 'self' 'unsafe-inline'; "
        f"script-src {script_hash}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


FEED_MENU = "/.well-known/feed-menu.json"
"""Where a site has its menu of feeds, whatever else it serves under which path (RFC 8615)."""

UNFINISHED = ("~", ".tmp", ".temp", ".swp", ".swo", ".part", ".bak", ".orig")
"""How editors and copying programs end the names of what nobody should read yet, or any more."""


def for_a_while(max_age: int, stale_while_revalidate: int) -> str:
    """Cache-Control of a file that changes (RFC 9111, RFC 5861); seconds."""
    kept = f"public, max-age={max_age}"
    return kept + (f", stale-while-revalidate={stale_while_revalidate}" if stale_while_revalidate else "")
