"""What settings of collections leave out: Astro's (`glob({pattern, base})`), and Nuxt Content's."""

from __future__ import annotations

import re

_TEXT = r"""(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|`[^`\n$]{0,500}`)"""
_LISTED = re.compile(
    rf"""\b(pattern|exclude):\s{{0,20}}(\[(?:[^\[\]"'`]{{0,200}}{_TEXT}){{0,50}}[^\[\]"'`]{{0,200}}\])"""
)
_BASE = re.compile(rf"\bbase:\s{{0,20}}({_TEXT})")
_TEXTS = re.compile(_TEXT)
_NEAR = 300
"""How far from a pattern its base may stand, in characters."""


def left_out(program: str) -> list[str]:
    """Globs of files that are in no collection, below the folder of the collection where one is named.

    Args:
        program: the text of a settings file in JavaScript or TypeScript.
    """
    found: list[str] = []
    for listed in _LISTED.finditer(program):
        texts = [text[1:-1] for text in _TEXTS.findall(listed[2])]
        patterns = texts if listed[1] == "exclude" else [text[1:] for text in texts if text.startswith("!")]
        base = _base_near(program, listed) if listed[1] == "pattern" else ""
        found += [f"{base}{pattern.removeprefix('./')}" for pattern in patterns]
    return found


def _base_near(program: str, listed: re.Match[str]) -> str:
    """The folder to which patterns are relative; it stands before or behind them, in the same object."""
    behind = program[listed.end() : listed.end() + _NEAR].partition("}")[0]
    before = program[max(0, listed.start() - _NEAR) : listed.start()].rpartition("(")[2]
    base = _BASE.search(behind) or _BASE.search(before)
    return f"{base[1][1:-1].removeprefix('./').strip('/')}/" if base else ""
