"""Texts of other files that VitePress puts into a text: `<!--@include: ./parts/tides.md#spring{1,9}-->`."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath

from feedwright.sources.markup.page import Page, may_hold_secrets

_NAMED = re.compile(r"<!--[ \t]*@include:[ \t]*([^\s<>][^\n<>]{0,500}?)[ \t]*-->")
_FILE = re.compile(r"([^#{}]+)(?:#([^\s{}]+))?(?:\{(\d{0,9}),(\d{0,9})\})?")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_REGION = re.compile(r"[ \t]*(?:<!--|//|/\*|#)[ \t]*#?(end)?region[ \t]+([\w*-]+)[ \t]*(?:-->|\*/)?[ \t]*")
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_RELATIVE = re.compile(r"\]\((\.{1,2}/[^()\s<>]{1,500})")
_NO_WORD = re.compile(r"[^\w]+")
_DEEPEST = 5
"""Files that have texts of other files."""
_LONGEST = 1_000_000
"""Characters of other files that an article may show; a warning names the one that is too much."""
_NOT_THERE = "the text of another file, which is not there (or too much); left out"


def with_files(text: str, page: Page) -> str:
    """Replace each remark that names a file by the text of that, in code, too."""
    return _Files(page).put_in(text, "", 0)


class _Files:
    """The files that an article shows. `_left` is how many characters of them may still come."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._left = _LONGEST

    def put_in(self, text: str, base: str, depth: int) -> str:
        """Put files into a text of the folder `base`, relative to that of the article."""
        return _NAMED.sub(lambda found: self._shown(found, base, depth), text) if "@include" in text else text

    def _shown(self, found: re.Match[str], base: str, depth: int) -> str:
        if self._left < 0:
            return ""
        file = _FILE.fullmatch(found[1])
        inner = self._text(file[1].strip(), base) if file is not None and depth < _DEEPEST else None
        self._left -= len(found[1]) if inner is None else len(inner)
        if file is None or inner is None or self._left < 0:
            self._page.warn(found[0], _NOT_THERE)
            self._page.leave_out("include", found[1])
            return ""
        folder = dirname(join(base, file[1].strip()))
        if folder and not file[1].startswith("@"):
            inner = _RELATIVE.sub(lambda link: f"]({normpath(join(folder, link[1]))}", inner)
        return self.put_in(_part(inner, file), folder, depth + 1)

    def _text(self, file: str, base: str) -> str | None:
        """The text of a file beside the one that names it, or of the site (`@/parts/tides.md`)."""
        if may_hold_secrets(file):
            return None
        if file.startswith("@"):
            return self._page.include(f"@source/{file[1:].lstrip('/')}")
        return self._page.include(f"@document/{join(dirname(self._page.path), base, file)}")


def _part(text: str, file: re.Match[str]) -> str:
    """The region and the lines that are asked for; of whole files, not the front matter."""
    region, first, last = file.group(2, 3, 4)
    lines = text.replace("\r\n", "\n").split("\n")
    if region:
        lines = _region(lines, region)
    if first is None:
        return _FRONT_MATTER.sub("", "\n".join(lines))
    return "\n".join(lines[max(int(first or 1) - 1, 0) : int(last) if last else None])


def _region(lines: list[str], name: str) -> list[str]:
    """The lines between the marks of a region, or below a heading; all, if there is neither."""
    start, ends = None, 0
    for at, line in enumerate(lines):
        mark = _REGION.fullmatch(line)
        if mark is not None and mark[2] == name:
            if mark[1] and start is not None:
                return [one for one in lines[start:at] if not _REGION.fullmatch(one)]
            start = at + 1 if not mark[1] and start is None else start
    for at, line in enumerate(lines):
        heading = _HEADING.fullmatch(line)
        if start is not None and heading is not None and ends and len(heading[1]) <= ends:
            return lines[start:at]
        if start is None and heading is not None and _anchor(heading[2]) == name:
            start, ends = at + 1, len(heading[1])
    return lines if start is None else lines[start:]


def _anchor(heading: str) -> str:
    named = re.search(r"\{#([\w-]+)\}\s*\Z", heading)
    return named[1] if named else _NO_WORD.sub("-", heading.lower()).strip("-")
