"""Quartz, which makes websites of Obsidian's vaults."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedwright.sources.scopes import Scope, Site, glob

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedwright.schema import Value
    from feedwright.sources.markup.page import Page

SETTINGS = ("quartz.config.ts",)
LINKS_ADDRESSES = True
ROLLS_DAYS_OVER = True
NOT_READ = (".html", ".htm", ".txt")
KEYS = {
    "created": "date",
    "publishDate": "goes_live",
    "modified": "updated",
    "lastmod": "updated",
    "last-modified": "updated",
    "socialImage": "picture",
    "cover": "picture",
}
OTHER_KEYS = ("aliases", "cssclass", "cssclasses", "comments", "enableToc", "permalink", "socialDescription")


def title_from_name(name: str) -> str:
    """A note without a title is called as its file."""
    return name


def site(settings: Mapping[str, Value], articles: str) -> Site:
    """Read `ignorePatterns`; with ExplicitPublish, only what says `publish: true` is published."""
    scopes: list[Scope] = []
    if "ExplicitPublish()" in _texts(settings, "plugins", "filters"):
        scopes.append(Scope(lambda path: True, _unpublished()))
    patterns = [_ignored(one, articles) for one in _texts(settings, "configuration", "ignorePatterns")]
    if patterns:
        scopes.append(Scope(lambda path: any(one.fullmatch(path) for one in patterns), None))
    return Site("", tuple(scopes))


def _texts(settings: Mapping[str, Value], name: str, key: str) -> list[str]:
    group = settings.get(name)
    found = group.members([]).get(key) if group is not None and group.is_mapping else None
    texts = [item.scalar or "" for item in found.items()] if found is not None else []
    return [text.removeprefix("Plugin.") for text in texts]


def _unpublished() -> Mapping[str, Value]:
    from feedwright.sources.front_matter.header import Header
    from feedwright.sources.front_matter.syntaxes import yaml

    return yaml.values(Header("publish: false", 1, ""), SETTINGS[0])


def _ignored(pattern: str, articles: str) -> re.Pattern[str]:
    """A glob for files or folders, anywhere below content/, or beginning there."""
    folder = articles.removeprefix("content").strip("/")
    pattern = pattern.strip("/")
    pattern = pattern.removeprefix(f"{folder}/") if folder else pattern
    return re.compile(rf"(?:{'' if '/' in pattern else '(?:.*/)?'}){glob(pattern).pattern}(?:/.*)?")


def plain(text: str, page: Page) -> str:
    """Remove comments, and what other notes refer to; links and embeds by name are read in any tree."""
    from feedwright.sources.markup import obsidian

    return obsidian.plain(obsidian.without_queries(text, page))
