"""What is behind a key, as its author typed it: scalars stay text, and everything knows its line and key."""

from __future__ import annotations

from collections.abc import Iterator

from feedwright.errors import InputError
from feedwright.schema.node import Node

_SHOWN = 60
_NULLS = ("null", "Null", "NULL", "~")
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Value:
    """One node of a document, with the dotted key that leads to it."""

    __slots__ = ("_content", "_document", "_node", "key", "scalar")

    def __init__(self, node: Node, key: str, document: _Document) -> None:
        self._node, self.key, self._document = node, key, document
        self._content = content = node.content
        self.scalar: str | None = content.strip() if isinstance(content, str) else None
        """The text as typed, without blanks around it; None for a list or mapping."""

    @property
    def line(self) -> int:
        """Its line in the file, counted from 1."""
        return self._document.first_line + self._node.line

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing behind the key."""
        return not (self._content if self.scalar is None else self.scalar)

    @property
    def is_null(self) -> bool:
        """Whether it is YAML's null, unquoted: absent for every key but those that hold text."""
        return self.scalar in _NULLS and not self._node.is_quoted

    @property
    def flag(self) -> bool | None:
        """What YAML 1.1 takes for true or false, unquoted; None for all else."""
        return None if self._node.is_quoted else self.word_of_a_flag

    @property
    def word_of_a_flag(self) -> bool | None:
        """The same, quoted or not."""
        return _FLAGS.get((self.scalar or "").casefold())

    @property
    def is_mapping(self) -> bool:
        return isinstance(self._content, tuple)

    def items(self) -> Iterator[Value]:
        """The members of a list; a single value counts as a list of one."""
        if not isinstance(self._content, list):
            yield self
            return
        for number, node in enumerate(self._content, 1):
            yield Value(node, f"{self.key}[{number}]", self._document)

    @property
    def texts(self) -> list[str] | None:
        """The texts of a list that holds nothing else, as typed; None for anything but such a list."""
        nodes = self._content if isinstance(self._content, list) else [None]
        texts = [node.content for node in nodes if node is not None and isinstance(node.content, str)]
        return texts if len(texts) == len(nodes) else None

    def members(self) -> dict[str, Value]:
        """The members of a mapping by key. Raises the document's error where a key stands twice."""
        found: dict[str, Value] = {}
        for name, node in self._content if isinstance(self._content, tuple) else ():
            value = Value(node, f"{self.key}.{name}" if self.key else name, self._document)
            if name in found:
                raise value.error("this key once", found="it a second time")
            found[name] = value
        return found

    def error(self, expected: str, found: str | None = None) -> InputError:
        """What to raise when this value will not do."""
        return self._document.error(
            self._document.path,
            line=self.line,
            field=self.key or None,
            found=found or self._shown(),
            expected=expected,
        )

    def _shown(self) -> str:
        if not isinstance(self._content, str):
            return "a list" if isinstance(self._content, list) else "a mapping"
        text = " ".join(self._content.split())
        return f'"{text[:_SHOWN]}…"' if len(text) > _SHOWN else f'"{text}"'


class _Document:
    __slots__ = ("error", "first_line", "path")

    def __init__(self, path: str, first_line: int, error: type[InputError]) -> None:
        self.path, self.first_line, self.error = path, first_line, error


def mapping_value(node: Node, path: str, *, error: type[InputError], first_line: int = 1) -> Value:
    """A whole document as a value; `node` counts its lines from 0, the file has it at `first_line`."""
    return Value(node, "", _Document(path, first_line, error))
