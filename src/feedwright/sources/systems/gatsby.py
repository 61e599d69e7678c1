"""Gatsby."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedwright.sources.systems.docusaurus import SIGN

if TYPE_CHECKING:
    from feedwright.sources.markup.page import Page

SETTINGS = ("gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs")
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
NEEDS_NO_TITLE = True
KEYS = {"featuredimage": "picture", "featuredImage": "picture", "path": "place"}

_SHOWN = re.compile(
    r"^`(?:(?:embed|iframe|oembed|video)[ \t]*:[ \t]*(https?://[^\s`]{1,1000})"
    r"|(youtube|vimeo)[ \t]*:[ \t]*([\w-]{1,60}|https?://[^\s`]{1,1000})(?:[ \t][^`\n]{0,200})?)`[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
"""What the plugins gatsby-remark-embed-video, -embedder and -oembed put into the place of code."""


def plain(text: str, page: Page) -> str:
    """Convert MDX, which a plugin reads in files called .md, too; `code` that plugins replace is a link."""
    if "{" in text and not page.path.endswith(".mdx") and re.search(SIGN, text):
        from feedwright.sources.markup import mdx

        text = mdx.plain(text)
    if "`" not in text or ":" not in text or _SHOWN.search(text) is None:
        return text
    from feedwright.sources.markup import code

    return code.change_outside_fences(text, lambda prose: _SHOWN.sub(_link, prose))


def _link(found: re.Match[str]) -> str:
    if found[1] or found[3].startswith("http"):
        return f"<{found[1] or found[3]}>"
    name, page = _PLAYERS[found[2].lower()]
    return f"[{name}]({page}{found[3]})"


_PLAYERS = {
    "youtube": ("YouTube", "https://www.youtube.com/watch?v="),
    "vimeo": ("Vimeo", "https://vimeo.com/"),
}
