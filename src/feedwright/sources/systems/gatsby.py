"""Gatsby."""

from __future__ import annotations

SETTINGS = ("gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs")
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
KEYS = {"featuredimage": "picture", "featuredImage": "picture", "path": "place"}
