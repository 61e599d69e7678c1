"""Formulas that scripts have drawn.

KaTeX and MathJax show MathML (or have the TeX in a script) and, for the eye, a layout of boxes, which no
reader can show.
"""

from __future__ import annotations

import html
import re

from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.resolve.elements import attributes_in, replace_elements

_BOX = lazy(r"<(mjx-container|span|div)\b([^<>]*)>", re.IGNORECASE)
_LAYOUT = lazy(r"\b(?:katex-html|MathJax(?:_\w+)?|mjx-chtml)\b", re.IGNORECASE)
"""A class of the boxes."""
_FORMULA = lazy(r"(?:\A|\s)(?:katex|MathJax)(?!\S)", re.IGNORECASE)
"""A class of the whole formula."""
_READABLE_FORMULA = lazy(r"<math\b|<script\b[^<>]*math/tex", re.IGNORECASE)
_TEX = lazy(r"<script\b(?=[^<>]*math/tex)([^<>]*)>", re.IGNORECASE)
_IS_TEX = lazy(r"math/tex(;\s*mode=display)?", re.IGNORECASE)


def as_written(markup: str, left_out: list[LeftOut]) -> str:
    """Keep the MathML or TeX of each formula without its layout; `left_out` gets those that have neither."""
    lost = -len(_READABLE_FORMULA.findall(markup))
    pieces: list[str] = []
    at = 0
    for box in _BOX.finditer(markup):
        name, classes = box[1].lower(), _classes(box[2])
        lost += name == "mjx-container" or (name == "span" and _FORMULA.search(classes) is not None)
        if box.start() >= at and name != "mjx-container" and _LAYOUT.search(classes):
            pieces.append(markup[at : box.start()])
            at = _end_of(markup, name, box.end())
    left_out += [LeftOut("formula", "drawn by a script")] * lost
    return replace_elements("".join((*pieces, markup[at:])), _TEX, "script", _tex)


def _classes(written: str) -> str:
    return attributes_in(written).get("class", "") if "class" in written.lower() else ""


def _end_of(markup: str, name: str, at: int) -> int:
    """Where the element of this name ends that was opened before `at`."""
    open_ = 1
    for tag in lazy(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(markup, at):
        open_ += -1 if tag[1] else 1
        if not open_:
            return tag.end()
    return len(markup)


def _tex(opening: re.Match[str], inside: str) -> str | None:
    kind = _IS_TEX.fullmatch(attributes_in(opening[1]).get("type", ""))
    if kind is None:
        return None
    start, end = (r"\[", r"\]") if kind[1] else (r"\(", r"\)")
    return start + html.escape(html.unescape(inside), quote=False) + end
