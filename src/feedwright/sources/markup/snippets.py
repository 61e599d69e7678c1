"""Texts of other files that MkDocs puts into a text: `--8<-- "file"`, in prose and in code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

from feedwright.sources.markup.page import Page

_ONE = re.compile(r"""([ \t>]*)(;*)-{1,4}8<-{1,4}[ \t]+(?:"([^"]+)"|'([^']+)')[ \t]*""")
_SEVERAL = re.compile(r"([ \t>]*)(;*)-{1,4}8<-{1,4}[ \t]*")
_MARK = re.compile(r".*-{1,4}8<-{1,4}[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([\w-]+)[ \t]*\].*", re.IGNORECASE)
_PART = re.compile(
    r"(.{1,500}?)(?::(\d{0,6}(?::\d{0,6})?(?:,\d{0,6}(?::\d{0,6})?){0,50})|:([A-Za-z][\w-]{0,100}))?"
)
_DEEPEST = 5
"""Files that have texts of other files."""
_LONGEST = 1_000_000
"""Characters that an article may become."""
_NOT_READ = "the text of another file, which is not there; left out"


def expand(text: str, page: Page, depth: int = 0) -> str:
    """Replace each line that names a file by the text of that."""
    return "\n".join(_lines(text, page, depth))[:_LONGEST]


def _lines(text: str, page: Page, depth: int) -> Iterator[str]:
    margin: str | None = None
    is_code = False
    for line in text.split("\n"):
        is_code ^= line.lstrip(" \t>").startswith(("```", "~~~"))
        if margin is not None:
            # In a block of names, each on its line; one behind a semicolon is a remark.
            if _SEVERAL.fullmatch(line):
                margin = None
            elif line.strip() and not line.strip().startswith(";"):
                yield from _inserted(line.strip(), margin, line, page, depth)
        elif "8<-" not in line:
            yield line
        elif one := _ONE.fullmatch(line):
            if one[2]:
                shown = line.replace(";", "", 1)
                yield shown if is_code else shown.replace("<", "&lt;")
            else:
                yield from _inserted(one[3] or one[4], one[1], line, page, depth)
        elif (several := _SEVERAL.fullmatch(line)) and not several[2]:
            margin = several[1]
        elif depth == 0 or _MARK.fullmatch(line) is None:
            yield line


def _inserted(name: str, margin: str, written: str, page: Page, depth: int) -> Iterator[str]:
    part = _PART.fullmatch(name)
    found = page.include(f"@snippet/{part[1]}") if part is not None and depth < _DEEPEST else None
    if part is None or found is None:
        page.warn(written.strip(), _NOT_READ)
        page.leave_out("include", name)
        return
    text = expand(_section(found, part[3]) if part[3] else _numbered(found, part[2] or ""), page, depth + 1)
    yield from (f"{margin}{line}".rstrip() for line in text.rstrip("\n").split("\n"))


def _section(text: str, name: str) -> str:
    """The lines between the marks `--8<-- [start:name]` and `--8<-- [end:name]`."""
    lines: list[str] = []
    is_inside = False
    for line in text.split("\n"):
        mark = _MARK.fullmatch(line) if "8<-" in line else None
        if mark is not None and mark[2] == name:
            is_inside = mark[1].lower() == "start"
        elif is_inside:
            lines.append(line)
    return dedent("\n".join(lines))


def _numbered(text: str, numbers: str) -> str:
    """The lines `4:6`, `4:` or `:6`, several of these separated by commas; without numbers, all."""
    if not numbers:
        return text
    lines, found = text.split("\n"), list[str]()
    for part in numbers.split(","):
        first, _, last = part.partition(":")
        found += lines[max(int(first or 1) - 1, 0) : int(last) if last else None]
    return "\n".join(found)
