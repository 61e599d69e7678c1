"""`content:` and `articles:`: the folder of articles, which files they are, and how to read them."""

from __future__ import annotations

from typing import Literal

from feedwright.config.keys.front_matter_keys import mapped_keys
from feedwright.config.keys.more import section_path
from feedwright.schema import Field, Value, kinds
from feedwright.schema.describe import TEXT, any_of, describe, described, words
from feedwright.text import folded


@described(TEXT)
def folder(value: Value) -> str:
    """Read a folder below that of config.yaml, or `.`, if articles are in several `_posts`."""
    if kinds.text(value) in (".", "./"):
        return "."
    parts = kinds.text(value).strip("/").split("/")
    if not all(part and part not in (".", "..") for part in parts):
        raise value.error("a folder beside config.yaml such as content, _posts or src/content/blog")
    return "/".join(parts)


@described(TEXT)
def _glob(value: Value) -> str:
    from feedwright.config.globs import globs

    pattern = kinds.text(value)
    try:
        globs((pattern,))
    except ValueError:
        raise value.error("a glob such as *.md or drafts/") from None
    return pattern


@described(any_of(describe(kinds.percentage), words("none")))
def _deletion_limit(value: Value) -> int | Literal["none"]:
    return "none" if value.scalar == "none" else kinds.percentage(value)


@described(TEXT)
def _status(value: Value) -> str:
    """Read a value of `status`, in the form in which it is compared."""
    return folded(kinds.text(value))


KEYS = {
    "undated": Field(kinds.one_of("reject", "skip", "file")),
    "day_first": Field(kinds.flag),
    "inbox": Field(section_path),
    "section": Field(kinds.one_of("folder", "category", "categories")),
    "public_status": Field(kinds.many(_status)),
    "keys": Field(mapped_keys),
    "include": Field(kinds.many(_glob)),
    "exclude": Field(kinds.many(_glob)),
    "follow_links": Field(kinds.flag),
    "seconds": Field(kinds.positive_number),
    "deletion_limit": Field(_deletion_limit),
    "deletion_minimum": Field(kinds.positive_number),
}
