"""The values of keys as typed: scalars are texts, and all values have their line and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from feedwright.errors import InputError
from feedwright.patterns import lazy
from feedwright.schema.node import Node

_SHOWN = 60
_NULLS = ("null", "Null", "NULL", "~")
_WHOLE = lazy(r"[-+]?(?:0|[1-9]\d{0,17})", re.ASCII)
_DECIMAL = lazy(r"[-+]?\d{1,17}\.\d{1,17}(?:[eE][-+]?\d{1,2})?", re.ASCII)
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LONGEST_FLAG = max(map(len, _FLAGS))


class Value:
    """A node of a document, with its dotted key."""

    __slots__ = ("_content", "_document", "_node", "key", "scalar")

    def __init__(self, node: Node, key: str, document: _Document) -> None:
        self._node, self.key, self._document = node, key, document
        self._content = content = node.content
        self.scalar: str | None = content.strip() if isinstance(content, str) else None
        """The text as typed, without surrounding white space; None for a list or mapping."""

    @property
    def line(self) -> int:
        """The line in the file, counted from 1."""
        return self._document.first_line + self._node.line

    @property
    def is_empty(self) -> bool:
        """Whether the value is empty."""
        return not (self._content if self.scalar is None else self.scalar)

    @property
    def is_null(self) -> bool:
        """Whether it is an unquoted null, which means that the key is absent unless it holds text."""
        return self.scalar in _NULLS and not self._node.is_quoted

    @property
    def is_quoted(self) -> bool:
        """Whether it is a text in quotes."""
        return self._node.is_quoted

    @property
    def flag(self) -> bool | None:
        """The boolean of YAML 1.1, if it is unquoted; None for all else."""
        return None if self._node.is_quoted else self.word_of_a_flag

    @property
    def word_of_a_flag(self) -> bool | None:
        """The boolean of YAML 1.1, quoted or not; None for all else."""
        scalar = self.scalar
        return _FLAGS.get(scalar.casefold()) if scalar and len(scalar) <= _LONGEST_FLAG else None

    @property
    def is_mapping(self) -> bool:
        return isinstance(self._content, tuple)

    @property
    def builtin(self) -> Any:
        """The value in Python's own types: text, numbers, flags and None if unquoted, lists and mappings."""
        return _builtin(self._node)

    def items(self) -> Iterator[Value]:
        """Yield the members of a list; a single value is treated as a list of one."""
        if not isinstance(self._content, list):
            yield self
            return
        for number, node in enumerate(self._content, 1):
            yield Value(node, f"{self.key}[{number}]", self._document)

    @property
    def texts(self) -> list[str] | None:
        """The texts of a list of texts, as typed; None for all other values."""
        if not isinstance(self._content, list):
            return None
        texts = [node.content for node in self._content if isinstance(node.content, str)]
        return texts if len(texts) == len(self._content) else None

    def members(self, duplicates: list[InputError] | None = None) -> dict[str, Value]:
        """Return the members of a mapping by key.

        Raises the error of the document for a duplicate key; with a list of `duplicates`, the last one
        counts, and the error goes there.
        """
        found: dict[str, Value] = {}
        for name, node in self._content if isinstance(self._content, tuple) else ():
            value = Value(node, f"{self.key}.{name}" if self.key else name, self._document)
            if name in found:
                error = value.error("it once", found="this key twice")
                if duplicates is None:
                    raise error
                duplicates.append(error)
            found[name] = value
        return found

    def listing(self, texts: Iterable[str]) -> Value:
        """Return a list of texts in the place of this value."""
        line = self._node.line
        return Value(Node([Node(text, line, True) for text in texts], line), self.key, self._document)

    def merged_into(self, other: Value) -> Value:
        """Return the members of both mappings, those of this one in place of the other's of the same name."""
        return Value(_merged(other._node, self._node), self.key, self._document)

    def error(self, expected: str, found: str | None = None) -> InputError:
        """Return the error to raise if this value cannot be used."""
        return self._document.error(
            self._document.path,
            line=self.line,
            field=self.key or None,
            found=found or self._shown(),
            expected=expected,
        )

    def _shown(self) -> str:
        if not isinstance(self._content, str):
            return "a list" if isinstance(self._content, list) else "keys with values"
        text = " ".join(self._content.split())
        return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'


def _builtin(node: Node) -> Any:
    content = node.content
    if isinstance(content, list):
        return [_builtin(item) for item in content]
    if isinstance(content, tuple):
        return {name: _builtin(member) for name, member in content}
    text = content.strip()
    if node.is_quoted:
        return text
    if text in _NULLS or not text:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else _FLAGS.get(text.casefold(), text)


def _merged(below: Node, above: Node) -> Node:
    if not isinstance(below.content, tuple) or not isinstance(above.content, tuple):
        return above
    found = dict(below.content)
    for name, node in above.content:
        found[name] = _merged(found[name], node) if name in found else node
    return Node(tuple(found.items()), above.line)


class _Document:
    __slots__ = ("error", "first_line", "path")

    def __init__(self, path: str, first_line: int, error: type[InputError]) -> None:
        self.path, self.first_line, self.error = path, first_line, error


def below(key: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The same values as the members of one key; nothing, if there are none."""
    first = next(iter(values.values()), None)
    if first is None:
        return {}
    members = tuple((name, value._node) for name, value in values.items())
    return {key: Value(Node(members, first._node.line), key, first._document)}


def mapping_value(node: Node, path: str, *, error: type[InputError], first_line: int = 1) -> Value:
    """Return a whole document as a value. It starts at `first_line` of the file; `node` counts from 0."""
    return Value(node, "", _Document(path, first_line, error))
