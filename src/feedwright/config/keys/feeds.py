"""`feeds:` and `sections:`: the settings of all feeds, and of those of single sections."""

from __future__ import annotations

import re
from functools import partial
from typing import cast

from feedwright.config.keys.names import names
from feedwright.config.settings import ContentMode
from feedwright.schema import Field, Value, kinds, read_mapping
from feedwright.schema.describe import any_of, describe, described, number_or, text_like, words


@described(describe(kinds.byte_size))
def _feed_bytes(value: Value) -> int:
    size = kinds.byte_size(value)
    if size < 10_000:
        raise value.error("at least 10 KB (an empty feed alone takes 2)")
    return size


@described(number_or(r"(0o?)?[0-7]{3}"))
def _mode(value: Value) -> int:
    """Read permissions in octal, as in chmod: `0640`, `640` or `0o640`."""
    match = re.fullmatch(r"(?:0o?)?([0-7]{3})", value.scalar or "")
    mode = int(match[1], 8) if match else 0
    if mode & 0o600 != 0o600 or mode & 0o113:
        expected = "permissions of files in octal, such as 0644 or 0640: the owner reads and writes"
        raise value.error(f"{expected}, nobody else writes or executes (folders get x by themselves)")
    return mode


@described(any_of(words("full", "summary", "both"), text_like(r"[1-9][0-9]?\s*paragraphs?")))
def _content(value: Value) -> ContentMode:
    """Read what entries have of their text: a word, or a number of paragraphs."""
    match = re.fullmatch(r"([1-9][0-9]?)\s*paragraphs?", value.scalar or "")
    if match:
        return int(match[1])
    if value.scalar not in ("full", "summary", "both"):
        raise value.error("full, summary, both, or a number of paragraphs such as 3 paragraphs")
    return cast(ContentMode, value.scalar)


_FIELDS = {name: Field(kinds.text) for name in ("title", "description", "image", "category")}
"""What a feed shows, by the key of front matter that says it."""


def keys(formats: list[str]) -> dict[str, Field]:
    """Return the keys of both `feeds:` and single sections."""
    return {
        "formats": Field(kinds.many(kinds.one_of(*formats))),
        "content": Field(_content),
        "entries": Field(kinds.positive_number),
        "at_least": Field(kinds.hours),
        "bytes": Field(_feed_bytes),
        "age": Field(kinds.days),
        "summary_length": Field(kinds.positive_number),
        "descendants": Field(kinds.flag),
        "ttl": Field(kinds.minutes),
        "tombstones": Field(kinds.days),
        "archive": Field(kinds.flag),
        "markdown": Field(kinds.flag),
        "update_period": Field(kinds.one_of("hourly", "daily", "weekly", "monthly", "yearly")),
        "update_frequency": Field(kinds.positive_number),
        "creators": Field(kinds.one_of("each", "joined")),
        "fields": Field(partial(read_mapping, fields=_FIELDS)),
        "lead_image_in_content": Field(kinds.one_of("auto", "never")),
        "footer": Field(kinds.footer),
        "link_posts": Field(kinds.one_of("page", "elsewhere")),
    }


OF_ALL = {
    "url": Field(kinds.folder_url),
    "pages": Field(kinds.flag),
    "articles": Field(kinds.flag),
    "stylesheet": Field(kinds.one_of("css", "none")),
    "also": Field(kinds.many(kinds.one_of("tags", "authors"))),
    "also_minimum": Field(kinds.positive_number),
    "names": Field(names),
    "sitemap": Field(kinds.flag),
    "menu": Field(kinds.flag),
    "mode": Field(_mode),
}
OF_ONE = {
    "title": Field(kinds.any_text, holds_text=True),
    "description": Field(kinds.any_text, holds_text=True),
    "language": Field(kinds.language),
    "link": Field(kinds.url),
}
