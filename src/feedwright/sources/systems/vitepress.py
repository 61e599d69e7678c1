"""VitePress."""

from __future__ import annotations

SETTINGS = tuple(
    f"{folder}.vitepress/config.{suffix}" for folder in ("", "docs/") for suffix in ("ts", "mts", "js", "mjs")
)
