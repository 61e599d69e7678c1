"""Astro, and Starlight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value

SETTINGS = (
    *(f"astro.config.{suffix}" for suffix in ("mjs", "ts", "js", "mts", "cjs", "cts")),
    *(
        f"src/{name}.{suffix}"
        for name in ("content.config", "content/config")
        for suffix in ("ts", "mjs", "js")
    ),
)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
KEYS = {
    "pubDate": "date",
    "pubDatetime": "date",
    "publishedAt": "date",
    "datePublished": "date",
    "updatedDate": "updated",
    "modDatetime": "updated",
    "updatedAt": "updated",
    "dateModified": "updated",
    "heroImage": "picture",
    "ogImage": "picture",
    "coverImage": "picture",
}
OTHER_KEYS = ("banner", "lastUpdated", "pagefind")


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Leave out what the patterns of collections do: `pattern: ["**/*.md", "!**/drafts/**"]`."""
    return Site("", excluded(texts_of(settings.get("left_out")), articles))
