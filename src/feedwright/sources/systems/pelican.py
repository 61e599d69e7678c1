"""Pelican, and what MultiMarkdown calls things."""

from __future__ import annotations

KEYS = {"modified": "updated", "status": "status"}
