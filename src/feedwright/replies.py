"""What any server sends with a published file: media type, Cache-Control and Content-Security-Policy."""

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
"""Media types of text files, which are in UTF-8 and worth compressing. Feeds have their own types."""

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
"""Media types of enclosures, and their suffixes in URLs. The table of mimetypes differs by machine."""

MEDIA_SUFFIXES = {suffix: name for name, suffix in MEDIA_TYPES.items()} | {
    ".jpeg": "image/jpeg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4v": "video/mp4",
}
"""Media types by all suffixes that such files may have."""

ALLOWED_METHODS = "GET, HEAD, OPTIONS"

PREFLIGHT_HEADERS = {
    "Allow": ALLOWED_METHODS,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
"""The headers of a reply to OPTIONS: a script in a page elsewhere may send any header, such as
If-None-Match, for which browsers ask first (CORS-preflight request, fetch.spec.whatwg.org)."""

BROWSER_FEED_TYPE = "application/xml"
"""The media type with which browsers show an XML feed with its stylesheet; they do not know feeds' own.
A browser that opens a page sends `Sec-Fetch-Dest: document` (www.w3.org/TR/fetch-metadata)."""

PAGE_TYPES = {form.page_suffix: form.media_type for form in FORMATS}
"""The types of archive pages (RFC 5005), by their suffixes."""

ARCHIVE_CACHE_CONTROL = "public, max-age=86400"
"""Cache-Control of an archive page. Not `immutable`, because corrections and withdrawals change it."""

IMMUTABLE_CACHE_CONTROL = "public, max-age=31536000, immutable"
"""Cache-Control of a file whose name contains a digest of its content."""

UNKNOWN_TYPE = "application/octet-stream"
"""Media type of a file with an unknown suffix. Without Content-Type, browsers would guess."""

SHOWN_SUFFIXES = frozenset(
    suffix
    for suffix, name in (TEXT_TYPES | MEDIA_SUFFIXES).items()
    if name.partition("/")[0] in ("image", "audio", "video")
    or name in ("text/plain", "text/vtt", "application/json", "application/x-subrip")
) - {".svg"}
"""Suffixes of media files that browsers may show: types that cannot contain a script. Other files in media/
are sent as attachments (RFC 6266), which can still be embedded: an SVG in <img>, a transcript in an app.
"""

FILE_POLICY = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self' 'unsafe-inline'; sandbox"
)
"""Content-Security-Policy (CSP level 3) of all files except section pages: scripts do not run. `media-src`
is for audio and video files that are opened directly: browsers play them in a page that they generate, under
this policy. Its origin is opaque (`sandbox`), so the file also needs `Access-Control-Allow-Origin`.
"""

PAGE_POLICY = (
    "default-src 'none'; img-src * data:; media-src *; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of pages: no script runs. A page's own <meta> also restricts its style, to a hash.
"""

FEED_MENU = "/.well-known/feed-menu.json"
"""The path of a site's menu of feeds (RFC 8615)."""

UNFINISHED = ("~", ".tmp", ".temp", ".swp", ".swo", ".part", ".bak", ".orig")
"""Suffixes that editors and copying programs give to temporary files and backups. They are never served."""


def cache_control(max_age: int, stale_while_revalidate: int) -> str:
    """Return the Cache-Control of a file that changes (RFC 9111, RFC 5861). Times are in seconds."""
    value = f"public, max-age={max_age}"
    return value + (f", stale-while-revalidate={stale_while_revalidate}" if stale_while_revalidate else "")
