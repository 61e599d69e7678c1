"""Links for the mouse alone: those of headings to themselves, and links around nothing."""

from __future__ import annotations

import re
from bisect import bisect

from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in, replace_elements

_LINK = lazy(r"<a\b([^<>]*)>", re.IGNORECASE)
_HEADING = lazy(r"<(/?)h[1-6]\b", re.IGNORECASE)
_SIGNS = frozenset((
    "#", "##", "###", "¶", "§", "🔗", "⚓", "⚓︎", "∞", "&para;", "&sect;", "&#182;", "&#xb6;", "\u200b",
))  # fmt: skip
"""What a heading's link to itself shows."""
_MAY_BE_ONE = re.compile(
    r"<[aA]\b[^<>]*>\s*(?:(?:(?:\#{1,3}|[¶§🔗⚓∞\u200b]\ufe0e?|&(?:para|sect|\#182|\#xb6);)\s*)?"
    r"<(?!(?:code|em|strong|img)\b))"
)
"""A link that shows nothing but a sign, or begins with an element that is not for words or pictures."""
_SHOWS = lazy(r"<(?:img|picture|video|audio|math|svg)\b", re.IGNORECASE)
_TAG = lazy(r"<[^<>]*>")


def without_anchors(markup: str) -> str:
    """Remove links that show nothing, and links of headings to themselves. Their ids stay."""
    if not _MAY_BE_ONE.search(markup):
        return markup
    # Where headings begin and end, in turns.
    edges = [edge.start() for edge in _HEADING.finditer(markup)]

    def replaced(opening: re.Match[str], inside: str) -> str | None:
        words = (_TAG.sub("", inside) if "<" in inside else inside).strip()
        is_sign = not words or words in _SIGNS or "<svg" in inside.lower()
        if not is_sign:
            return None
        attributes = attributes_in(opening[1])
        href = attributes.get("href")
        if href is None:
            return None
        if href.startswith("#") and bisect(edges, opening.start()) % 2 == 1:
            return _place(attributes)
        return None if words or _SHOWS.search(inside) else _place(attributes)

    return replace_elements(markup, _LINK, "a", replaced)


def _place(attributes: dict[str, str]) -> str:
    own_id = attributes.get("id") or attributes.get("name")
    return f'<a id="{own_id}"></a>' if own_id and '"' not in own_id else ""
