"""Drawings that are written into the text (`<svg>`), which readers do not show: what is said for them."""

from __future__ import annotations

import html
import re

from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in, replace_elements

_DRAWING = lazy(r"<svg\b([^<>]*)>", re.IGNORECASE)
_TITLE = lazy(r"<title\b[^<>]*>([^<>]*)</title\s*>", re.IGNORECASE)
_NUMBER = lazy(r"\s*(\d{1,9})(?:\.\d*)?(?:px)?\s*\Z")
_LARGEST_ICON = 64
"""Pixels, or units of a view box, up to which a drawing is a sign beside words."""


def replace_drawings(markup: str, left_out: list[LeftOut]) -> str:
    """Put its title in the place of each drawing that is more than an icon, and add it to `left_out`."""

    def replaced(opening: re.Match[str], inside: str) -> str:
        attributes = attributes_in(opening[1])
        if _is_icon(attributes):
            return ""
        title = _TITLE.search(inside)
        name = " ".join((attributes.get("aria-label") or (title and html.unescape(title[1])) or "").split())
        left_out.append(LeftOut("drawing", name))
        return html.escape(name, quote=False)

    return replace_elements(markup, _DRAWING, "svg", replaced)


def _is_icon(attributes: dict[str, str]) -> bool:
    if "true" in (attributes.get("aria-hidden"), attributes.get("hidden")):
        return True
    if attributes.get("focusable") == "false" or "icon" in attributes.get("class", "").lower():
        return True
    box = attributes.get("viewbox", "").replace(",", " ").split()
    _, _, width, height = box if len(box) == 4 else [""] * 4
    sizes = (attributes.get("width") or width, attributes.get("height") or height)
    numbers = [int(found[1]) for size in sizes if (found := _NUMBER.match(size))]
    return bool(numbers) and max(numbers) <= _LARGEST_ICON
