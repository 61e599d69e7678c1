"""feed-menu.json: a menu of the sections' feeds (draft-nottingham-feed-menu-01).

It is written only if config.yaml has `feeds.menu`, because the draft wants publishers to opt in.
"""

from __future__ import annotations

import json
from textwrap import shorten
from typing import Any

from feedwright.feed_formats import ATOM, RSS
from feedwright.model import Place

FILENAME = "feed-menu.json"
MEDIA_TYPE = "application/json"

_TITLE, _DESCRIPTION = 50, 140
"""The most characters that the draft recommends."""


def write(root: Place) -> bytes:
    """Write the menu of all sections; a section with subsections is a submenu.

    URLs are absolute, because the menu is served by the host of the site, which may not be that of the feeds.
    """
    items = [item for child in root.children for item in _items(child, root.language)]
    menu = {"feed-menu": _short(root.title, _TITLE), "items": [*_feed(root, root.language), *items]}
    return json.dumps(menu, ensure_ascii=False, indent=1).encode() + b"\n"


def _items(place: Place, language: str) -> list[dict[str, Any]]:
    own = _feed(place, language)
    below = [item for child in place.children for item in _items(child, language)]
    return [{"feed-menu": _short(place.title, _TITLE), "items": own + below}] if below else own


def _feed(place: Place, language: str) -> list[dict[str, Any]]:
    """Return the item of the section's feed; none without RSS or Atom, the draft's only formats."""
    names = {file.name for file in place.feeds}
    urls = {form.name: place.url + form.filename for form in (RSS, ATOM) if form.filename in names}
    if not urls:
        return []
    item = {"feed-title": _short(place.title, _TITLE)}
    if place.description != place.feed_title:
        item["description"] = _short(place.description, _DESCRIPTION)
    if place.language != language:
        item["lang"] = place.language
    return [item | urls]


def _short(text: str, limit: int) -> str:
    """Shorten the text to `limit` characters, after a word if possible."""
    if len(text) <= limit:
        return text
    cut = shorten(text, limit, placeholder="…")
    return cut if len(cut) > limit // 2 else text[: limit - 1] + "…"
