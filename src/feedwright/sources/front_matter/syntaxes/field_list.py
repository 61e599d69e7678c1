"""The head of reStructuredText: a title and fields `:date: …` (Pelican), or `.. post::` (ablog)."""

from __future__ import annotations

import re

from feedwright.errors import ArticleError
from feedwright.patterns import lazy
from feedwright.schema import Value
from feedwright.sources.front_matter.header import Header
from feedwright.sources.front_matter.syntaxes import dotted_lines
from feedwright.sources.front_matter.syntaxes.header_lines import words

_SUFFIXES = (".rst", ".rest")
_SIGNS = lazy(r"([!-/:-@\[-`{-~])\1*[ \t]*")
_FIELD = lazy(r":(\w[\w -]*):(?:[ \t]+(.*))?")
_POST = lazy(r"^\.\. post::(.*)\n?((?:[ \t]+\S.*(?:\n|\Z))*)", re.MULTILINE)
_OPTION = lazy(r"[ \t]+:([\w-]+):[ \t]*(.*)")
OF_A_POST = {
    "author": "author",
    "category": "categories",
    "language": "language",
    "tags": "tags",
    "title": "title",
}
_LISTS = {"authors", "author", "tags", "keywords", "categories"}
_HIDDEN = lazy(r"\.\.(?:[ \t]|\n|\Z)")
_DIRECTIVE = lazy(r"\.\.[ \t]+[\w.+:-]+[ \t]?::")

_ROLE = lazy(r"(?<![\w:+.-]):[\w:+.-]{1,100}:(?=`)")
_MARKUP = lazy(r"(\*\*|``|\*|`)(?=\S)(.{1,2000}?)(?<=\S)\1_{0,2}")
_TARGET = lazy(r"\s*<[^<>]*>\Z")
_ESCAPE = lazy(r"\\(.)")


def split(text: str, path: str) -> Header | None:
    """Split off title and fields. The header has each as `key: value` on the line where it stands."""
    if not path.lower().endswith(_SUFFIXES) or dotted_lines.split(text, path) is not None:
        return None
    lines = text.split("\n")
    head = _Head(lines)
    head.read()
    found = head.found
    body = "\n".join(line for number, line in enumerate(lines) if number not in head.taken)
    post = _POST.search(text)
    if post is not None:
        found |= _fields_of_post(post, text.count("\n", 0, post.start()))
        body = _POST.sub("", body, count=1)
    if not found:
        return None
    header = [""] * (max(number for _, number in found.values()) + 1)
    for key, (value, number) in found.items():
        header[number] += f"{key}: {value}\0"
    return Header("\n".join(header), 1, body)


def values(header: Header, path: str) -> dict[str, Value]:
    """Keys are in lower case; authors and tags are lists, separated by `;` or commas."""
    from feedwright.schema.data import values_of

    lines: dict[str, int] = {}
    data: dict[str, object] = {}
    for number, line in enumerate(header.text.split("\n"), header.line):
        for field in line.split("\0")[:-1]:
            key, _, value = field.partition(": ")
            lines[key] = number
            data[key] = words(value) if key in _LISTS else value
    return values_of(data, path, lambda key: lines[key], error=ArticleError)


class _Head:
    """The lines above the text. `found` are its keys with values and lines, `taken` the lines it takes."""

    def __init__(self, lines: list[str]) -> None:
        self._lines, self._at = lines, 0
        self.found: dict[str, tuple[str, int]] = {}
        self.taken: set[int] = set()

    def read(self) -> None:
        """Read fields, the title, and more fields; comments and targets may stand between them."""
        for part in (self._fields, self._title, self._fields):
            self._skip()
            part()

    def _line(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._lines[at] if at < len(self._lines) else ""

    def _skip(self) -> None:
        """Skip blank lines, and comments and targets with the lines that belong to them."""
        while self._at < len(self._lines):
            line = self._line()
            if _HIDDEN.match(line) and not _DIRECTIVE.match(line):
                self._at += 1
                while self._line()[:1] in (" ", "\t"):
                    self._at += 1
            elif line.strip():
                return
            else:
                self._at += 1

    def _title(self) -> None:
        first, second, third = self._line(), self._line(1), self._line(2)
        over = _underlines(first, second.strip()) and second.strip() and third.rstrip() == first.rstrip()
        if over:
            self._take("title", plain_words(second), 3, self._at + 1)
        elif first[:1].strip() and _underlines(second, first) and not _FIELD.match(first):
            self._take("title", plain_words(first), 2, self._at)

    def _fields(self) -> None:
        """Read fields; as in docutils, lines without text may stand between them and inside of them."""
        while field := _FIELD.fullmatch(self._line()):
            more = 1
            value = field[2] or ""
            while (at := self._after_blanks(more)) < len(self._lines) and self._lines[at][:1] in (" ", "\t"):
                value = f"{value} {self._lines[at].strip()}"
                more = at - self._at + 1
            key = field[1].lower().replace(" ", "_")
            self._take(key, plain_words(value), more, self._at)
            if _FIELD.fullmatch(self._line(self._after_blanks(0) - self._at)):
                self._at = self._after_blanks(0)

    def _after_blanks(self, ahead: int) -> int:
        """The number of the next line with text, from so many lines ahead on."""
        at = self._at + ahead
        while at < len(self._lines) and not self._lines[at].strip():
            at += 1
        return at

    def _take(self, key: str, value: str, lines: int, at: int) -> None:
        self.found[key] = (value, at)
        self.taken |= set(range(self._at, self._at + lines))
        self._at += lines


def _underlines(line: str, title: str) -> bool:
    """Whether a line of signs is long enough for a title: one of four signs is for any."""
    return _SIGNS.fullmatch(line) is not None and len(line.rstrip()) >= min(len(title.rstrip()), 4)


def _fields_of_post(post: re.Match[str], line: int) -> dict[str, tuple[str, int]]:
    """The date and options of a post; without a date, it is a draft."""
    date = post[1].strip()
    found = {"date": (date, line)} if date else {"draft": ("true", line)}
    for number, written in enumerate(post[2].split("\n"), line + 1):
        option = _OPTION.fullmatch(written)
        if option and option[1] in OF_A_POST and option[2]:
            found[OF_A_POST[option[1]]] = (plain_words(option[2]), number)
    return found


def plain_words(written: str) -> str:
    """A line's text without its inline markup."""
    without_roles = _ROLE.sub("", written.strip())
    return _ESCAPE.sub(r"\1", _MARKUP.sub(lambda found: _TARGET.sub("", found[2]) or found[2], without_roles))
