"""VuePress."""

from __future__ import annotations

SETTINGS = tuple(f"{folder}.vuepress/config.{suffix}" for folder in ("", "docs/") for suffix in ("js", "ts"))
