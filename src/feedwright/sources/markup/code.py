"""Find code in Markdown, and write it."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from feedwright.patterns import lazy

_FENCE = lazy(r"^[ \t>]*+(`{3,}+|~{3,}+)[^\n]*+\n", re.MULTILINE)
_TICKS = lazy(r"`+")
_BLANK_LINE = lazy(r"\n(?=[ \t]*\n)")
_LONGEST_SPAN = 2_000
"""Maximum number of characters of a code span."""
_TICKS_IN_CODE = lazy(r"`{3,}")


def change_prose(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to each piece of the text that is not code."""
    pieces: list[str] = []
    at = 0
    for start, end in _spans(text):
        pieces += [change(text[at:start]), text[start:end]]
        at = end
    return "".join([*pieces, change(text[at:])])


def change_outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to what stands between blocks of code; spans of code are part of it."""
    pieces: list[str] = []
    at = 0
    while (fence := _FENCE.search(text, at)) is not None:
        # A component may have a block of code between backticks, or a fence in it.
        changed = change(text[at : fence.start()])
        end = end_of_block(text, fence[1], fence.end())
        pieces += changed, text[fence.start() : end]
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


def code_element(code: str, language: str = "") -> str:
    """Write a block of code in HTML."""
    named = f' class="language-{html.escape(language)}"' if language else ""
    written = html.escape(code.strip("\n"), quote=False)
    return f"\n<pre><code{named}>{written}\n</code></pre>\n"


@lru_cache(maxsize=4)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each block and each span of code, in order; one text is often asked for again."""
    return tuple(_find_spans(text))


def _find_spans(text: str) -> Iterator[tuple[int, int]]:
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
            at = end_of_block(text, fence[1], fence.end())
            yield fence.start(), at
        else:
            return


def end_of_block(text: str, fence: str, inside: int) -> int:
    """The end of the line that closes a block whose code begins at `inside`, or that of the text.

    CommonMark, section 4.5.
    """
    closing = lazy(rf"^[ \t>]*+{re.escape(fence)}[`~]*+[ \t]*+$", re.MULTILINE)
    found = closing.search(text, inside)
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


_ELEMENT = lazy(r"<(pre|code|script|style|textarea)\b|<!--", re.IGNORECASE)
_HIDDEN = lazy("\ue010(\\d+)\ue011")
_LIST_ITEM = lazy(r"[ \t]*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]{1,100}\]:|:)(?:[ \t]|$)")
"""A line below which indented lines are text: an item of a list, a footnote, a definition."""


class Hidden:
    """A text whose code (in Markdown or HTML) is hidden by characters that no text has.

    `text` is to be changed by its user; `shown()` is that text with its code again. `blocks` finds parts
    of a text (start and end, in order) in which indented lines are no code.
    """

    def __init__(self, text: str, blocks: Callable[[str], list[tuple[int, int]]] = lambda text: []) -> None:
        self._kept: list[str] = []
        text = self._hide(text, _spans(text))
        text = self._hide(text, elements(text)) if "<" in text else text
        has_indented = "\n    " in text or "\n\t" in text
        self.text = self._hide(text, _indented(text, blocks(text))) if has_indented else text

    def _hide(self, text: str, spans: Iterable[tuple[int, int]]) -> str:
        pieces: list[str] = []
        at = 0
        for start, end in spans:
            pieces += text[at:start], self.keep(text[start:end])
            at = end
        return "".join((*pieces, text[at:]))

    def keep(self, piece: str) -> str:
        """Hide a piece of text that is not to be changed; returns what stands for it."""
        self._kept.append(piece)
        return f"\ue010{len(self._kept) - 1}\ue011"

    def shown(self) -> str:
        """The text with what was hidden."""
        return self.expanded(self.text)

    def tokens(self, text: str) -> list[str]:
        """What stands for pieces that are hidden in a part of the text."""
        return [found[0] for found in _HIDDEN.finditer(text)]

    def expanded(self, text: str) -> str:
        """A part of the text with what was hidden in it."""
        for _ in range(4):
            # What was hidden first may be inside of what was hidden later.
            if "\ue010" not in text:
                break
            text = _HIDDEN.sub(self._piece, text)
        return text

    def _piece(self, found: re.Match[str]) -> str:
        number = int(found[1]) if len(found[1]) < 9 else len(self._kept)
        return self._kept[number] if number < len(self._kept) else ""


def elements(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each element of HTML with code, and of each comment."""
    low = text.lower()
    at, unclosed = 0, set[str]()
    while opening := _ELEMENT.search(text, at):
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        end = low.find(closing, opening.end()) if closing not in unclosed else -1
        if end < 0:
            unclosed.add(closing)
            at = opening.end()
            continue
        at = end + len(closing)
        yield opening.start(), at


def _indented(text: str, blocks: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that are code because they are indented (CommonMark, section 4.4).

    A line that may belong to a list is text, and so is one in `blocks`.
    """
    at, waiting = 0, iter([*blocks, (len(text), len(text))])
    block = next(waiting)
    may_start, in_list = True, False
    start: int | None = None
    for line in text.splitlines(keepends=True):
        while block[1] <= at < len(text):
            block = next(waiting)
        is_blank, is_indented = line.isspace(), line.startswith(("    ", "\t")) and at < block[0]
        if start is not None and not is_blank and not is_indented:
            yield start, at
            start = None
        if not is_blank and not is_indented:
            in_list = _LIST_ITEM.match(line) is not None or (in_list and line[0] in " \t")
        elif is_indented and not is_blank and may_start and not in_list and start is None:
            start = at
        may_start = is_blank or start is not None
        at += len(line)
    if start is not None:
        yield start, at
