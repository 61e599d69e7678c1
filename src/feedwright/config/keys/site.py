"""`site:`, `rights:` and `permalink:`: the publication, and the URLs of its articles."""

from __future__ import annotations

import re

from feedwright.config.settings import DEFAULT_PERMALINK, Site
from feedwright.schema import Field, Value, kinds, read_mapping
from feedwright.schema.describe import any_of, described, mapping, text_like
from feedwright.schema.fields import unknown_key


@described(text_like("#[0-9A-Fa-f]{6}"))
def _color(value: Value) -> str:
    found = value.scalar or ""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", found):
        raise value.error('a colour such as "#0a5c8a" (in quotes: # begins a comment)')
    return found


_SITE = {
    "title": Field(kinds.any_text, holds_text=True),
    "url": Field(kinds.folder_url),
    "description": Field(kinds.any_text, holds_text=True),
    "language": Field(kinds.language),
    "timezone": Field(kinds.timezone),
    "author": Field(kinds.person),
    "publisher": Field(kinds.text),
    "rights": Field(kinds.text),
    "icon": Field(kinds.text),
    "logo": Field(kinds.text),
    "cover": Field(kinds.text),
    "accent_color": Field(_color),
}


RIGHTS = {"license": Field(kinds.url), "rsl": Field(kinds.url)}
"""The URLs of the terms, for people and for machines (RSL, rslstandard.org)."""


@described(lambda: mapping(_SITE, "title", "url"))
def site(value: Value) -> Site:
    """Read `site:`. Title and URL are required."""
    found = read_mapping(value, _SITE)
    for required, example in (("title", "The Harbour Post"), ("url", "https://example.org/")):
        if required not in found:
            raise value.error(f"`{required}: {example}` under `site:`", found="none")
    return Site(**found, says_language="language" in found)


_NAMES = ("slug", "title", "name", "basename", "path")
"""Placeholders of which a pattern needs one, so that articles have different URLs."""
_PLACES = ("url", "section", *_NAMES, "year", "month", "day", "i_month", "i_day")


@described(any_of({"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}))
def permalink(value: Value) -> str | dict[str, str]:
    """Read a pattern, or a mapping with one for each section."""
    if not value.is_mapping:
        pattern = _pattern(value)
        # The default gives way to the settings of another generator; a pattern that was written does not.
        return pattern if pattern != DEFAULT_PERMALINK else {"": pattern}
    return {section.strip("/"): _pattern(member) for section, member in value.members().items()}


def _pattern(value: Value) -> str:
    """Read a pattern of a URL with placeholders in braces."""
    pattern = kinds.text(value)
    probe = dict.fromkeys(_PLACES, "x") | {"url": "https://example.org"}
    try:
        is_url = kinds.is_web_url(pattern.format(**probe))
    except KeyError as unknown:
        raise unknown_key(value, str(unknown.args[0]), _PLACES) from None
    except (ValueError, IndexError, AttributeError):
        is_url = False
    if not is_url or not any(f"{{{name}}}" in pattern for name in _NAMES):
        names, places = (", ".join(f"{{{place}}}" for place in group) for group in (_NAMES, _PLACES))
        raise value.error(f"a URL with one of {names}, made of {places} and text")
    return pattern
