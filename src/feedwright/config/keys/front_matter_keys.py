"""`articles.keys:`: where other front matter has what a key of ours means."""

from __future__ import annotations

import re

from feedwright.schema import Field, Value, kinds
from feedwright.schema.describe import described, mapping, text_like

MAPPED = (
    "title", "date", "updated", "author", "authors", "summary", "image", "tags", "categories", "link", "slug",
    "id", "language", "expires", "draft", "rights", "comments", "location",
)  # fmt: skip
"""The keys for which a place in other front matter may be named."""

_PATH = re.compile(r"[^\s.{}\[\]]+(?:\.[^\s.{}\[\]]+){0,9}")


@described(text_like(_PATH.pattern))
def _path(value: Value) -> str:
    path = kinds.text(value)
    if not _PATH.fullmatch(path):
        raise value.error("a key of front matter, or a path such as eleventyNavigation.title")
    return path


@described(lambda: mapping(dict.fromkeys(MAPPED, Field(kinds.many(_path)))))
def mapped_keys(value: Value) -> dict[str, tuple[str, ...]]:
    """Read keys of ours, each with keys of front matter, or paths into it: `eleventyNavigation.title`."""
    if not value.is_mapping:
        raise value.error("keys, each with its place in front matter, such as {date: published_at}")
    found: dict[str, tuple[str, ...]] = {}
    for key, member in value.members().items():
        if key not in MAPPED:
            raise member.error(kinds.either(MAPPED), found=f"the key `{key}`")
        found[key] = kinds.many(_path)(member)
    return found
