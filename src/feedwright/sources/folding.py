"""Text as tables of words have it: in lower case, without accents, with the digits 0 to 9."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARKS = "\u064b-\u065f\u0670"
"""The vowels of Arabic, which most writers leave out; for a pattern's brackets."""

APOSTROPHES = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_MARKS = re.compile(f"[{MARKS}]+")


class _Folding(dict[int, str]):
    """Character -> the same without accent and in lower case, one for one, made when asked for."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # A syllable of Hangul would come apart into its letters.
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


@lru_cache(maxsize=4_096)  # Each reader of a line of a page folds it once more.
def fold(text: str) -> str:
    """`text` as tables of words write it. As long as `text`, so that positions agree."""
    return text.translate(_folding)


def without_marks(text: str) -> str:
    """Without the vowels of Arabic: shorter than `text` where there are any."""
    return _MARKS.sub("", text)
