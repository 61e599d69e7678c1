"""`feeds:` and `sections:`: what the feeds of all sections hold, and of single ones."""

from __future__ import annotations

from feedwright.schema import Field, Value, kinds


def _feed_bytes(value: Value) -> int:
    size = kinds.byte_size(value)
    if size < 10_000:
        raise value.error("at least 10 KB (an empty feed alone takes 2)")
    return size


def keys(formats: list[str]) -> dict[str, Field]:
    """What may be said of all sections and of one."""
    return {
        "formats": Field(kinds.many(kinds.one_of(*formats))),
        "content": Field(kinds.one_of("full", "summary", "both")),
        "entries": Field(kinds.positive_number),
        "bytes": Field(_feed_bytes),
        "age": Field(kinds.days),
        "summary_length": Field(kinds.positive_number),
        "descendants": Field(kinds.flag),
        "ttl": Field(kinds.positive_number),
        "tombstones": Field(kinds.days),
        "archive": Field(kinds.flag),
        "markdown": Field(kinds.flag),
        "update_period": Field(kinds.one_of("hourly", "daily", "weekly", "monthly", "yearly")),
        "update_frequency": Field(kinds.positive_number),
        "lead_image_in_content": Field(kinds.one_of("auto", "never")),
    }


OF_ALL = {
    "url": Field(kinds.folder_url),
    "pages": Field(kinds.flag),
    "stylesheet": Field(kinds.one_of("css", "none")),
    "also": Field(kinds.many(kinds.one_of("tags", "authors"))),
    "also_minimum": Field(kinds.positive_number),
    "menu": Field(kinds.flag),
}
OF_ONE = {
    "title": Field(kinds.text, holds_text=True),
    "description": Field(kinds.text, holds_text=True),
    "language": Field(kinds.language),
    "link": Field(kinds.url),
}
