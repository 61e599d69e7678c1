"""Eleventy."""

from __future__ import annotations

KEYS = {"eleventyExcludeFromCollections": "unlisted", "page_excerpt": "summary"}
