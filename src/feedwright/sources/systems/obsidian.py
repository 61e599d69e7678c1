"""Obsidian: a vault of notes; those with a date are articles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from feedwright.sources.scopes import Scope, Site, is_below

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = (".obsidian/templates.json", "content/.obsidian/templates.json")
LINKS_ADDRESSES = True
KEYS = {
    "created": "date",
    "date created": "date",
    "modified": "updated",
    "date modified": "updated",
    "socialImage": "picture",
}
MARKS = {"share": "publish?"}
"""Enveloppe's."""
OTHER_KEYS = ("aliases", "cssclass", "cssclasses")


def is_tree(has: Callable[[str], bool]) -> bool:
    """A vault has a folder `.obsidian`, which may lie in content/."""
    return has(".obsidian") or has("content/.obsidian")


def title_from_name(name: str) -> str:
    """A note without a title is called as its file."""
    return name


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Notes in the folder of templates are no articles."""
    folder = settings.get("folder")
    path = ((folder and folder.scalar) or "").strip("/")
    path = path if articles == "." else path.removeprefix(f"{articles}/")
    return Site("", (Scope(partial(is_below, folder=path), None),) if path else ())


def plain(text: str, page: Page) -> str:
    """Remove comments, and what other notes refer to; links and embeds by name are read in any tree."""
    from feedwright.sources.markup import obsidian

    return obsidian.plain(obsidian.without_queries(text, page))
