"""Normalize text for comparison with tables of words: lower case, no accents, the digits 0 to 9."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARKS = "\u064b-\u065f\u0670"
"""Vowel signs of Arabic, which are usually not written; for use in brackets of a pattern."""

APOSTROPHES = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_MARKS = re.compile(f"[{MARKS}]+")


class _Folding(dict[int, str]):
    """Map each character to one without accent and in lower case; made at the first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # Decomposition would split a Hangul syllable into its letters.
        base = character if "\uac00" <= character <= "\ud7a3" else _base(character)
        if base in APOSTROPHES:
            folded = "'"
        elif character.isdecimal():
            folded = str(unicodedata.decimal(character))
        else:
            folded = base.lower()[0]
        self[code] = folded
        return folded


def _base(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0]


_folding = _Folding()


@lru_cache(maxsize=4_096)  # Several functions fold each line of a page.
def fold(text: str) -> str:
    """Normalize `text`. The result has the same length, so that positions agree."""
    return text.translate(_folding)


def without_marks(text: str) -> str:
    """Remove the vowel signs of Arabic; this changes positions."""
    return _MARKS.sub("", text)
