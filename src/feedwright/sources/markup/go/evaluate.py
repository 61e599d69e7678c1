"""The nodes of a template, and what it knows → what it shows."""

from __future__ import annotations

import html
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence

from feedwright.sources.markup.go.functions import FUNCTIONS
from feedwright.sources.markup.go.syntax import (
    Assignment,
    Block,
    Function,
    Literal,
    Node,
    Operand,
    Output,
    Path,
    Pipeline,
)
from feedwright.sources.markup.go.values import (
    MOST_CHARACTERS,
    Html,
    UnknownError,
    Value,
    items_of,
    member,
    text_of,
)

_Variables = ChainMap[str, Value]
_MOST_STEPS = 50_000
"""Nodes and expressions that are evaluated for one article."""
_LARGEST = 10**18


class Steps:
    """How many steps are left of those that one article may take."""

    def __init__(self) -> None:
        self._left = _MOST_STEPS

    def take(self, count: int = 1) -> None:
        """Take some steps. Raises UnknownError."""
        self._left -= count
        if self._left < 0:
            raise UnknownError

    def call(self, function: Callable[..., Value], arguments: Sequence[Value]) -> Value:
        """The value of a function; long lists take more steps. Raises UnknownError."""
        if sum(len(one) for one in arguments if isinstance(one, str)) > MOST_CHARACTERS:
            raise UnknownError
        self.take(sum(len(one) for one in arguments if isinstance(one, list)) // 100)
        try:
            value = function(*arguments)
        except (TypeError, ValueError, IndexError, OverflowError, ZeroDivisionError) as fault:
            raise UnknownError from fault
        is_long = isinstance(value, str | list) and len(value) > MOST_CHARACTERS
        if is_long or (isinstance(value, int) and abs(value) > _LARGEST):
            raise UnknownError
        return value


class Evaluation:
    """One template. `objects` are what it knows without a dot: `site`, `page`, functions of this call."""

    def __init__(self, objects: Mapping[str, Value], steps: Steps) -> None:
        self._objects, self._steps = objects, steps

    def pieces(self, nodes: Sequence[Node], dot: Value) -> list[str]:
        """What the template shows. Raises UnknownError."""
        out: list[str] = []
        self._run(nodes, dot, ChainMap({"$": dot}), out)
        if sum(map(len, out)) > MOST_CHARACTERS:
            raise UnknownError
        return out

    def _run(self, nodes: Sequence[Node], dot: Value, variables: _Variables, out: list[str]) -> None:
        for node in nodes:
            self._steps.take()
            if isinstance(node, str):
                out.append(node)
            elif isinstance(node, Output):
                value = self._value(node.pipeline, dot, variables)
                out.append(value if isinstance(value, Html) else html.escape(text_of(value)))
            elif isinstance(node, Assignment):
                _assign(node, self._value(node.pipeline, dot, variables), variables)
            else:
                self._block(node, dot, variables, out)

    def _block(self, block: Block, dot: Value, variables: _Variables, out: list[str]) -> None:
        value = self._value(block.pipeline, dot, variables)
        inside = variables.new_child()
        if block.kind == "range":
            items = items_of(value)
            for key, item in items:
                given = (key, item) if len(block.names) > 1 else (item,)
                named = dict(zip(block.names, given, strict=False))
                self._run(block.body, item, inside.new_child(named), out)
            is_shown = bool(items)
        elif is_shown := bool(value):
            inside.update(dict.fromkeys(block.names, value))
            self._run(block.body, value if block.kind == "with" else dot, inside, out)
        if not is_shown:
            self._run(block.otherwise, dot, variables.new_child(), out)

    def _value(self, pipeline: Pipeline, dot: Value, variables: _Variables) -> Value:
        given: tuple[Value, ...] = ()
        value: Value = None
        for first, *rest in pipeline.commands:
            self._steps.take()
            called = self._operand(first, dot, variables)
            arguments = (*(self._argument(one, dot, variables) for one in rest), *given)
            if callable(called):
                value = self._steps.call(called, arguments)
            elif arguments:
                raise UnknownError
            else:
                value = called
            given = (value,)
        return value

    def _argument(self, operand: Operand, dot: Value, variables: _Variables) -> Value:
        """An operand's value; a function or method without arguments of its own is called."""
        value = self._operand(operand, dot, variables)
        return self._steps.call(value, ()) if callable(value) else value

    def _operand(self, operand: Operand, dot: Value, variables: _Variables) -> Value:
        if isinstance(operand, Literal):
            return operand.value
        if isinstance(operand, Pipeline):
            return self._value(operand, dot, variables)
        if isinstance(operand, Function):
            found = self._objects.get(operand.name) or FUNCTIONS.get(operand.name)
            if found is None:
                raise UnknownError(operand.name)
            return found
        return self._member(operand, dot, variables)

    def _member(self, path: Path, dot: Value, variables: _Variables) -> Value:
        if isinstance(path.start, Pipeline):
            value = self._value(path.start, dot, variables)
        elif path.start == ".":
            value = dot
        else:
            known = variables if path.start.startswith("$") else self._objects
            if path.start not in known:
                raise UnknownError(path.start)
            value = known[path.start]
        for name in path.names:
            value = self._steps.call(value, ()) if callable(value) else value
            # A member of nothing is nothing.
            value = None if value is None else member(value, name)
        return value


def _assign(node: Assignment, value: Value, variables: _Variables) -> None:
    maps = [variables.maps[0]] if node.is_new else [one for one in variables.maps if node.name in one]
    if not maps:
        raise UnknownError(node.name)
    maps[0][node.name] = value
