"""Clean HTML with many character references in linear time.

nh3 (html5ever) searches the rest of the text for each `&` and each no-break space that it writes: 400,000 of
them take 16 s. If there are many, they are replaced by noncharacters while nh3 cleans.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from feedwright.patterns import lazy

_MANY = 1_000
"""So many take less than a second in a text of 8 MB."""

# Noncharacters, which Unicode reserves for use inside of programs (section 23.7).
_NO_BREAK, _AMPERSAND = "\ufdd0", "\ufdd1"
_STAND_INS = lazy(f"[{_NO_BREAK}{_AMPERSAND}]")

# References to `&` and to the no-break space, other names, and an `&` without a reference (HTML, 13.2.5.72).
_REFERENCE = lazy(
    r"&(?:(?P<ampersand>amp;|amp(?![A-Za-z0-9=])|#0{0,9}38;|#[xX]0{0,9}26;)"
    r"|(?P<blank>nbsp;|#0{0,9}160;|#[xX]0{0,9}[aA]0;)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]{0,40};?)"
    r"|(?P<none>(?![A-Za-z#])|#(?![0-9xX])|#[xX](?![0-9A-Fa-f])))"
)
_LONGEST_WITHOUT_SEMICOLON = 6


def clean_in_linear_time(clean: Callable[[str], str], markup: str) -> str:
    """Return `clean(markup)`. An attribute filter that `clean` calls has to use `filter_attribute`."""
    if markup.count("&") + markup.count("\xa0") <= _MANY and not _has_stand_ins(markup):
        return clean(markup)
    hidden = _REFERENCE.sub(_stand_in, _STAND_INS.sub("", markup)).replace("\xa0", _NO_BREAK)
    return clean(hidden).replace(_NO_BREAK, "&nbsp;").replace(_AMPERSAND, "&amp;")


def filter_attribute(change: Callable[[str], str | None], value: str) -> str | None:
    """Return `change(value)` for the value of an attribute in HTML that is being cleaned."""
    if not _has_stand_ins(value):
        return change(value)
    changed = change(value.replace(_NO_BREAK, "\xa0").replace(_AMPERSAND, "&"))
    return changed and changed.replace("\xa0", _NO_BREAK).replace("&", _AMPERSAND)


def _has_stand_ins(text: str) -> bool:
    return _NO_BREAK in text or _AMPERSAND in text


def _stand_in(found: re.Match[str]) -> str:
    written = found[0]
    if found["ampersand"]:
        return _AMPERSAND
    if found["blank"]:
        return _NO_BREAK
    return written if found["name"] and _is_known(found["name"]) else _AMPERSAND + written[1:]


@lru_cache(maxsize=4_096)
def _is_known(name: str) -> bool:
    """Tell whether browsers read this name, or a beginning of it, as a reference."""
    from html.entities import html5

    starts = (name[:length] for length in range(2, _LONGEST_WITHOUT_SEMICOLON + 1))
    return name in html5 or any(start in html5 for start in starts)
