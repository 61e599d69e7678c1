"""Code in Markdown: where it stands, and how to write it."""

from __future__ import annotations

import re
from collections.abc import Callable

_FENCED = r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^[ \t>]*(?P=fence)[`~]*[ \t]*$|.*)"
_INLINE = r"(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)(?P=ticks)(?!`)"
_CODE = re.compile(f"{_FENCED}|{_INLINE}", re.MULTILINE | re.DOTALL)
_TICKS = re.compile(r"`{3,}")


def outside(text: str, change: Callable[[str], str]) -> str:
    """`text` with what is not code changed, piece by piece."""
    pieces: list[str] = []
    at = 0
    for code in _CODE.finditer(text):
        pieces += [change(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*pieces, change(text[at:])])


def without(text: str) -> str:
    """`text` without its code."""
    return _CODE.sub("", text)


def fenced(code: str, language: str = "") -> str:
    """A block of code, between fences that the code itself has not."""
    fence = max(["```", *(f"{ticks}`" for ticks in _TICKS.findall(code))], key=len)
    inner = code.strip("\n")
    return f"\n{fence}{language}\n{inner}\n{fence}\n"
