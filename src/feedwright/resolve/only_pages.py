"""What only a page can show: pictures for dark pages, places of a picture, headings that scripts fill."""

from __future__ import annotations

import html
import re

from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in
from feedwright.resolve.look import Look

_TWIN = r"""<img\b[^<>]{0,2000}?(?:#|\sclass\s{0,9}=\s{0,9}["']?(?:[^"'<>]{0,200}\s)?)"""
_FOR_LIGHT = lazy(rf"{_TWIN}(?:only-light|light-only|gh-light-mode-only)\b", re.IGNORECASE)
_FOR_DARK = lazy(rf"{_TWIN}(?:only-dark|dark-only|gh-dark-mode-only)\b[^<>]*>", re.IGNORECASE)
_AREA = lazy(r"<area\b([^<>]*)>", re.IGNORECASE)
_EMPTY_HEADING = lazy(r"<(h[1-6])(?:\s[^<>]*)?></\1\s*>", re.IGNORECASE)


def may_have_twins(look: Look) -> bool:
    """Tell whether HTML may have two pictures, of which a page shows the one that suits its colours."""
    return b"only" in look.low and b"dark" in look.low and b"light" in look.low


def without_twins(markup: str) -> str:
    """Remove pictures for dark pages, if there are those for light ones."""
    return _FOR_DARK.sub("", markup) if _FOR_LIGHT.search(markup) else markup


def with_linked_areas(markup: str) -> str:
    """Make the places of a picture that lead elsewhere links."""
    return _AREA.sub(_link, markup)


def _link(found: re.Match[str]) -> str:
    attributes = attributes_in(found[1])
    href, words = attributes.get("href", ""), attributes.get("alt") or attributes.get("title") or ""
    return f' <a href="{html.escape(href)}">{html.escape(words)}</a> ' if href and words else ""


def without_empty_headings(markup: str) -> str:
    """Remove headings without words."""
    return _EMPTY_HEADING.sub("", markup)
