"""Gatsby."""

from __future__ import annotations

SETTINGS = ("gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs")
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
KEYS = {"featuredimage": "picture", "featuredImage": "picture", "path": "place"}
