"""What is behind a key, as its author typed it: scalars stay text, and everything knows its line and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml
from yaml.nodes import MappingNode, ScalarNode

from feedwright.errors import InputError
from feedwright.schema.node import Node
from feedwright.schema.plain import compose_plain
from feedwright.text import legal

LONGEST = 256 * 1024
"""Characters of YAML that are read at most; the largest front matter in real archives is ~20 KB."""

_SHOWN = 60
_NULLS = ("null", "Null", "NULL", "~")
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

_DEEPEST = 50
_TOO_DEEP = ("lists and mappings a few levels deep", f"more than {_DEEPEST} levels")
_MAY_NEST = re.compile(r"[\[{]|[-?:]\s")
_NOT_FOUND = re.compile("^(?:did|could) not find expected ")
"""How libyaml begins to say what is missing, where our messages have said "found" already."""


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


def parse_mapping(text: str, path: str, *, error: type[InputError], first_line: int = 1) -> dict[str, Value]:
    """The top-level keys of a YAML document.

    `first_line` is the line of `path` on which `text` begins. Raises `error` where the text is not
    YAML, is not a mapping, is longer or deeper than any author writes, or uses aliases: with them
    a few lines stand for billions of values, and no article needs them.
    """

    def problem(line: int, expected: str, found: str) -> InputError:
        return error(path, line=first_line + line, found=found, expected=expected)

    if len(text) > LONGEST:
        raise problem(0, f"at most {LONGEST} characters of YAML", f"{len(text)} characters")
    if "\t" in text:
        # Blanks at a line's end are invisible to authors, but tabs there are an error in YAML.
        text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    try:
        root: Node | None = compose_plain(text)
        if root is None:
            if "*" in text or len(_MAY_NEST.findall(text)) > _DEEPEST:
                _refuse_bombs(text, problem)
            root = compose(text)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line if mark is not None else 0
        if fault.problem and "mapping values are not allowed" in fault.problem:
            expected = 'quotes around such a value, as in `title: "Storm: the aftermath"`'
            raise problem(line, expected, "a second colon") from None
        if fault.problem and "nesting depth" in fault.problem:
            # libyaml 0.2.6 and newer has a limit of its own, far above ours, and meets it before we do.
            raise problem(line, *_TOO_DEEP) from None
        said = (fault.problem or "an error").removeprefix("but ").removeprefix("found ")
        said = _NOT_FOUND.sub("no ", said)
        raise problem(line, "valid YAML", said) from None
    except yaml.YAMLError as fault:
        raise problem(0, "valid YAML", str(fault).splitlines()[0]) from None
    if root is None:
        return {}
    value = mapping_value(root, path, error=error, first_line=first_line)
    if value.scalar == "":
        return {}
    if not value.is_mapping:
        raise value.error("keys with values, such as `title: A title`")
    return value.members()


def mapping_value(node: Node, path: str, *, error: type[InputError], first_line: int = 1) -> Value:
    """A whole document as a value; `node` counts its lines from 0, the file has it at `first_line`."""
    return Value(node, "", _Document(path, first_line, error))


def _refuse_bombs(text: str, problem: Callable[[int, str, str], InputError]) -> None:
    """Aliases, and nesting so deep that composing it would overflow the process's stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            found = f"the alias *{event.anchor}"
            raise problem(line, "YAML without aliases (quote text with *)", found)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise problem(line, *_TOO_DEEP)


def compose(text: str) -> Node | None:
    """What a YAML parser makes of `text`; None where there is nothing in it. Raises yaml.YAMLError."""
    root = yaml.compose(text, Loader=_TextLoader)
    return None if root is None else _neutral(root)


def _neutral(node: yaml.Node) -> Node:
    line = int(node.start_mark.line)
    if isinstance(node, ScalarNode):
        # Escapes (`"\a"`) can say what no feed can carry, and what the file itself is rid of by now.
        return Node(legal(node.value), line, is_quoted=bool(node.style))
    if isinstance(node, MappingNode):
        return Node(tuple((_name(key), _neutral(member)) for key, member in node.value), line)
    return Node([_neutral(member) for member in node.value], line)


def _name(key: yaml.Node) -> str:
    return legal(key.value).strip() if isinstance(key, ScalarNode) else ""


class _TextLoader(yaml.CBaseLoader):
    """Composes nodes without looking for their YAML types: the schema gives them theirs."""

    def descend_resolver(self, *_: object) -> None: ...
    def ascend_resolver(self) -> None: ...
    def resolve(self, *_: object) -> str:
        return "tag:yaml.org,2002:str"
