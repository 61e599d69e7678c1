"""What only a page can show: pictures for dark pages, places of a picture, headings that scripts fill.

Also words that a font shows as icons, and pictures of emoji, which its styles make as small as letters.
"""

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


_EMOJI = lazy(
    r"""<img\b(?=[^<>]{0,2000}?\sclass\s?=\s?["']?(?:[^"'<>]{0,200}\s)?(?:emoji|emojione|twemoji|wp-smiley)\b)([^<>]*)>""",
    re.IGNORECASE,
)
_POINTS = lazy(r"/([0-9a-f]{4,5}(?:-[0-9a-f]{4,5}){0,9})\.(?:png|svg|gif)(?:\?|\Z)", re.IGNORECASE)
_ICON = lazy(
    r"""<(i|span)\b[^<>]{0,500}?\sclass\s?=\s?["']?(?:[^"'<>]{0,200}\s)?material-(?:icons|symbols)\b[^<>]*>[^<>]{0,50}</\1\s*>""",
    re.IGNORECASE,
)


def may_have_emoji(look: Look) -> bool:
    """Tell whether HTML may have pictures that are emoji."""
    return b"emoji" in look.low or b"wp-smiley" in look.low


def with_emoji(markup: str) -> str:
    """Write emoji in the place of their pictures: readers show these as large as photographs."""
    return _EMOJI.sub(_emoji, markup)


def _emoji(found: re.Match[str]) -> str:
    attributes = attributes_in(found[1])
    words = attributes.get("alt", "")
    points = _POINTS.search(attributes.get("src", ""))
    if words.isascii() and points is not None:
        numbers = [int(point, 16) for point in points[1].split("-")]
        words = "".join(map(chr, numbers)) if max(numbers) < _END_OF_UNICODE else words
    return html.escape(words, quote=False) if words else found[0]


_END_OF_UNICODE = 0x110000


def may_have_icons(look: Look) -> bool:
    """Tell whether HTML may have words that Google's fonts show as icons."""
    return b"material-icons" in look.low or b"material-symbols" in look.low


def without_icons(markup: str) -> str:
    """Remove names of icons, which are text without their font."""
    return _ICON.sub("", markup)


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
