"""Articles that are held back, as a preview shows them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from feedwright.model import Article


def as_previewed(article: Article, now: datetime, zone: ZoneInfo) -> Article:
    """Return an article that everybody may see, whose title says why nobody does yet.

    Its page is that of the preview, wherever it will be.
    """
    mark = ""
    if article.draft:
        mark = "Draft: "
    elif article.published > now:
        mark = f"Scheduled for {article.published.astimezone(zone):%Y-%m-%d %H:%M}: "
    return replace(
        article,
        title=mark + article.title,
        published=min(article.published, now),
        draft=False,
        link=None,
        address=None,
    )
