"""Read the plain values in a settings file that is a program in JavaScript or TypeScript; no code is run.

Objects, lists, texts, numbers and booleans are read, and names to which the program assigns a text. Whatever
else stands as a value is left out. Of a call without arguments (`Plugin.Latex()`), its name counts.
"""

from __future__ import annotations

import re
from typing import Any

_TOKENS = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
      | (?P<number>\d[\d_.]*)
      | (?P<name>[A-Za-z_$][\w$]*)
      | (?P<sign>=>|\.\.\.|.)""",
    re.VERBOSE | re.DOTALL,
)
_MOST_TOKENS = 50_000
_DEEPEST = 50
_CONSTANTS = {"true": True, "false": False, "null": None}
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_BEFORE_OBJECTS = {"=", "(", "return", "default", ",", "["}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

Token = tuple[str, str]


class _Unknown:
    """A value that only running the program would give."""


_UNKNOWN = _Unknown()


def objects(text: str) -> dict[str, Any]:
    """All objects that the program makes outside of other objects, merged into one; the last value counts."""
    return _Reader(text).objects()


def exported(text: str) -> dict[str, Any] | None:
    """The plain members of the object that a module exports, or that a function returns which it exports."""
    reader = _Reader(text)
    words = [word for _, word in reader.tokens]
    for befores in ((("export", "default"), ("exports", "=")), ((None, "return"), ("=>", "("))):
        for at in range(2, len(words)):
            first, second = words[at - 2 : at]
            if words[at] == "{" and any(one in (None, first) and two == second for one, two in befores):
                reader.at = at
                return reader.object(0)
    return None


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = tokens_in(text)
        self.at = 0
        self.named = self._named()

    def objects(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        before = ""
        while self.at < len(self.tokens):
            kind, word = self.tokens[self.at]
            if word == "{" and before in _BEFORE_OBJECTS:
                found |= self.object(0)
            else:
                self.at += 1
            before = word if kind != "text" else ""
        return found

    def _named(self) -> dict[str, str]:
        """Names to which a text is assigned: `const base = "/blog/"`."""
        found: dict[str, str] = {}
        for first, second, third in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            if first[0] == "name" and second[1] == "=" and third[0] == "text":
                found[first[1]] = unquoted(third[1])
        return found

    def _next(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "}")

    def object(self, depth: int) -> dict[str, Any]:
        """The members of the object that begins here."""
        found: dict[str, Any] = {}
        self.at += 1
        while self._next()[1] != "}":
            kind, word = self._next()
            self.at += 1
            if kind in ("name", "text", "number"):
                key = unquoted(word) if kind == "text" else word
                value = self._member(key, depth)
                if value is not _UNKNOWN:
                    found[key] = value
            self._skip()
        self.at += 1
        return found

    def _member(self, key: str, depth: int) -> Any:
        if self._next()[1] == ":":
            self.at += 1
            return self._value(depth)
        # `{base}` is short for `{base: base}`.
        return self.named.get(key, _UNKNOWN) if self._next()[1] in (",", "}") else _UNKNOWN

    def _value(self, depth: int) -> Any:
        kind, word = self._next()
        value: Any = _UNKNOWN
        if depth > _DEEPEST:
            return value
        if word == "{":
            value = self.object(depth + 1)
        elif word == "[":
            value = self._list(depth + 1)
        elif kind == "text":
            self.at += 1
            value = _UNKNOWN if word[0] == "`" and "${" in word else unquoted(word)
        elif kind == "name" or kind == "number":
            self.at += 1
            value = word if kind == "number" else _CONSTANTS.get(word, self.named.get(word, _UNKNOWN))
        if self._next()[1] in (",", "}", "]", ";", "as", "satisfies") or isinstance(value, (dict, list)):
            return value
        return self._of_choices(depth)

    def _of_choices(self, depth: int) -> Any:
        """The items of all lists between which an expression chooses: `isProduction ? ["drafts/**"] : []`."""
        found: list[Any] | None = None
        inner = 0
        while self.at < len(self.tokens):
            before, word = self.tokens[self.at - 1][1], self._next()[1]
            if not inner and word in (",", "}", "]", ";"):
                break
            if not inner and word == "[" and before in ("?", ":"):
                found = [*(found or ()), *self._list(depth + 1)]
                continue
            inner += (word in _CLOSING) - (word in _CLOSING.values())
            self.at += 1
        return _UNKNOWN if found is None else found

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self.at += 1
        while self._next()[1] not in ("]", "}"):
            start = self.at
            value = self._value(depth)
            if value is _UNKNOWN:
                value = self._call(start)
            if value is not _UNKNOWN:
                found.append(value)
            self._skip()
        self.at += 1
        return found

    def _call(self, start: int) -> Any:
        """The name of a function without arguments of its own, if a call of one begins here: `a.b()`."""
        names: list[str] = []
        for at in range(start, min(start + 8, len(self.tokens) - 2), 2):
            kind, word = self.tokens[at]
            if kind != "name":
                break
            names.append(word)
            after = self.tokens[at + 1][1]
            if after == "(" and self.tokens[at + 2][1] == ")":
                return f"{'.'.join(names)}()"
            if after != ".":
                break
        return _UNKNOWN

    def _skip(self) -> None:
        """Go on behind the next comma, or to the end of the object or list."""
        open_ones: list[str] = []
        while self.at < len(self.tokens):
            word = self.tokens[self.at][1]
            if not open_ones and word in ("}", "]"):
                return
            self.at += 1
            if word in _CLOSING:
                open_ones.append(_CLOSING[word])
            elif open_ones and word == open_ones[-1]:
                open_ones.pop()
            elif not open_ones and word == ",":
                return


def tokens_in(text: str) -> list[Token]:
    """The words, texts and signs of a program, each with its kind; remarks and blanks are left out."""
    found: list[Token] = []
    for match in _TOKENS.finditer(text):
        if match.lastgroup != "space":
            found.append((match.lastgroup or "sign", match[0]))
        if len(found) >= _MOST_TOKENS:
            break
    return found


def unquoted(text: str) -> str:
    """A text without its quotation marks."""
    return _ESCAPE.sub(r"\1", text[1:-1])
