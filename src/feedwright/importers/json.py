"""JSON of any size, object by object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from feedwright.importers.document import Document
from feedwright.importers.record import Problem
from feedwright.text import one_line


def numbered(document: Document, prefix: str) -> Iterator[tuple[str, Any]]:
    """The values at `prefix` (as ijson says it) with their places; a Problem where the JSON breaks off.

    What is no object there is a Problem, too.
    """
    for number, value in enumerate(values(document, prefix), 1):
        place = f"{document.name}: item {number}"
        if isinstance(value, Problem):
            yield value.place, value
        elif isinstance(value, dict):
            yield place, value
        else:
            yield place, Problem(place, f"found {one_line(str(value))[:60]}, expected an object")


_DEEPEST = 100
"""Lists and objects in each other. ijson names the place of each, which takes the square of their depth."""

# After each chunk stands a NUL, which no JSON has: twice where a text goes on in the next chunk.
_TEXT = re.compile(rb'"(?:[^"\\\0]+|\\[^\0])*+(?:"|(\\?\0\Z))')
_TOKEN = re.compile(rb'"(?:[^"\\]+|\\.)*+"?|[\[\]{}]', re.DOTALL)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_OPENING = frozenset(b"[{")


class _Shallow:
    """A file of JSON; reading it raises JSONError where it is deeper than anything that anybody writes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._depth, self._unfinished = file, 0, b""
        self._is_too_deep = False

    def read(self, size: int = -1) -> bytes:
        if self._is_too_deep:
            import ijson

            raise ijson.JSONError(f"more than {_DEEPEST} lists and objects in each other")
        data, depth, unfinished = self._file.read(size), self._depth, self._unfinished
        between = _TEXT.sub(rb"\1\1", self._unfinished + data.replace(b"\0", b" ") + b"\0")
        # How a text begins that is to be continued; where a backslash ends the chunk, with it.
        self._unfinished = b""
        if between.endswith((b"\0\0", b"\0\\\0")):
            self._unfinished = b'"\\' if between.endswith(b"\\\0") else b'"'
        for bracket in between.translate(None, _NO_BRACKETS):
            self._depth += 1 if bracket in _OPENING else -1
            if self._depth > _DEEPEST:
                self._is_too_deep = True
                # What stands before is read.
                return data[: _too_deep_at(unfinished + data, depth) - len(unfinished)] or self.read()
        return data


def _too_deep_at(text: bytes, depth: int) -> int:
    """Where the bracket stands that is one too many, if `depth` are open before."""
    for token in _TOKEN.finditer(text):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(token[0], 0)
        if depth > _DEEPEST:
            return token.start()
    return len(text)


def values(document: Document, prefix: str) -> Iterator[Any]:
    """The values at `prefix`, one by one; a Problem at the end where the JSON breaks off."""
    import ijson

    with document.open() as file:
        try:
            yield from ijson.items(_Shallow(file), prefix, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as fault:
            yield Problem(document.name, f"found broken JSON: {one_line(str(fault))[:200]}")


def text(item: dict[str, Any], key: str) -> str:
    """The text at this key; nothing where there is none, or something else."""
    found = item.get(key)
    return found if isinstance(found, str) else ""
