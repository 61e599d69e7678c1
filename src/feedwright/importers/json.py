"""Read JSON files of any size, object by object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from feedwright.importers.document import Document
from feedwright.importers.record import Problem
from feedwright.text import one_line


def numbered_objects(document: Document, prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield the objects at `prefix` (an ijson path) with their places.

    A value that is not an object is a Problem, and so is JSON that is broken or cut off.
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
"""Nested lists and objects. ijson builds the path of each value, which is quadratic in the depth."""

# A NUL, which JSON cannot contain, marks the end of a chunk; twice if a string goes on in the next chunk.
_TEXT = re.compile(rb'"(?:[^"\\\0]+|\\[^\0])*+(?:"|(\\?\0\Z))')
_TOKEN = re.compile(rb'"(?:[^"\\]+|\\.)*+"?|[\[\]{}]', re.DOTALL)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_OPENING = frozenset(b"[{")


class _DepthLimitedFile:
    """A JSON file; reading it raises JSONError after the place where it is nested too deeply."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._depth, self._unfinished = file, 0, b""
        self._is_too_deep = False

    def read(self, size: int = -1) -> bytes:
        if self._is_too_deep:
            import ijson

            raise ijson.JSONError(f"more than {_DEEPEST} nested lists and objects")
        data, depth, unfinished = self._file.read(size), self._depth, self._unfinished
        between = _TEXT.sub(rb"\1\1", self._unfinished + data.replace(b"\0", b" ") + b"\0")
        # The start of a string that goes on in the next chunk, with a backslash if the chunk ends with one.
        self._unfinished = b""
        if between.endswith((b"\0\0", b"\0\\\0")):
            self._unfinished = b'"\\' if between.endswith(b"\\\0") else b'"'
        for bracket in between.translate(None, _NO_BRACKETS):
            self._depth += 1 if bracket in _OPENING else -1
            if self._depth > _DEEPEST:
                self._is_too_deep = True
                # What comes before is still read.
                return data[: _too_deep_at(unfinished + data, depth) - len(unfinished)] or self.read()
        return data


def _too_deep_at(text: bytes, depth: int) -> int:
    """The position of the first bracket that exceeds the limit, if `depth` brackets are open before."""
    for token in _TOKEN.finditer(text):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(token[0], 0)
        if depth > _DEEPEST:
            return token.start()
    return len(text)


def values(document: Document, prefix: str) -> Iterator[Any]:
    """Yield the values at `prefix` (an ijson path), then a Problem if the JSON is broken or cut off."""
    import ijson

    with document.open() as file:
        try:
            yield from ijson.items(_DepthLimitedFile(file), prefix, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as fault:
            yield Problem(document.name, f"found broken JSON: {one_line(str(fault))[:200]}")


def text(item: dict[str, Any], key: str) -> str:
    """The string at this key; "" if it is missing or not a string."""
    found = item.get(key)
    return found if isinstance(found, str) else ""
