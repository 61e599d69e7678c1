"""Astro, and Eleventy's blogs, which name their keys alike."""

from __future__ import annotations

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
