"""Find code in Markdown, and write it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^[ \t>]*+(`{3,}+|~{3,}+)[^\n]*+\n", re.MULTILINE)
_TICKS = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n(?=[ \t]*\n)")
_LONGEST_SPAN = 2_000
"""Maximum number of characters of a code span."""
_TICKS_IN_CODE = re.compile(r"`{3,}")


def change_prose(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to each piece of the text that is not code."""
    pieces: list[str] = []
    at = 0
    for start, end in _spans(text):
        pieces += [change(text[at:start]), text[start:end]]
        at = end
    return "".join([*pieces, change(text[at:])])


def without_code(text: str) -> str:
    """Remove all code from the text."""
    ends = [0, *(end for _, end in _spans(text))]
    starts = [*(start for start, _ in _spans(text)), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def fenced(code: str, language: str = "") -> str:
    """Write a block of code, with fences that do not occur in it."""
    fence = max(["```", *(f"{ticks}`" for ticks in _TICKS_IN_CODE.findall(code))], key=len)
    inner = code.strip("\n")
    return f"\n{fence}{language}\n{inner}\n{fence}\n"


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each block and each span of code, in order."""
    if "`" not in text and "~~~" not in text:
        return
    inline = _Inline(text)
    at = 0
    fence = _FENCE.search(text)
    while True:
        if fence is not None and fence.start() < at:
            fence = _FENCE.search(text, at)
        span = inline.after(at, fence.start() if fence else len(text))
        if span is not None:
            yield span
            at = span[1]
        elif fence is not None:
            at = _end_of_block(text, fence)
            yield fence.start(), at
        else:
            return


def _end_of_block(text: str, fence: re.Match[str]) -> int:
    """The end of the line that closes a block, or that of the text (CommonMark, section 4.5)."""
    closing = re.compile(rf"^[ \t>]*+{re.escape(fence[1])}[`~]*+[ \t]*+$", re.MULTILINE)
    found = closing.search(text, fence.end())
    return found.end() if found else len(text)


class _Inline:
    """Code spans: they end with as many backticks as they start with (CommonMark, section 6.1)."""

    def __init__(self, text: str) -> None:
        self._runs: list[tuple[int, int]] = [found.span() for found in _TICKS.finditer(text)]
        self._of_length: dict[int, list[int]] = defaultdict(list)
        for start, end in self._runs:
            self._of_length[end - start].append(start)
        self._blank_lines = [found.start() for found in _BLANK_LINE.finditer(text)]
        self._next = 0

    def after(self, at: int, before: int) -> tuple[int, int] | None:
        """The first span that starts at `at` or later, and before `before`."""
        while self._next < len(self._runs):
            start, inside = self._runs[self._next]
            if start >= before:
                return None
            self._next += 1
            end = self._end(inside, inside - start) if start >= at else None
            # A span cannot cross the start of a block.
            if end is not None and end <= before:
                return start, end
        return None

    def _end(self, inside: int, length: int) -> int | None:
        runs = self._of_length[length]
        following = bisect_right(runs, inside)
        if following == len(runs) or runs[following] > inside + _LONGEST_SPAN:
            return None
        closing = runs[following]
        blank = bisect_left(self._blank_lines, inside)
        is_broken = blank < len(self._blank_lines) and self._blank_lines[blank] < closing
        return None if is_broken else closing + length
