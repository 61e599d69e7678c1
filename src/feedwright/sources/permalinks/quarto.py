"""Quarto's URLs (quarto.org/docs/websites): the paths of files, with the suffix .html."""

from __future__ import annotations

from feedwright.sources.permalinks.post import Permalinks, Post, Settings


def permalinks(settings: Settings) -> Permalinks:
    """Read `website.site-url`, or that of a book."""
    sites = (settings.mapping("website"), settings.mapping("book"))
    base = next((str(site["site-url"]) for site in sites if site.get("site-url")), "")
    return Permalinks(base, _path_of, has_pages=True)


def _path_of(post: Post) -> str:
    named = post.text("output-file").removesuffix(".html")
    folder = f"{post.folder}/" if post.folder else ""
    name = named or post.stem
    return folder if name == "index" else f"{folder}{name}.html"
