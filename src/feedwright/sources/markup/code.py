"""Find code in Markdown, and write it."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

from feedwright.patterns import lazy

# A pattern that begins with a character is found in a fifth to a tenth of the time of one that begins with
# `^`, `+` or a look back, so line breaks are part of these patterns.
_FENCE = r"([ \t>]*+)(`{3,}+|~{3,}+)[^\n]*+\n"
_FIRST_FENCE, _NEXT_FENCE = lazy(_FENCE), lazy(rf"\n{_FENCE}")
_TICKS = lazy(r"``*+")
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


def spans_of_code(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each block and each span of code, in order."""
    return _spans(text)


def change_outside_fences(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to what stands between blocks of code; spans of code are part of it."""
    if not _has_fences(text):
        return change(text)
    pieces: list[str] = []
    at = 0
    while (fence := _fence_after(text, at)) is not None:
        # A component may have a block of code between backticks, or a fence in it.
        start = fence.start(1)
        end = end_of_block(text, fence[2], fence.end())
        pieces += change(text[at:start]), text[start:end]
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
    fence = _fence_after(text, 0) if _has_fences(text) else None
    while True:
        if fence is not None and fence.start(1) < at:
            fence = _fence_after(text, at)
        span = inline.after(at, fence.start(1) if fence else len(text))
        if span is not None:
            yield span
            at = span[1]
        elif fence is not None:
            at = end_of_block(text, fence[2], fence.end())
            yield fence.start(1), at
        else:
            return


def _has_fences(text: str) -> bool:
    return "```" in text or "~~~" in text


def _fence_after(text: str, at: int) -> re.Match[str] | None:
    """The first line that opens a block of code and starts at `at` or later: its blanks, its fence."""
    starts_a_line = at == 0 or text[at - 1] == "\n"
    return (_FIRST_FENCE.match(text, at) if starts_a_line else None) or _NEXT_FENCE.search(text, at)


def end_of_block(text: str, fence: str, inside: int) -> int:
    """The end of the line that closes a block whose code begins at `inside`, or that of the text.

    CommonMark, section 4.5.
    """
    found = _closing(fence).search(text, inside - 1)
    return found.end() if found else len(text)


@lru_cache(maxsize=16)
def _closing(fence: str) -> re.Pattern[str]:
    return re.compile(rf"\n[ \t>]*+{re.escape(fence)}[`~]*+[ \t]*+(?=\n|\Z)")


class _Inline:
    """Code spans: they end with as many backticks as they start with (CommonMark, section 6.1)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._runs: list[tuple[int, int]] = [found.span() for found in _TICKS.finditer(text)]
        self._next = 0

    def after(self, at: int, before: int) -> tuple[int, int] | None:
        """The first span that starts at `at` or later, and before `before`."""
        for number in range(self._next, len(self._runs)):
            start = self._runs[number][0]
            if start >= before:
                self._next = number
                return None
            end = self._end(number) if start >= at else None
            # A span cannot cross the start of a block.
            if end is not None and end <= before:
                self._next = number + 1
                return start, end
        self._next = len(self._runs)
        return None

    def _end(self, number: int) -> int | None:
        start, inside = self._runs[number]
        following = self._runs[number + 1] if number + 1 < len(self._runs) else (0, 0)
        is_closing = following[1] - following[0] == inside - start and following[0] <= inside + _LONGEST_SPAN
        if is_closing and self._text.find("\n", inside, following[0]) < 0:
            # As nearly all: in a line, without other backticks in it.
            return following[1]
        return self._end_below(inside, inside - start)

    def _end_below(self, inside: int, length: int) -> int | None:
        runs = self._of_length[length]
        following = bisect_right(runs, inside)
        if following == len(runs) or runs[following] > inside + _LONGEST_SPAN:
            return None
        closing = runs[following]
        blank = bisect_left(self._blank_lines, inside)
        is_broken = blank < len(self._blank_lines) and self._blank_lines[blank] < closing
        return None if is_broken else closing + length

    @cached_property
    def _of_length(self) -> dict[int, list[int]]:
        starts: dict[int, list[int]] = defaultdict(list)
        for start, end in self._runs:
            starts[end - start].append(start)
        return starts

    @cached_property
    def _blank_lines(self) -> list[int]:
        return [found.start() for found in _BLANK_LINE.finditer(self._text)]


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
        hidden, kept = _without_marked_code(text)
        self._kept = list(kept)
        self.text = _hide(hidden, _indented(hidden, blocks), self._kept)

    def keep(self, piece: str) -> str:
        """Hide a piece of text that is not to be changed; returns what stands for it."""
        return _keep(piece, self._kept)

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


@lru_cache(maxsize=4)
def _without_marked_code(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the code that signs tell from other text, and that code; often asked for again."""
    kept: list[str] = []
    hidden = _hide(text, _spans(text), kept)
    if "<" in hidden:
        hidden = _hide(hidden, elements(hidden), kept)
    return hidden, tuple(kept)


def _hide(text: str, spans: Iterable[tuple[int, int]], kept: list[str]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += text[at:start], _keep(text[start:end], kept)
        at = end
    return "".join((*pieces, text[at:])) if pieces else text


def _keep(piece: str, kept: list[str]) -> str:
    kept.append(piece)
    return f"\ue010{len(kept) - 1}\ue011"


def elements(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each element of HTML with code, and of each comment."""
    at, unclosed = 0, set[str]()
    while opening := _ELEMENT.search(text, at):
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        end = _end_of(closing).search(text, opening.end()) if closing not in unclosed else None
        if end is None:
            unclosed.add(closing)
            at = opening.end()
            continue
        at = end.end()
        yield opening.start(), at


@lru_cache(maxsize=8)
def _end_of(closing: str) -> re.Pattern[str]:
    return re.compile(closing, re.IGNORECASE)


_BLANKS = r"[^\S\n]*+"
_INDENTED = rf"(?=(?: {{4}}|\t){_BLANKS}\S)"
_FIRST_INDENTED, _NEXT_INDENTED = lazy(rf"(?:{_BLANKS}\n)*+{_INDENTED}"), lazy(rf"\n{_BLANKS}\n{_INDENTED}")
_RUN = lazy(rf"(?:(?: {{4}}|\t)[^\n]*+(?:\n|\Z)|{_BLANKS}\n|[^\S\n]++\Z)++")


def _indented(text: str, blocks: Callable[[str], list[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that are code because they are indented (CommonMark, section 4.4).

    A line that may belong to a list is text, and so is one in `blocks`.
    """
    first = _FIRST_INDENTED.match(text) or _NEXT_INDENTED.search(text)
    if first is None:
        return
    outside = _Outside(blocks(text), len(text))
    seen, in_list = 0, False
    while first is not None:
        start = at = first.end()
        end = outside.until(start)
        if end > start:
            in_list, seen = _is_in_list(text, seen, start, outside, before=in_list), start
            if not in_list and (run := _RUN.match(text, start)):
                at = min(run.end(), end)
                yield start, at
        # The line break before a run may be the end of the blank line before the next.
        first = _NEXT_INDENTED.search(text, max(start, at - 1))


class _Outside:
    """The parts of a text outside of blocks, which are in order."""

    def __init__(self, blocks: list[tuple[int, int]], length: int) -> None:
        self._starts = [start for start, _ in blocks]
        self._ends = [end for _, end in blocks]
        self._length = length

    def until(self, at: int) -> int:
        """Where the part around `at` ends; `at` itself inside of a block."""
        block = bisect_right(self._starts, at)
        if block and at < self._ends[block - 1]:
            return at
        return self._starts[block] if block < len(self._starts) else self._length


def _is_in_list(text: str, seen: int, at: int, outside: _Outside, *, before: bool) -> bool:
    """Whether indented lines at `at` belong to a list. At `seen`, lines did if `before`."""
    end = at
    while end > seen:
        start = max(seen, text.rfind("\n", seen, end - 1) + 1)
        line, end = text[start:end], start
        if line.isspace() or (line.startswith(("    ", "\t")) and outside.until(start) > start):
            continue
        if _LIST_ITEM.match(line):
            return True
        if line[0] not in " \t":
            return False
    return before
