"""What PyYAML makes of a text, as nodes; what no article needs is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml
from yaml.nodes import MappingNode, ScalarNode

from feedwright.errors import InputError
from feedwright.schema.node import Node
from feedwright.text import legal

_DEEPEST = 50
_TOO_DEEP = ("lists and mappings a few levels deep", f"more than {_DEEPEST} levels")
_MAY_NEST = re.compile(r"[\[{]|[-?:]\s")
_NOT_FOUND = re.compile("^(?:did|could) not find expected ")
"""How libyaml begins to say what is missing, where our messages have said "found" already."""


def compose_safely(text: str, path: str, *, error: type[InputError], first_line: int) -> Node | None:
    """What a YAML parser makes of `text`; None where there is nothing in it.

    Raises `error` where the text is not YAML, nests deeper than any author writes, or uses aliases.
    """

    def problem(line: int, expected: str, found: str) -> InputError:
        return error(path, line=first_line + line, found=found, expected=expected)

    try:
        if "*" in text or len(_MAY_NEST.findall(text)) > _DEEPEST:
            _refuse_bombs(text, problem)
        return compose(text)
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
