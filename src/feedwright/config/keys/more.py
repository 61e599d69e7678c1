"""`feeds.more:`: feeds of articles that have certain tags, categories, authors or sections."""

from __future__ import annotations

from functools import partial
from typing import Any

from feedwright.config.settings import Match, OwnFeed
from feedwright.schema import Field, Fields, Value, kinds, read_mapping
from feedwright.schema.describe import TEXT, described, mapping, one_or_many
from feedwright.text import slugify


@described(TEXT)
def section_path(value: Value) -> str:
    """Read the path of a section, as in the URL of its feed."""
    path = kinds.text(value).strip("/")
    if path != "/".join(map(slugify, path.split("/"))):
        raise value.error("a section such as news or news/us")
    return path


@described(TEXT)
def feed_name(value: Value) -> str:
    """Read the path of a feed under feeds/: words of a URL, in folders or not."""
    name = kinds.text(value).strip("/")
    if not name or name != "/".join(map(slugify, name.split("/"))):
        raise value.error("a name for URLs such as politics-without-opinion or news/best")
    return name


_MATCH = {
    "sections": Field(kinds.many(section_path)),
    "section": Field(kinds.many(section_path), "sections"),
    "tags": Field(kinds.many(kinds.any_text)),
    "tag": Field(kinds.many(kinds.any_text), "tags"),
    "categories": Field(kinds.many(kinds.any_text)),
    "category": Field(kinds.many(kinds.any_text), "categories"),
    "authors": Field(kinds.many(kinds.any_text)),
    "author": Field(kinds.many(kinds.any_text), "authors"),
}


@described(lambda: mapping(_MATCH))
def _match(value: Value) -> Match:
    found = read_mapping(value, _MATCH)
    if not any(found.values()):
        raise value.error("at least one of sections, tags, categories, authors", found="no condition")
    return Match(**found)


_OWN = {"name": Field(feed_name), "include": Field(kinds.many(_match)), "exclude": Field(kinds.many(_match))}


def _keys_of_one(settings: Fields) -> Fields:
    return {**settings, "limit": Field(settings["entries"].kind, "entries"), **_OWN}


@described(lambda settings: one_or_many(mapping(_keys_of_one(settings), "name")))
def own_feeds(value: Value, settings: Fields) -> tuple[OwnFeed, ...]:
    """Read a list of feeds, each with a name of its own; `settings` are the keys that sections have, too."""
    read = partial(_own_feed, fields=_keys_of_one(settings))
    found = tuple(map(read, value.items()))
    names: set[str] = set()
    for item, feed in zip(value.items(), found, strict=True):
        if feed.name in names:
            raise item.error("a name that no other feed has", found=f"{feed.name} twice")
        names.add(feed.name)
    return found


def _own_feed(value: Value, fields: Fields) -> OwnFeed:
    found: dict[str, Any] = read_mapping(value, fields)
    if "name" not in found:
        raise value.error("`name: politics-without-opinion`, by which its URL is made", found="none")
    own = {key: found.pop(key) for key in _OWN if key in found}
    return OwnFeed(**own, settings=found)
