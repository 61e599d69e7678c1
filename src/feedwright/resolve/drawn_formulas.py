"""Formulas that scripts have drawn.

KaTeX and MathJax show MathML (or have the TeX in a script) and, for the eye, a layout of boxes, which no
reader can show.
"""

from __future__ import annotations

import html
import re

from feedwright.left_out import LeftOut
from feedwright.patterns import lazy
from feedwright.resolve.elements import replace_elements

_LAYOUT = lazy(
    r"""<(span|div)\b[^<>]*\bclass\s*=\s*["']?[^"'<>]*\b(?:katex-html|MathJax(?:_\w+)?|mjx-chtml)\b[^<>]*>""",
    re.IGNORECASE,
)
_FORMULA = lazy(
    r"""<mjx-container\b|<span\b[^<>]*\bclass\s*=\s*["']?(?:[^"'<>]*\s)?(?:katex|MathJax)(?=["'\s>])""",
    re.IGNORECASE,
)
_READABLE_FORMULA = lazy(r"<math\b|<script\b[^<>]*math/tex", re.IGNORECASE)
_TEX = lazy(r"<script\b[^<>]*\btype\s*=\s*[\"']math/tex(;\s*mode=display)?[\"'][^<>]*>", re.IGNORECASE)


def as_written(markup: str, left_out: list[LeftOut]) -> str:
    """Keep the MathML or TeX of each formula without its layout; `left_out` gets those that have neither."""
    lost = len(_FORMULA.findall(markup)) - len(_READABLE_FORMULA.findall(markup))
    left_out += [LeftOut("formula", "drawn by a script")] * lost
    pieces: list[str] = []
    at = 0
    while layout := _LAYOUT.search(markup, at):
        pieces.append(markup[at : layout.start()])
        at = _end_of(markup, layout[1].lower(), layout.end())
    return replace_elements("".join((*pieces, markup[at:])), _TEX, "script", _tex)


def _end_of(markup: str, name: str, at: int) -> int:
    """Where the element of this name ends that was opened before `at`."""
    open_ = 1
    for tag in lazy(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(markup, at):
        open_ += -1 if tag[1] else 1
        if not open_:
            return tag.end()
    return len(markup)


def _tex(opening: re.Match[str], inside: str) -> str:
    start, end = (r"\[", r"\]") if opening[1] else (r"\(", r"\)")
    return start + html.escape(html.unescape(inside), quote=False) + end
