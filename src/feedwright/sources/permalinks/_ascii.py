"""Write text in ASCII letters, as some generators do in slugs: by Python's `Unidecode`, Rust's `slug`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import import_module

_LETTERS = {
    "ß": "ss", "ẞ": "Ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t",
    "Ŧ": "T", "ŋ": "ng", "Ŋ": "NG", "ĸ": "k", "ſ": "s", "ĳ": "ij", "Ĳ": "IJ", "ə": "@", "ƒ": "f",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "--", "―": "--", "‘": "'", "’": "'", "‚": ",", "“": '"',
    "”": '"', "„": ",,", "«": "<<", "»": ">>", "‹": "<", "›": ">", "…": "...", "·": "*", "•": "*", "°": "deg",
    "¿": "?", "¡": "!", "§": "SS", "©": "(c)", "®": "(r)", "™": "tm", "€": "EUR", "£": "PS", "¥": "Y=",
    "×": "x", "÷": "/", "±": "+-", "µ": "u", "№": "No", "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        ("a", "b", "g", "d", "e", "z", "e", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s", "t",
         "u", "ph", "kh", "ps", "o"),
        strict=True,
    )
)  # fmt: skip
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓєѕіїјљњћќѝўџґ",
        ("a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t",
         "u", "f", "kh", "ts", "ch", "sh", "shch", "'", "y", "'", "e", "iu", "ia", "ie", "io", "dj",
         "gj", "ie", "dz", "i", "yi", "j", "lj", "nj", "tsh", "kj", "i", "u", "dzh", "g"),
        strict=True,
    )
)  # fmt: skip


@lru_cache(maxsize=1)
def _package() -> object:
    """The library that Pelican uses, if it is installed; it knows all scripts."""
    try:
        found: object = import_module("unidecode").unidecode
    except ImportError:
        return None
    return found


def to_ascii(text: str) -> str | None:
    """The text in ASCII letters; None if it has letters of a script that needs the package `Unidecode`."""
    if text.isascii():
        return text
    convert = _package()
    if callable(convert):
        return str(convert(text))
    found: list[str] = []
    for character in text:
        written = _letter(character)
        if written is None:
            return None
        found.append(written)
    return "".join(found)


def _letter(character: str) -> str | None:
    if character.isascii():
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    for base in (character, unicodedata.normalize("NFD", character)[0]):
        if base.isascii():
            return base
        for table in (_GREEK, _CYRILLIC):
            if base.lower() in table:
                written = table[base.lower()]
                return written if base.islower() else written.capitalize()
    # Signs and emoji are left out.
    return None if unicodedata.category(character)[0] == "L" else ""
