"""Pelican's links inside a site: `{filename}other.md`, `{static}/images/x.jpg`, `{attach}x.jpg`."""

from __future__ import annotations

import re
from urllib.parse import unquote

from feedwright.sources.markup.page import Page
from feedwright.text import slugify

_LINK = re.compile(r"[{|](filename|static|attach|index|author|category|tag|archives)[}|]([^\s)\"'>\]]*)")


def plain(text: str, page: Page) -> str:
    """`text` with the files and pages themselves in their places."""

    def link(found: re.Match[str]) -> str:
        kind, said = found.groups()
        if kind == "filename":
            return page.link(unquote(said)) or said
        if kind in ("static", "attach"):
            return said
        listing = f"{kind}/{slugify(unquote(said))}.html" if said else ""
        return page.site_url + listing

    return _LINK.sub(link, text)
