"""Keep sponsored articles out of all feeds. They stay on the site, where they are marked as such."""

from __future__ import annotations

from feedwright.plugins import Article


def keep(article: Article) -> bool:
    """Whether the article is published."""
    return not article.extra.get("sponsor") and "advertorial" not in article.tags
