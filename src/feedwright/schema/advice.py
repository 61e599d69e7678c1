"""Say what is wrong with YAML in words that people who write articles understand."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from feedwright.patterns import lazy

_KEY_AND_VALUE = lazy(r"(\s*(?:- +)*(?:[^\s:#'\"-][^:#]*:\s+)?)(.*?)\s*\Z")
_NO_BLANK = lazy(r"\s*([A-Za-z_][\w-]*):([^\s/:][^:]*)\Z")
_KEY = lazy(r"\s*([A-Za-z_][\w-]*):(?:\s|\Z)")
_NO_COLON = lazy(r"([A-Za-z_][\w-]*)\s*[= ]\s*([^\s:=][^:]*?)\s*\Z")
_FULL_KEY = lazy(r"\s*[A-Za-z_][\w-]*:\s+[^\s#]")
_AFTER_QUOTE = lazy(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s#]")
_AFTER_BRACKET = lazy(r"\[[^\]]*\]\s*[^\s#]|\{[^}]*\}\s*[^\s#]")
_INDICATORS = "@`%*&!|>?-,]}"
"""Signs with a meaning of their own at the beginning of a value (YAML 1.1, section 5.3)."""
_BRACKETS = {"[": "]", "{": "}"}
_LONGEST = 70
_COMMENT = lazy(r"([A-Za-z_][\w-]*):[ \t]+(?!['\"\[{|>])(?:([^\s#&!].*?)[ \t]+)?(#\w.*)\Z")
_TAG = lazy(r"([A-Za-z_][\w-]*):[ \t]+([&!]\w.*)\Z")


class Advice(NamedTuple):
    """What was found, on which line (from 0), and what would be right."""

    line: int
    found: str
    expected: str


class LostWords(NamedTuple):
    """Words of a line (from 0) that YAML does not take for text, because of the sign before them.

    `kept` is the beginning of the value, which YAML takes.
    """

    line: int
    key: str
    kept: str
    lost: str

    @property
    def found(self) -> str:
        """What was found, for an error."""
        reason = "which begins a comment" if self.lost[0] == "#" else f"where `{self.lost[0]}` is no text"
        return f"{_shown(self.lost)}, {reason}"

    @property
    def expected(self) -> str:
        """What would be right, for an error."""
        return _quotes(f"{self.key}: ", f"{self.kept} {self.lost}".strip())


def explain(text: str, line: int, problem: str, start: int | None) -> Advice | None:
    """Explain why YAML cannot be read, or return None.

    Args:
        text: all of it.
        line: the line at which the parser gave up, from 0.
        problem: the parser's message.
        start: the line on which what it was reading began.
    """
    place = _place(text.split("\n"), line, start)
    here, value = place.here, place.value
    if here[: len(here) - len(here.lstrip())].count("\t"):
        return Advice(line, "a tab at the beginning of the line", "blanks instead of the tab")
    for number, one in ((line, here), (line - 1, place.above)):
        missing = _NO_BLANK.match(one)
        if missing:
            key, rest = missing.groups()
            expected = f"a blank after the colon: {_shown(f'{key}: {rest.strip()}')}"
            return Advice(number, _shown(f"{key}:{rest.strip()}"), expected)
    if start is not None and _quote_is_open(place.opening):
        return _open_quote(start, place.opening)
    if _AFTER_QUOTE.match(value):
        return Advice(line, "text after the closing quotation mark", place.quoted)
    if _AFTER_BRACKET.match(value):
        return Advice(line, f"text after the `{_BRACKETS[value[0]]}`", place.quoted)
    if value and value[0] in _INDICATORS and not here.startswith("---"):
        sign = "a backtick" if value[0] == "`" else f"`{value[0]}`"
        found = f"{sign} at the beginning of the text, where it has a meaning of its own"
        return Advice(line, found, place.quoted)
    return _second_colon(place) if "mapping values" in problem else _misplaced(place, problem, start)


class _Place(NamedTuple):
    """Where the parser gave up: the line (from 0), the one above it, and that on which it began to read."""

    line: int
    here: str
    above: str
    opening: str

    @property
    def key(self) -> str:
        """The key of the line, or ""."""
        match = _KEY.match(self.here)
        return match[1] if match else ""

    @property
    def value(self) -> str:
        return _parts(self.here)[1]

    @property
    def quoted(self) -> str:
        """Say that the value needs quotation marks."""
        return _quotes(*_parts(self.here))


def _place(lines: list[str], line: int, start: int | None) -> _Place:
    def text_of(number: int | None) -> str:
        return lines[number] if number is not None and 0 <= number < len(lines) else ""

    return _Place(line, text_of(line), text_of(line - 1), text_of(start))


def _second_colon(place: _Place) -> Advice:
    """Explain a colon where there may be none: here, or because of the line above."""
    if place.key and (word := _NO_COLON.match(place.above)):
        found = f"{_shown(place.above.strip())}, a line without a colon"
        return Advice(place.line - 1, found, f"a colon after the key: {_shown(f'{word[1]}: {word[2]}')}")
    if place.key and place.here[0] == " " and _FULL_KEY.match(place.above):
        found = f"blanks before `{place.key}:`, below a key that has its value already"
        return Advice(place.line, found, f"`{place.key}:` exactly below the key above")
    return Advice(place.line, "a second colon", place.quoted)


def _misplaced(place: _Place, problem: str, start: int | None) -> Advice | None:
    """Explain brackets, and lines that begin too far to the right or without a key."""
    opened = next((sign for sign in _BRACKETS if _parts(place.opening)[1].startswith(sign)), None)
    if opened and start is not None:
        return Advice(start, f"a `{opened}` without its `{_BRACKETS[opened]}`", "both, around the whole list")
    if place.key and place.here[0] == " ":
        found = f"blanks before `{place.key}:`"
        return Advice(place.line, found, "keys that belong together exactly one below the other")
    if "expected key" in problem and place.here and not place.key:
        found = f"{_shown(place.here.strip())}, a line without a key"
        return Advice(place.line, found, "lines such as `title: A title`")
    return None


def _open_quote(line: int, text: str) -> Advice:
    head, value = _parts(text)
    found = "a quotation mark without its partner"
    if value[0] == "'":
        return Advice(line, found, _quotes(head, value))
    return Advice(line, found, f"one more at the end of the text: {_shown(text.strip() + value[0])}")


def lost_words(text: str, keys: Container[str]) -> Iterator[LostWords]:
    """Find words that YAML takes for a comment (`title: #MeToo`), a tag or an anchor, probably by mistake.

    `keys` are those whose values are text.
    """
    if "#" not in text and ": &" not in text and ": !" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        comment, tag = _COMMENT.match(line), _TAG.match(line)
        if comment and comment[1] in keys:
            yield LostWords(number, comment[1], comment[2] or "", comment[3])
        elif tag and tag[1] in keys:
            yield LostWords(number, tag[1], "", tag[2])


def _parts(line: str) -> tuple[str, str]:
    """Divide a line into its key, with all that is before the value, and the value."""
    match = _KEY_AND_VALUE.match(line)
    return (match[1], match[2]) if match else ("", line)


def _quote_is_open(line: str) -> bool:
    value = _parts(line)[1]
    return bool(value) and value[0] in "\"'" and not _AFTER_QUOTE.match(value + " x")


def _quotes(head: str, value: str) -> str:
    """Say that quotes are missing, and show the line with them unless it is long."""
    plain = '"' not in value and "\\" not in value
    quoted = f'"{value}"' if plain else "'" + value.replace("'", "''") + "'"
    line = f"{head.strip()} {quoted}".strip()
    around = "quotation marks around all of the text"
    return f"{around}: `{line}`" if len(line) <= _LONGEST else around


def _shown(text: str) -> str:
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[:_LONGEST]}…`"
