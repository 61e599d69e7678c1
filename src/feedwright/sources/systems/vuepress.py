"""VuePress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value

SETTINGS = tuple(f"{folder}.vuepress/config.{suffix}" for folder in ("", "docs/") for suffix in ("js", "ts"))
ROLLS_DAYS_OVER = True


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `pagePatterns`: files of which no pages are made stand behind `!`."""
    patterns = texts_of(settings.get("pagePatterns"))
    return Site("", excluded((one[1:] for one in patterns if one.startswith("!")), articles, "docs"))
