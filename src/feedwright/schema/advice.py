"""Say what is wrong with YAML in words that people who write articles understand."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from feedwright.errors import InputError
from feedwright.patterns import lazy

_KEY_AND_VALUE = lazy(r"(\s*(?:- +)*(?:[^\s:#'\"-][^:#]*:\s+)?)(.*?)\s*\Z")
_NO_BLANK = lazy(r"\s*([A-Za-z_][\w-]*):([^\s/:][^:]*)\Z")
_KEY = lazy(r"\s*([A-Za-z_][\w-]*):(?:\s|\Z)")
_NO_COLON = lazy(r"([A-Za-z_][\w-]*)\s*[= ]\s*([^\s:=][^:]*?)\s*\Z")
_EQUALS = lazy(r"([A-Za-z_][\w-]*)\s*(?:=|[\uff1a\ufe30\ufe55])\s*(\S.*?)\s*\Z")
_WIDE = "\uff1a\ufe30\ufe55"
_JSON_LINE = lazy(r"\s*(\"?)([A-Za-z_][\w-]*)\1:\s+(\S.*?)\s*,\s*\Z")
_MARKDOWN_LINK = lazy(r"!?\[[^\]]*\]\(<?([^()\s<>]+)>?[^()]*\)\Z")
_FIRST_INDENTED = re.compile(r"(?:[ \t]*(?:#.*)?\n)* +([\w.-]+):")
_CONFLICT = lazy(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_SIGN_IN_LIST = lazy(r"[\[,]\s*([*&!@%`|>])([^,\]]*)")
_STARRED = lazy(r"\s*\*{1,3}([A-Za-z_][\w-]*):?\*{1,3}:?\s*(.*)\Z")
_EMPTY_BLOCK = lazy(r"\s*[A-Za-z_][\w-]*:\s*[|>][+-]?\s*\Z")
_FULL_KEY = lazy(r"\s*[A-Za-z_][\w-]*:\s+[^\s#]")
_AFTER_QUOTE = lazy(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s#]")
_AFTER_BRACKET = lazy(r"\[[^\]]*\]\s*[^\s#]|\{[^}]*\}\s*[^\s#]")
_FIRST_BELOW = {"image": "src", "audio": "src", "video": "src", "author": "name"}
_DATES = ("date", "updated", "modified", "published", "expires", "lastmod")
_ADDRESSES = ("link", "url", "image", "audio", "video", "cover", "picture", "photo")
_INDICATORS = "@`%*&!|>?-,]}"
"""Signs with a meaning of their own at the beginning of a value (YAML 1.1, section 5.3)."""
_BRACKETS = {"[": "]", "{": "}"}
_LONGEST = 70
_COMMENT = lazy(r"([A-Za-z_][\w-]*):[ \t]+(?!['\"\[{|>])(?:([^\s#&!].*?)[ \t]+)?(#\w.*)\Z")
_NO_BLANK_AFTER_DASH = lazy(r"[ ]*[-\u2022\u2013*][ ]?(?<!- )(\w[^:]*)\Z")
_MAY_HAVE_ITEMS = lazy(r"[:|>+-] *\n")
_EMPTY_KEY = lazy(r"[A-Za-z_][\w-]*:[ ]*\Z")
_ITEM = lazy(r"( *)- (?![-'\"\[{|>&])[^:]*\Z")
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
    if "another document" in problem or "single document" in problem:
        return Advice(line, "a second line `---`", "one at most, above the first key")
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        return _conflict(text.count("\n", 0, conflict.start()), conflict[0])
    indented = _FIRST_INDENTED.match(text) if "document start" in problem else None
    if indented:
        number = text.count("\n", 0, indented.start(1))
        found = f"blanks before `{indented[1]}:`, the first key"
        return Advice(number, found, "it at the beginning of the line, like those below")
    place = _place(text.split("\n"), line, start)
    here = place.here
    written = _JSON_LINE.match(here)
    if written and written[1]:
        key, rest = written[2], written[3]
        return Advice(line, "a comma at the end of the line", f"none: {_shown(f'{key}: {rest}')}")
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
    if (of_value := _about_value(place, line)) is not None:
        return of_value
    return _second_colon(place) if "mapping values" in problem else _misplaced(place, problem, start)


def _about_value(place: _Place, line: int) -> Advice | None:
    """Explain what a value begins with, or ends with, that it may not; None if that is not wrong."""
    here, value = place.here, place.value
    address = _MARKDOWN_LINK.match(value)
    if address and place.key in _ADDRESSES:
        expected = f"the address alone: {_shown(f'{place.key}: {address[1]}')}"
        return Advice(line, f"{_shown(value)}, which is Markdown", expected)
    if _AFTER_QUOTE.match(value):
        return _after_quote(place)
    if _AFTER_BRACKET.match(value):
        return Advice(line, f"text after the `{_BRACKETS[value[0]]}`", place.quoted)
    starred = _STARRED.match(here)
    if starred:
        return Advice(
            line, f"{_shown(here.strip())}, a key with stars", f"none: `{starred[1]}: {starred[2].strip()}`"
        )
    if value.startswith("* ") and not place.key:
        return Advice(line, "a star before a word of a list", f"a dash: {_shown(f'- {value[2:].strip()}')}")
    if value and value[0] in _INDICATORS and not here.startswith("---"):
        sign = "a backtick" if value[0] == "`" else f"`{value[0]}`"
        found = f"{sign} at the beginning of the text, where it has a meaning of its own"
        return Advice(line, found, place.quoted)
    return None


class _Place(NamedTuple):
    """Where the parser gave up: the line (from 0), the one above it, and that on which it began to read."""

    line: int
    here: str
    above: str
    opening: str
    above_opening: str = ""

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


def _conflict(line: int, mark: str) -> Advice:
    """Explain what a version control system has left where two people changed the same lines."""
    found = f"{_shown(mark)}, the mark of a conflict between two versions"
    return Advice(line, found, "one of the two, without the lines `<<<<<<<`, `=======` and `>>>>>>>`")


def conflict_in(text: str) -> Advice | None:
    """Find such marks in an article: all three, none of them in a block of code."""
    start = re.search(r"^<{7} .*$", text, re.MULTILINE)
    if start is None or re.search(r"^={7}$[\s\S]*?^>{7} ", text[start.end() :], re.MULTILINE) is None:
        return None
    if len(re.findall(r"^ {0,3}(?:```|~~~)", text[: start.start()], re.MULTILINE)) % 2:
        return None
    return _conflict(text.count("\n", 0, start.start()), start[0])


def _after_quote(place: _Place) -> Advice:
    """Explain quotation marks within others, or text behind them."""
    head, value = _parts(place.here)
    if value[0] == value[-1] and len(value) > 2:
        found = f"quotation marks within others of the same kind, `{value[0]}`"
        return Advice(place.line, found, _quotes(head, value[1:-1], "other ones around all of the text"))
    return Advice(place.line, "text after the closing quotation mark", place.quoted)


def _place(lines: list[str], line: int, start: int | None) -> _Place:
    def text_of(number: int | None) -> str:
        return lines[number] if number is not None and 0 <= number < len(lines) else ""

    above_start = text_of(start - 1) if start is not None else ""
    return _Place(line, text_of(line), text_of(line - 1), text_of(start), above_start)


def _second_colon(place: _Place) -> Advice:
    """Explain a colon where there may be none: here, or because of the line above."""
    if place.key and (word := _NO_COLON.match(place.above)):
        found = f"{_shown(place.above.strip())}, a line without a colon"
        return Advice(place.line - 1, found, f"a colon after the key: {_shown(f'{word[1]}: {word[2]}')}")
    if place.key and place.here[0] == " " and _FULL_KEY.match(place.above):
        found = f"blanks before `{place.key}:`, below a key that has its value already"
        above = _parts(place.above)[0].strip().rstrip(":")
        if above in _FIRST_BELOW:
            expected = f"`{above}:` alone in its line, and below it `  {_FIRST_BELOW[above]}: …`"
            return Advice(place.line, found, expected)
        return Advice(place.line, found, f"`{place.key}:` exactly below the key above")
    if place.key in _DATES and (date := re.search(r"\d.*", place.value)):
        return Advice(
            place.line, "a word before the date", f"the date alone: `{place.key}: {date[0].strip()}`"
        )
    return Advice(place.line, "a second colon", place.quoted)


def _misplaced(place: _Place, problem: str, start: int | None) -> Advice | None:
    """Explain brackets, and lines that begin too far to the right or without a key."""
    opened = next((sign for sign in _BRACKETS if _parts(place.opening)[1].startswith(sign)), None)
    comment = re.search(r" (#\S[^,}\]]*)", place.opening)
    if opened and comment and start is not None:
        found = f"{_shown(comment[1])}, which begins a comment"
        return Advice(start, found, "quotation marks around all of the text")
    if opened and start is not None:
        if re.search(r"[\[,]\s*,", place.opening):
            return Advice(start, "two commas without a word between them", "one comma between two words")
        sign = _SIGN_IN_LIST.search(place.opening)
        if sign and place.opening.rstrip().endswith(_BRACKETS[opened]):
            found = f"`{sign[1]}` at the beginning of a word in the list, where it has a meaning of its own"
            return Advice(start, found, f'quotation marks around the word: `"{sign[1]}{sign[2].strip()}"`')
        return Advice(start, f"a `{opened}` without its `{_BRACKETS[opened]}`", "both, around the whole list")
    if "expected ':'" in problem and start is not None and not opened:
        return _lone_line(place, start)
    if place.key and place.here[0] == " ":
        found = f"blanks before `{place.key}:`"
        return Advice(place.line, found, "keys that belong together exactly one below the other")
    if "expected key" in problem and place.here and not place.key:
        found = f"{_shown(place.here.strip())}, a line without a key"
        return Advice(place.line, found, "lines such as `title: A title`")
    return None


def _lone_line(place: _Place, start: int) -> Advice:
    """Explain a line that is no key, and not the rest of the text above because it begins without blanks."""
    found = f"{_shown(place.opening.strip())}, a line without a colon"
    text = place.opening.strip()
    if text.startswith(("\u2022", "\u00b7", "\u2013 ", "\u2014 ")):
        return Advice(
            start, f"`{text[0]}` before a word of a list", f"a hyphen: {_shown(f'- {text[1:].strip()}')}"
        )
    if text.startswith(("//", "/*", "<!--")):
        return Advice(start, f"{_shown(text)}, a remark of another kind", "`#` and a blank before a remark")
    if _EMPTY_BLOCK.match(place.above_opening):
        return Advice(start, found, "two blanks before each line of the text below `|` or `>`")
    instead = without_colon(place.opening)
    if instead is not None and _EQUALS.match(place.opening):
        return instead._replace(line=start)
    return Advice(
        start, found, "two blanks before it if it goes on with the text above, or a key and a colon"
    )


def without_colon(text: str) -> Advice | None:
    """Explain a text of which YAML finds no keys, by its first line: None if it looks like no key."""
    for number, line in enumerate(text.split("\n")):
        if not line.strip() or line.startswith("#"):
            continue
        word = _EQUALS.match(line) or _NO_COLON.match(line)
        if word is None or not (_EQUALS.match(line) or word[1].islower()):
            return None
        if word[0][len(word[1]) :].lstrip()[0] in _WIDE:
            found = f"{_shown(line.strip())}, with a wide colon"
            return Advice(number, found, f"a plain colon and a blank: {_shown(f'{word[1]}: {word[2]}')}")
        found = f"{_shown(line.strip())}, a line without a colon"
        return Advice(number, found, f"a colon after the key: {_shown(f'{word[1]}: {word[2]}')}")
    return None


def _open_quote(line: int, text: str) -> Advice:
    head, value = _parts(text)
    found = "a quotation mark without its partner"
    if value[0] == "'":
        return Advice(line, found, _quotes(head, value))
    return Advice(line, found, f"one more at the end of the text: {_shown(text.strip() + value[0])}")


def misplaced_dashes(text: str) -> Iterator[Advice]:
    """Find items of lists that YAML takes for more of the text above: `-ferries`, or one further right."""
    if not _MAY_HAVE_ITEMS.search(text):
        return
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], 1):
        above = lines[number - 1]
        if _EMPTY_BLOCK.match(above) and line[:1].strip() and not _KEY.match(line):
            yield Advice(number, _shown(line), "two blanks before each line of the text below `|` or `>`")
        if (item := _NO_BLANK_AFTER_DASH.match(line)) and (_EMPTY_KEY.match(above)):
            expected = f"a dash and a blank before each word of the list: `- {item[1]}`"
            yield Advice(number, _shown(line.strip()), expected)
        elif (item := _ITEM.match(line)) and (upper := _ITEM.match(above)) and len(item[1]) > len(upper[1]):
            found = f"{_shown(line.strip())}, further right than the dash above"
            yield Advice(number, found, "all dashes of a list exactly one below the other")


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


def refuse_lost_words(text: str, path: str, error: type[InputError]) -> None:
    """Raise `error` if words of a title or description would be lost."""
    for lost in lost_words(text, ("title", "description")):
        raise error(path, line=lost.line + 1, field=lost.key, found=lost.found, expected=lost.expected)


def _parts(line: str) -> tuple[str, str]:
    """Divide a line into its key, with all that is before the value, and the value."""
    match = _KEY_AND_VALUE.match(line)
    return (match[1], match[2]) if match else ("", line)


def _quote_is_open(line: str) -> bool:
    value = _parts(line)[1]
    return bool(value) and value[0] in "\"'" and not _AFTER_QUOTE.match(value + " x")


def _quotes(head: str, value: str, around: str = "quotation marks around all of the text") -> str:
    """Say that quotes are missing, and show the line with them unless it is long."""
    plain = '"' not in value and "\\" not in value
    quoted = f'"{value}"' if plain else "'" + value.replace("'", "''") + "'"
    line = f"{head.strip()} {quoted}".strip()
    return f"{around}: `{line}`" if len(line) <= _LONGEST else around


def _shown(text: str) -> str:
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[:_LONGEST]}…`"
