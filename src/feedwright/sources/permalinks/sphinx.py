"""Sphinx's URLs (sphinx-doc.org, Builders): each document is a page at its path."""

from __future__ import annotations

from urllib.parse import urlsplit

from feedwright.sources.permalinks.post import Permalinks, Post, Settings


def permalinks(settings: Settings) -> Permalinks | None:
    """Read `html_baseurl` and ablog's `blog_baseurl`; None for Nikola's `conf.py`."""
    if "POSTS" in settings.data:
        return None
    # That of the blog is often the host alone, where documentation is served below a version.
    blog = settings.text("blog_baseurl")
    base = settings.text("html_baseurl") or (blog if urlsplit(blog).path.strip("/") else "")
    return Permalinks(base, _path_of, has_pages=True)


def _path_of(post: Post) -> str:
    return f"/{post.path.rpartition('.')[0]}.html"
