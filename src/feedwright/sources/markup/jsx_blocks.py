"""Lay out elements of MDX so that CommonMark reads what is in them as MDX does: as Markdown, without indent.

In MDX, a line may be a tag with Markdown on the lines below it, and indented lines are no code.
"""

from __future__ import annotations

import re

from feedwright.patterns import lazy
from feedwright.sources.markup.markdown_inside import as_html

_VALUE = r"""(?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})"""
_TAG = lazy(rf"[ \t]*<(/?)([A-Za-z][\w.:-]*)((?:\s+[\w:@.-]+(?:\s*=\s*{_VALUE})?)*)\s*(/?)>[ \t]*")
_BEGUN = lazy(r"[ \t]*<[A-Za-z][\w.:-]*(?:[ \t][^>]*)?")
_ENDED = lazy(r".*(?<![=-])>[ \t]*")
_ONE_LINE = lazy(
    r"([ \t]*<(div|details|summary|section|figcaption|center|h[1-6]|p|li|td|th|dd|dt|blockquote)"
    r"(?:\s[^<>]*)?>)"
    r"(?=[^\n]*[*_`\]])([^\n]*)(</\2>[ \t]*)"
)
_FENCE = lazy(r"[ \t>]*(`{3,}|~{3,})")
_LIST_ITEM = lazy(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_RAW = frozenset((
    "audio", "iframe", "math", "picture", "pre", "script", "select", "style", "svg", "table", "textarea",
    "video",
))  # fmt: skip
"""Elements whose lines stay as they are."""
_VOID = frozenset(("br", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
_MOST_LINES = 30
"""Lines of a tag."""
_DEEPEST = 50


def laid_out(text: str) -> str:
    """Put empty lines around tags that stand alone on their lines, and move what is in them to the margin."""
    return _Layout(text.split("\n")).made()


class _Layout:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._made: list[str] = []
        # The elements that are open, each with the column at which its content begins, once that is known.
        self._inside: list[tuple[str, list[int]]] = []
        self._fence, self._raw, self._in_list = "", "", False

    def made(self) -> str:
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            at += 1
            margin = self._margin(line)
            opening = _FENCE.match(line)
            if self._fence or self._raw or opening:
                self._read_code(line, opening)
                self._made.append(_moved(line, margin))
                continue
            if not self._is_in_item(line, margin):
                after = _end_of_tag(self._lines, at, line)
                whole = "\n".join(self._lines[at - 1 : after])
                if (tag := _TAG.fullmatch(whole)) is not None:
                    at = after
                    self._read_tag(tag, _moved(whole, margin))
                    continue
            if line.strip():
                self._in_list = bool(_LIST_ITEM.match(line)) or self._is_in_item(line, margin)
            moved = _moved(line, margin)
            one_line = _ONE_LINE.fullmatch(moved)
            self._made.append(_in_one_line(one_line) if one_line else moved)
        return "\n".join(self._made)

    def _is_in_item(self, line: str, margin: int) -> bool:
        """Whether a line belongs to an item of a list above it."""
        return self._in_list and _indent(line) > margin

    def _margin(self, line: str) -> int:
        """The column at which the content of the innermost element begins; this line may be its first."""
        if not self._inside:
            return 0
        margin = self._inside[-1][1]
        if not margin and line.strip() and not line.lstrip().startswith("</"):
            margin.append(_indent(line))
        return margin[0] if margin else 0

    def _read_code(self, line: str, opening: re.Match[str] | None) -> None:
        """Take note of where code, or an element whose lines stay as they are, begins or ends."""
        if self._raw:
            self._raw = "" if f"</{self._raw}" in line.lower() else self._raw
        elif self._fence:
            self._fence = "" if line.strip(" \t>").startswith(self._fence) else self._fence
        elif opening:
            self._fence = opening[1]

    def _read_tag(self, tag: re.Match[str], moved: str) -> None:
        name = tag[2]
        self._in_list = False
        if tag[1]:
            names = [one for one, _ in self._inside]
            if name in names:
                del self._inside[len(names) - 1 - names[::-1].index(name) :]
        elif tag[4] or name.lower() in _VOID:
            self._made.append(tag[0].strip())
            return
        elif name.lower() in _RAW:
            self._raw = name.lower()
            self._made.append(moved)
            return
        elif len(self._inside) < _DEEPEST:
            self._inside.append((name, []))
        self._made += ["", tag[0].strip(), ""]


def _end_of_tag(lines: list[str], at: int, line: str) -> int:
    """Where the lines of the tag end that begins with `line`, which is before `at`."""
    if not _BEGUN.fullmatch(line):
        return at
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        if not lines[end].strip():
            return at
        if _ENDED.fullmatch(lines[end]):
            return end + 1
    return at


def _in_one_line(found: re.Match[str]) -> str:
    return f"{found[1]}{as_html(found[3].strip())}{found[4]}"


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _moved(line: str, margin: int) -> str:
    """The line with that many columns less before it, if they are blank."""
    if not margin or not line[:1].isspace():
        return line
    expanded = line.expandtabs(4) if line.lstrip(" ")[:1] == "\t" else line
    return expanded[min(margin, _indent(line)) :]
