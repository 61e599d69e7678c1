"""Blanks as word processors write them, where YAML expects plain ones."""

from __future__ import annotations

import re

from feedwright.patterns import lazy

_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"
_ODD = lazy(f"[{_BLANKS}{_INVISIBLE}]")
_AS_BLANK, _NOTHING = lazy(f"[{_BLANKS}]"), lazy(f"[{_INVISIBLE}]")
_AT_START = lazy(f"^[ {_BLANKS}{_INVISIBLE}]+", re.MULTILINE)
_AFTER_COLON = lazy(
    rf"^([ ]*(?:- +)?[A-Za-z_][\w-]*)[ {_BLANKS}]*:[ ]*(?:[{_BLANKS}{_INVISIBLE}][ ]*)+", re.MULTILINE
)


def with_blanks(text: str) -> str:
    """Make blanks of those that look like one, at the beginning of a line and after its colon."""
    if _ODD.search(text) is None:
        return text
    text = _AT_START.sub(lambda found: _AS_BLANK.sub(" ", _NOTHING.sub("", found[0])), text)
    return _AFTER_COLON.sub(r"\1: ", text)
