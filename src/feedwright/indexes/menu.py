"""feed-menu.json: the sections' feeds as a menu to choose from (draft-nottingham-feed-menu-01).

Only where config.yaml asks for it: the draft wants publishers to mean it.
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
"""Characters, as the draft recommends."""


def write(root: Place) -> bytes:
    """The menu of all sections, nested as they are; a section with others below it is a menu.

    URLs are absolute, for it is served on the site's host and feeds may be elsewhere.
    """
    items = [item for child in root.children for item in _items(child, root.language)]
    menu = {"feed-menu": _short(root.title, _TITLE), "items": [*_feed(root, root.language), *items]}
    return json.dumps(menu, ensure_ascii=False, indent=1).encode() + b"\n"


def _items(place: Place, language: str) -> list[dict[str, Any]]:
    own = _feed(place, language)
    below = [item for child in place.children for item in _items(child, language)]
    return [{"feed-menu": _short(place.title, _TITLE), "items": own + below}] if below else own


def _feed(place: Place, language: str) -> list[dict[str, Any]]:
    """The section's own feed; nothing where it has neither RSS nor Atom, all that the draft knows."""
    names = {file.name for file in place.feeds}
    known = {form.name: place.url + form.filename for form in (RSS, ATOM) if form.filename in names}
    if not known:
        return []
    said = {"feed-title": _short(place.title, _TITLE)}
    if place.description != place.feed_title:
        said["description"] = _short(place.description, _DESCRIPTION)
    if place.language != language:
        said["lang"] = place.language
    return [said | known]


def _short(text: str, limit: int) -> str:
    """At most `limit` characters: whole words, where there are blanks between them."""
    if len(text) <= limit:
        return text
    cut = shorten(text, limit, placeholder="…")
    return cut if len(cut) > limit // 2 else text[: limit - 1] + "…"
