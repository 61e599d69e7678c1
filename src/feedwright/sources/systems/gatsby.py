"""Gatsby."""

from __future__ import annotations

SETTINGS = ("gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs")
KEYS = {"featuredimage": "picture", "featuredImage": "picture", "path": "place"}
