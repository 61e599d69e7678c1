"""Which inline styles leave a text where it is, and load and run nothing."""

from __future__ import annotations

import re

from feedwright.checks.words import words

_HARMLESS = words(
    """
    background background-color border border-bottom border-bottom-color border-bottom-style
    border-bottom-width border-collapse border-color border-left border-left-color border-left-style
    border-left-width border-radius border-right border-right-color border-right-style border-right-width
    border-spacing border-style border-top border-top-color border-top-style border-top-width border-width
    box-sizing caption-side clear color cursor direction display empty-cells float font font-family font-size
    font-stretch font-style font-variant font-weight height hyphens letter-spacing line-height list-style-type
    margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width
    object-fit opacity orphans overflow overflow-wrap padding padding-bottom padding-left padding-right
    padding-top table-layout tab-size text-align text-align-last text-decoration text-decoration-color
    text-decoration-line text-decoration-style text-indent text-transform unicode-bidi vertical-align
    white-space widows width word-break word-spacing word-wrap writing-mode
    azimuth elevation pause pause-after pause-before pitch pitch-range richness speak speak-header
    speak-numeral speak-punctuation speech-rate stress voice-family volume
    """
)
"""Properties of CSS that change how a text looks or sounds."""

_VALUE = re.compile(
    r"(?:[\w\s.,#%!+-]|'[^'\\()]{0,100}'|\"[^\"\\()]{0,100}\"|(?:rgba?|hsla?)\([\d\s.,%/deg-]{0,60}\))*"
)
_HUGE = re.compile(r"[0-9]{5}")


def fault(style: str) -> str:
    """The piece of an inline style that is not harmless, or \"\"."""
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if not declaration.strip():
            continue
        if not colon or name.strip().lower() not in _HARMLESS:
            return declaration.strip()
        if _VALUE.fullmatch(value) is None or _HUGE.search(value):
            return declaration.strip()
    return ""
