"""Astro, and Starlight."""

from __future__ import annotations

SETTINGS = tuple(f"astro.config.{suffix}" for suffix in ("mjs", "ts", "js", "mts", "cjs", "cts"))
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
KEYS = {
    "pubDate": "date",
    "pubDatetime": "date",
    "publishedAt": "date",
    "datePublished": "date",
    "updatedDate": "updated",
    "modDatetime": "updated",
    "updatedAt": "updated",
    "dateModified": "updated",
    "heroImage": "picture",
    "ogImage": "picture",
    "coverImage": "picture",
}
OTHER_KEYS = ("banner", "lastUpdated", "pagefind")
