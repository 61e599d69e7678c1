"""Docusaurus."""

from __future__ import annotations

KEYS = {"last_update": "changed", "unlisted": "unlisted"}
