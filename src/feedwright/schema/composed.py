"""Parse any YAML with PyYAML; refuse deep nesting, and aliases where they are not needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from feedwright.errors import InputError
from feedwright.schema.advice import explain
from feedwright.schema.node import Node
from feedwright.text import legal

_DEEPEST = 50
_TOO_DEEP = ("lists and mappings a few levels deep", f"more than {_DEEPEST} levels")
_MAY_NEST = re.compile(r"[\[{]|[-?:]\s")
_NOT_FOUND = re.compile("^(?:did|could) not find expected ")
"""The beginning of libyaml's messages about missing tokens, which does not fit after our "found"."""


def compose_safely(
    text: str, path: str, *, error: type[InputError], first_line: int, aliases: bool = False
) -> Node | None:
    """Parse YAML; return None if it is empty.

    Raises `error` if the text is not YAML, is nested too deeply, or uses aliases; with `aliases`, if these
    make it too large.
    """

    def problem(line: int, expected: str, found: str) -> InputError:
        return error(path, line=first_line + line, found=found, expected=expected)

    try:
        if "*" in text or len(_MAY_NEST.findall(text)) > _DEEPEST:
            _refuse_bombs(text, problem, aliases)
        if aliases and "*" in text:
            return _Expansion(problem).of(text)
        return compose(text)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line if mark is not None else 0
        if fault.problem and "nesting depth" in fault.problem:
            # libyaml 0.2.6 and newer has a higher limit, which it checks before we can.
            raise problem(line, *_TOO_DEEP) from None
        start = fault.context_mark.line if fault.context_mark is not None else None
        advice = explain(text, line, fault.problem or "", start)
        if advice is not None:
            raise problem(advice.line, advice.expected, advice.found) from None
        reason = (fault.problem or "an error").removeprefix("but ").removeprefix("found ")
        reason = _NOT_FOUND.sub("no ", reason)
        raise problem(line, "valid YAML", reason) from None
    except yaml.YAMLError as fault:
        raise problem(0, "valid YAML", str(fault).splitlines()[0]) from None


def _refuse_bombs(text: str, problem: Callable[[int, str, str], InputError], aliases: bool) -> None:
    """Refuse aliases, and nesting that would overflow the stack of the process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) and not aliases:
            expected = "quotation marks around text that begins with * (YAML's aliases are not allowed)"
            raise problem(line, expected, f"the alias *{event.anchor}")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise problem(line, *_TOO_DEEP)


def compose(text: str) -> Node | None:
    """Parse YAML; return None if it is empty. Raises yaml.YAMLError."""
    root = yaml.compose(text, Loader=_TextLoader)
    return None if root is None else _node(root)


def _node(node: yaml.Node) -> Node:
    line = int(node.start_mark.line)
    if isinstance(node, ScalarNode):
        # Escapes such as `"\a"` may contain characters that are not allowed in feeds.
        return Node(legal(node.value), line, is_quoted=bool(node.style))
    if isinstance(node, MappingNode):
        return Node(tuple((_name(key), _node(member)) for key, member in node.value), line)
    return Node([_node(member) for member in node.value], line)


class _Expansion:
    """YAML with its aliases and merge keys (`<<`) expanded."""

    def __init__(self, problem: Callable[[int, str, str], InputError]) -> None:
        self._problem, self._left = problem, _MOST_NODES

    def of(self, text: str) -> Node | None:
        root = yaml.compose(text, Loader=_TextLoader)
        return None if root is None else self._node(root, 0)

    def _node(self, node: yaml.Node, depth: int) -> Node:
        line = int(node.start_mark.line)
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise self._problem(line, "aliases that expand to less", "aliases that expand to too much")
        if isinstance(node, MappingNode):
            return Node(tuple(self._members(node, depth + 1)), line)
        if isinstance(node, ScalarNode):
            return _node(node)
        return Node([self._node(member, depth + 1) for member in node.value], line)

    def _members(self, node: MappingNode, depth: int) -> Iterator[tuple[str, Node]]:
        own = {_name(key) for key, _ in node.value}
        for key, member in node.value:
            if _name(key) != "<<":
                yield _name(key), self._node(member, depth)
                continue
            for merged in member.value if isinstance(member, SequenceNode) else [member]:
                for name, inner in self._members(merged, depth) if isinstance(merged, MappingNode) else ():
                    if name not in own:
                        own.add(name)
                        yield name, inner


_MOST_NODES = 20_000
"""Values of a settings file whose aliases are expanded."""


def _name(key: yaml.Node) -> str:
    return legal(key.value).strip() if isinstance(key, ScalarNode) else ""


class _TextLoader(yaml.CBaseLoader):
    """Composes nodes without resolving YAML types, because the schema has the types."""

    def descend_resolver(self, *_: object) -> None: ...
    def ascend_resolver(self) -> None: ...
    def resolve(self, *_: object) -> str:
        return "tag:yaml.org,2002:str"
