"""A record as an article's file: front matter, and a body in Markdown where that loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml

from feedwright.model import Comments, MediaReference, Person
from feedwright.sources.body import depth
from feedwright.sources.dialects.markdown import read as read_markdown
from feedwright.text import as_seen

if TYPE_CHECKING:
    from html_to_markdown import ConversionOptions

Clean = Callable[[str], str]
"""Cleans HTML as a build does."""

_DEEPEST = 100
_ONLY_ON_SITES = re.compile(r"<(?:iframe|object|embed|form|script)\b", re.IGNORECASE)
"""What no feed shows, but the publication's own pages may."""
_KEPT = ["figure", "table", "audio", "video", "details", "dl", "iframe", "picture"]
"""What Markdown has no words for, or fewer."""


def body_of(html: str, clean: Clean) -> tuple[str, str]:
    """The body and the suffix of a file for it: Markdown where readers then get the same HTML, else HTML."""
    cleaned = clean(html)
    if depth(cleaned) < _DEEPEST and not _ONLY_ON_SITES.search(html):
        meant = as_seen(cleaned)
        # Most text needs no backslashes, and is nicer to edit without.
        for escaped in (False, True):
            markdown = _to_markdown(cleaned, escaped)
            if as_seen(clean(read_markdown(markdown, "").html)) == meant:
                return markdown, ".md"
    return html.strip(), ".html"


def _to_markdown(cleaned: str, escaped: bool) -> str:
    from html_to_markdown import convert

    return (convert(cleaned, _options(escaped)).content or "").strip()


@lru_cache(maxsize=2)
def _options(escaped: bool) -> ConversionOptions:
    from html_to_markdown import ConversionOptions

    return ConversionOptions(
        heading_style="atx", bullets="-", extract_metadata=False, autolinks=False,
        preserve_tags=_KEPT,
        escape_asterisks=escaped, escape_underscores=escaped, escape_misc=escaped,
    )  # fmt: skip


def front_matter(fields: dict[str, Any]) -> str:
    """The fields that say something, as YAML between its two lines."""
    said = {name: _plain(value) for name, value in fields.items() if value not in (None, "", (), False)}
    text: str = yaml.dump(said, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f"---\n{text}---\n\n"


def _plain(value: Any) -> Any:
    """People, media and comments as the mappings that an author would write, dates in ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Person | MediaReference | Comments):
        said = {name: getattr(value, name) for name in value.__struct_fields__}
        said = {name: one for name, one in said.items() if one not in (None, "")}
        return next(iter(said.values())) if set(said) in ({"name"}, {"src"}) else said
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
