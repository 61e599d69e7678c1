"""Zola."""

from __future__ import annotations

KEYS = {"path": "address"}
INSIDE = ("taxonomies", "extra")
