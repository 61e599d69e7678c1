"""The keys of config.yaml and their types, one module for each group."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from feedwright.config.keys import articles, feeds, more, publishing, serving, site
from feedwright.errors import FeedwrightError
from feedwright.schema import Field, Fields, Schema, Value, file_schema, kinds, mapping, read_mapping
from feedwright.schema.describe import TEXT, any_of, describe, described, one_or_many, text_like, words


@described(any_of(describe(kinds.days), words("forever")))
def _keep(value: Value) -> int | Literal["forever"]:
    if value.scalar == "forever":
        return "forever"
    try:
        return kinds.days(value)
    except FeedwrightError:
        raise value.error("a number of days such as 180 days, or forever") from None


_FILE = re.compile(r"(?!/)(?!(?:.*/)?\.\.(?:/|$)).+\.py")
_ENTRY_POINT = re.compile(r"[\w-]+(?:\.[\w-]+)*")


def _plugin(value: Value) -> str:
    """Read the name of a plugin: that of a file, or of an entry point."""
    name = kinds.text(value)
    pattern = _FILE if name.endswith(".py") else _ENTRY_POINT
    if not pattern.fullmatch(name):
        raise value.error(
            "a file beside config.yaml such as house_style.py, or the name of an installed plugin"
        )
    return name


@described(one_or_many(TEXT))
def _plugins(value: Value) -> tuple[str, ...]:
    names: list[str] = []
    for item in value.items():
        name = _plugin(item)
        if name in names:
            raise item.error("each plugin once", found=f"{name} twice")
        names.append(name)
    return tuple(names)


@described(text_like(r"dask://\S+"))
def _workers(value: Value) -> str:
    """Read the URL of a scheduler."""
    from feedwright.clusters import EXAMPLE, URL

    found = value.scalar or ""
    if not URL.fullmatch(found):
        raise value.error(f"the URL of a Dask scheduler, such as {EXAMPLE}")
    return found


_MEDIA = {
    "url": Field(kinds.folder_url),
    "image_sizes": Field(kinds.many(kinds.positive_number)),
    "keep": Field(_keep),
    "metadata": Field(kinds.one_of("strip", "keep")),
}


def json_schema(
    formats: list[str], profiles: Callable[[], Sequence[str]], partners: Callable[[], Sequence[str]]
) -> Schema:
    """Return the JSON Schema of config.yaml."""
    fields = top(formats, profiles, partners)
    return file_schema("The settings of a publication", mapping(fields, "site", "feeds"))


def top(
    formats: list[str], profiles: Callable[[], Sequence[str]], partners: Callable[[], Sequence[str]]
) -> Fields:
    """Return all keys. `profiles` and `partners` return names, and are called only if their key is used."""
    chosen = Field(kinds.many(kinds.one_of_these(partners)))
    of_one = feeds.keys(formats) | feeds.OF_ONE | {"partners": chosen}
    of_all = feeds.keys(formats) | feeds.OF_ALL | {"more": Field(partial(more.own_feeds, settings=of_one))}
    return (
        {
            "site": Field(site.site),
            "people": Field(kinds.mapping_of(kinds.person)),
            "permalink": Field(site.permalink),
            "rights": Field(partial(read_mapping, fields=site.RIGHTS)),
            "content": Field(articles.folder),
            "languages": Field(kinds.many(kinds.language)),
            "articles": Field(partial(read_mapping, fields=articles.KEYS)),
            "feeds": Field(partial(read_mapping, fields=of_all)),
            "sections": Field(kinds.mapping_of(partial(read_mapping, fields=of_one))),
            "media": Field(partial(read_mapping, fields=_MEDIA)),
            "partners": chosen,
            "plugins": Field(_plugins),
            "workers": Field(_workers),
            "profiles": Field(kinds.many(kinds.one_of_these(profiles))),
        }
        | serving.KEYS
        | publishing.KEYS
    )
