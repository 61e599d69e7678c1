"""Sphinx's URLs (sphinx-doc.org, Builders): each document is a page at its path."""

from __future__ import annotations

from feedwright.sources.permalinks.post import Permalinks, Post, Settings


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `html_baseurl` and ablog's `blog_baseurl`; None for Nikola's `conf.py`."""
    if "POSTS" in settings.data:
        return None
    return Permalinks(
        settings.text("html_baseurl") or settings.text("blog_baseurl"), _path_of, has_pages=True
    )


def _path_of(post: Post) -> str:
    return f"/{post.path.rpartition('.')[0]}.html"
