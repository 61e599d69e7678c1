"""Say in JSON Feed how many minutes an article takes to read."""

from __future__ import annotations

from typing import Any

from feedwright.plugins import Article

_WORDS_A_MINUTE = 230


def extend_json(item: dict[str, Any], article: Article) -> None:
    """Add an object; names of one's own begin with `_` (jsonfeed.org/version/1.1, Extensions)."""
    words = len(article.body.split())
    item["_reading"] = {
        "about": "https://example.org/feeds#reading",
        "minutes": max(1, round(words / _WORDS_A_MINUTE)),
    }
