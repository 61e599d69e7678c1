"""Convert a record to an article's file: front matter, and a body in Markdown if nothing is lost by that."""

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
from feedwright.text import normalize_html_space

if TYPE_CHECKING:
    from html_to_markdown import ConversionOptions

Clean = Callable[[str], str]
"""Cleans HTML in the same way as a build."""

_DEEPEST = 100
_ONLY_ON_SITES = re.compile(r"<(?:iframe|object|embed|form|script)\b", re.IGNORECASE)
"""Elements that feeds do not show, but the publication's own pages may."""
_PRESERVED = ["figure", "table", "audio", "video", "details", "dl", "iframe", "picture"]
"""Elements that stay HTML in Markdown, which has no syntax for them or for parts of them."""


def convert_body(html: str, clean: Clean) -> tuple[str, str]:
    """Convert an HTML body; return it with the suffix of its file.

    It becomes Markdown if converting that back gives the same HTML, else it stays HTML.
    """
    cleaned = clean(html)
    if depth(cleaned) < _DEEPEST and not _ONLY_ON_SITES.search(html):
        meant = normalize_html_space(cleaned)
        # Try without backslashes first: most text needs none, and is easier to edit so.
        for escaped in (False, True):
            markdown = _to_markdown(cleaned, escaped)
            if normalize_html_space(clean(read_markdown(markdown, "").html)) == meant:
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
        preserve_tags=_PRESERVED,
        escape_asterisks=escaped, escape_underscores=escaped, escape_misc=escaped,
    )  # fmt: skip


def front_matter(fields: dict[str, Any]) -> str:
    """Format the fields that have a value as YAML front matter."""
    values = {name: _plain(value) for name, value in fields.items() if value not in (None, "", (), False)}
    text: str = yaml.dump(values, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f"---\n{text}---\n\n"


def _plain(value: Any) -> Any:
    """Convert people, media and comments to mappings as people write them, and dates to ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Person | MediaReference | Comments):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        fields = {name: one for name, one in fields.items() if one not in (None, "")}
        return next(iter(fields.values())) if set(fields) in ({"name"}, {"src"}) else fields
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
