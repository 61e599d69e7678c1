"""Character references in HTML, for cleaners whose time grows with the square of their number.

nh3 (html5ever) looks through the rest of a text for each `&` and each no-break space that it writes: 400,000
of them take 16 s. Where there are many, characters that no text has stand in their places while it cleans.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_MANY = 1_000
"""In a text of 8 MB so many take less than a second."""

# Unicode's noncharacters, meant for use inside of a program (section 23.7).
_NO_BREAK, _AMPERSAND = "\ufdd0", "\ufdd1"
_STAND_INS = re.compile(f"[{_NO_BREAK}{_AMPERSAND}]")

# What means `&`, a no-break space, or (HTML, section 13.2.5.72) nothing but what it is written with.
_REFERENCE = re.compile(
    r"&(?:(?P<ampersand>amp;|amp(?![A-Za-z0-9=])|#0{0,9}38;|#[xX]0{0,9}26;)"
    r"|(?P<blank>nbsp;|#0{0,9}160;|#[xX]0{0,9}[aA]0;)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]{0,40};?)"
    r"|(?P<none>(?![A-Za-z#])|#(?![0-9xX])|#[xX](?![0-9A-Fa-f])))"
)
_LONGEST_WITHOUT_SEMICOLON = 6


def cleaned(clean: Callable[[str], str], markup: str) -> str:
    """`clean(markup)` in a time that grows with its length alone.

    A filter of attributes that `clean` calls sees their values by way of `read_value` and `written_value`.
    """
    if markup.count("&") + markup.count("\xa0") <= _MANY and not _has_stand_ins(markup):
        return clean(markup)
    hidden = _REFERENCE.sub(_stand_in, _STAND_INS.sub("", markup)).replace("\xa0", _NO_BREAK)
    return clean(hidden).replace(_NO_BREAK, "&nbsp;").replace(_AMPERSAND, "&amp;")


def filtered(change: Callable[[str], str | None], value: str) -> str | None:
    """What a filter makes of an attribute's value while its HTML is cleaned."""
    if not _has_stand_ins(value):
        return change(value)
    changed = change(value.replace(_NO_BREAK, "\xa0").replace(_AMPERSAND, "&"))
    return changed and changed.replace("\xa0", _NO_BREAK).replace("&", _AMPERSAND)


def _has_stand_ins(text: str) -> bool:
    return not text.isascii() and _STAND_INS.search(text) is not None


def _stand_in(found: re.Match[str]) -> str:
    written = found[0]
    if found["ampersand"]:
        return _AMPERSAND
    if found["blank"]:
        return _NO_BREAK
    return written if found["name"] and _is_known(found["name"]) else _AMPERSAND + written[1:]


@lru_cache(maxsize=4_096)
def _is_known(name: str) -> bool:
    """Whether a browser takes this, or how it begins, for a reference."""
    from html.entities import html5

    starts = (name[:length] for length in range(2, _LONGEST_WITHOUT_SEMICOLON + 1))
    return name in html5 or any(start in html5 for start in starts)
