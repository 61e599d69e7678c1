"""Astro, and Starlight."""

from __future__ import annotations

SETTINGS = ("astro.config.mjs", "astro.config.ts", "astro.config.js")
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
