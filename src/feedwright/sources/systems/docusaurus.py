"""Docusaurus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedwright.sources.scopes import Site, excluded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = tuple(f"docusaurus.config.{suffix}" for suffix in ("js", "ts", "mjs", "mts", "cjs", "cts"))
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
KEYS = {"last_update": "changed"}
OTHER_KEYS = ("author_image_url", "author_title", "author_url", "hide_title", "image_url", "title_meta")
LANGUAGE_FOLDERS = "i18n/*/docusaurus-plugin-content-blog*"
SIGN = r"\{(?:/\*|\"[ ]+\"\}|(?<==\{)\{[^<>]{0,1000}>)"
"""Remarks, blanks and styles in JSX: MDX, which sites of other programs have in files called .md, too."""


def title_from_name(name: str) -> str:
    """A post without a title and a heading is called as its file."""
    return name


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `exclude` of each blog: files of which no posts are made."""
    from feedwright.sources.permalinks.docusaurus import blogs_in
    from feedwright.sources.permalinks.post import plain

    scopes = [
        scope for blog in blogs_in(plain(settings)) for scope in excluded(blog.exclude, articles, blog.folder)
    ]
    return Site("", tuple(scopes))


def plain(text: str, page: Page) -> str:
    """Convert MDX, which all its Markdown files are."""
    from feedwright.sources.markup import kramdown, mdx

    # Files named .mdx are converted later, by that dialect.
    text = text if page.path.endswith(".mdx") else mdx.plain(text)
    return kramdown.without_heading_ids(text)
