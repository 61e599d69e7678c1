"""Change the text of HTML, and neither tags nor code."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from feedwright.patterns import lazy

_PARTS = lazy(r"<(/?)([a-zA-Z][\w-]*)\b[^<>]*>|<!--")
NO_PROSE = frozenset(("pre", "code", "script", "style", "kbd", "samp", "tt", "math", "textarea"))


def change_texts(
    markup: str,
    change: Callable[[str, bool], str],
    no_prose: Collection[str] = NO_PROSE,
    parts: re.Pattern[str] = _PARTS,
) -> str:
    """Apply `change` to each text outside of the elements `no_prose`, with whether a tag stands before it.

    `parts` finds the tags between texts, all of them by default.
    """
    pieces: list[str] = []
    at = 0
    inside, depth = "", 0
    for tag in parts.finditer(markup):
        if tag.start() < at:
            continue
        text = markup[at : tag.start()]
        pieces.append(text if inside else change(text, bool(at)))
        at = tag.end()
        name = (tag[2] or "").lower()
        if not name:
            end = markup.find("-->", at)
            at = end + 3 if end >= 0 else len(markup)
        elif not inside and name in no_prose and not tag[1]:
            inside, depth = name, 1
        elif inside == name:
            depth += -1 if tag[1] else 1
            inside = inside if depth else ""
        pieces.append(markup[tag.start() : at])
    pieces.append(markup[at:] if inside else change(markup[at:], bool(at)))
    return "".join(pieces)
