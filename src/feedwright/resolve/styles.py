"""What styles mean, in HTML that was pasted from a word processor: bold, italics, what is struck or raised.

Cleaning removes styles; these are kept as elements.
"""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in
from feedwright.resolve.look import Look

_SIGNS = (b"font-weight", b"font-style", b"line-through", b"vertical-align")
_SPAN = lazy(r"<span\b([^<>]*)>|</span\s*>", re.IGNORECASE)
_BOLD = lazy(r"<b(?=[\s>])([^<>]*)>|</b\s*>", re.IGNORECASE)
_NOT_BOLD = lazy(r"font-weight\s*:\s*(?:normal|[1-4]00)\b", re.IGNORECASE)
_MEANINGS = (
    (lazy(r"(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)\b", re.IGNORECASE), "strong"),
    (lazy(r"(?:^|;)\s*font-style\s*:\s*(?:italic|oblique)\b", re.IGNORECASE), "em"),
    (lazy(r"(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b", re.IGNORECASE), "s"),
    (lazy(r"(?:^|;)\s*vertical-align\s*:\s*super\b", re.IGNORECASE), "sup"),
    (lazy(r"(?:^|;)\s*vertical-align\s*:\s*sub\b", re.IGNORECASE), "sub"),
)


def may_mean(look: Look) -> bool:
    """Tell whether HTML may have such a style."""
    return b"style" in look.low and any(sign in look.low for sign in _SIGNS)


def with_elements(markup: str) -> str:
    """Write `<span style="font-weight:700">` as `<strong>`, and so on.

    Google Docs puts a `<b>` that is not bold around all of a text; that is removed.
    """
    markup = _without_bold_that_is_not(markup)
    pieces: list[str] = []
    open_: list[str] = []
    at = 0
    for tag in _SPAN.finditer(markup):
        if tag[1] is not None:
            names = _elements(tag[1])
            open_.append("".join(f"</{name}>" for name in reversed(names)))
            made = "".join(f"<{name}>" for name in names)
        elif open_:
            made = open_.pop()
        else:
            continue
        if made:
            # Inside of the span, so that its other attributes stay.
            inside = tag.end() if tag[1] is not None else tag.start()
            pieces += markup[at:inside], made
            at = inside
    return "".join((*pieces, markup[at:]))


def _without_bold_that_is_not(markup: str) -> str:
    """Remove the tags of each `<b>` that is not bold, and leave those inside of it."""
    pieces: list[str] = []
    open_: list[bool] = []
    at = 0
    for tag in _BOLD.finditer(markup):
        is_start = tag[1] is not None
        if is_start:
            open_.append(_NOT_BOLD.search(tag[1]) is None)
        if not (open_[-1] if is_start else not open_ or open_.pop()):
            pieces.append(markup[at : tag.start()])
            at = tag.end()
    return "".join((*pieces, markup[at:]))


def _elements(written: str) -> list[str]:
    style = attributes_in(written).get("style", "") if "style" in written.lower() else ""
    return [name for pattern, name in _MEANINGS if pattern.search(style)] if style else []
