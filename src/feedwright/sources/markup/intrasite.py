"""Resolve Pelican's internal links: `{filename}other.md`, `{static}/images/x.jpg`, `{attach}x.jpg`."""

from __future__ import annotations

import re
from urllib.parse import unquote

from feedwright.sources.markup.page import Page
from feedwright.text import slugify

_LINK = re.compile(r"[{|](filename|static|attach|index|author|category|tag|archives)[}|]([^\s)\"'>\]]*)")


def plain(text: str, page: Page) -> str:
    """Replace internal links by paths and URLs."""

    def link(found: re.Match[str]) -> str:
        kind, target = found.groups()
        if kind == "filename":
            return page.link(unquote(target)) or target
        if kind in ("static", "attach"):
            return target
        listing = f"{kind}/{slugify(unquote(target))}.html" if target else ""
        return page.site_url + listing

    return _LINK.sub(link, text)
