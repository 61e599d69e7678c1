"""Elements that a page does not show (HTML, section 6.1)."""

from __future__ import annotations

import re

from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in
from feedwright.resolve.look import Look

_TAG = lazy(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)>")
_INVISIBLE = lazy(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_EMPTY = frozenset(("br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


_MAY_BE_HIDDEN = re.compile(rb"hidden(?=[^<>]{0,2000}+>)"), re.compile(rb"display(?=\s*+:\s*+none)")


def may_hide(look: Look) -> bool:
    """Whether HTML may have something that is removed here."""
    return "dialog" in look.tags or any(sign.search(look.low) for sign in _MAY_BE_HIDDEN)


def without_hidden(markup: str, left_out: list[LeftOut]) -> str:
    """Remove elements that are hidden, and closed dialogs; add each to `left_out`.

    The panels of tabs are hidden until somebody asks for them.
    """
    pieces: list[str] = []
    at, depth, name, kind = 0, 0, "", ""
    for tag in _TAG.finditer(markup):
        closes, called = bool(tag[1]), tag[2].lower()
        if depth:
            depth += 0 if called != name or tag[3].endswith("/") else -1 if closes else 1
            if not depth:
                at = tag.end()
                left_out.append(LeftOut(kind, name))
            continue
        kind = "" if closes else _kind(called, tag[3])
        if kind:
            pieces.append(markup[at : tag.start()])
            at = tag.start()
            if called in _EMPTY:
                at = tag.end()
                left_out.append(LeftOut(kind, called))
            else:
                name, depth = called, 1
    # What is never closed is left as it is.
    return "".join((*pieces, markup[at:]))


def _kind(name: str, written: str) -> str:
    """As what an element is left out; "" if it is shown."""
    if name != "dialog" and "hidden" not in written.lower() and "display" not in written.lower():
        return ""
    attributes = attributes_in(written)
    if name == "dialog":
        return "" if "open" in attributes else "dialog"
    if attributes.get("role") == "tabpanel":
        return ""
    is_hidden = "hidden" in attributes or _INVISIBLE.search(attributes.get("style", ""))
    return "hidden element" if is_hidden else ""
