"""The text of a template → the tree of its nodes (pkg.go.dev/text/template)."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from feedwright.sources.markup.go.values import UnknownError, Value


class Literal(Struct, frozen=True):
    """A text, a number, `true`, `false` or `nil`."""

    value: Value


class Path(Struct, frozen=True):
    """Members of a start: of the dot (`.`), a variable (`$x`), `site`, `page`, or what a pipeline yields."""

    start: str | Pipeline
    names: tuple[str, ...]


class Function(Struct, frozen=True):
    """A function, by its name."""

    name: str


class Pipeline(Struct, frozen=True):
    """Commands, each with operands; what one yields is the last operand of the next."""

    commands: tuple[tuple[Operand, ...], ...]


Operand = Literal | Path | Function | Pipeline


class Output(Struct, frozen=True):
    """An expression whose value is shown."""

    pipeline: Pipeline


class Assignment(Struct, frozen=True):
    """A variable that gets a value: a new one, or one of the blocks around."""

    name: str
    is_new: bool
    pipeline: Pipeline


class Block(Struct, frozen=True):
    """`if`, `with` or `range`; its variables, and what it shows otherwise."""

    kind: str
    names: tuple[str, ...]
    pipeline: Pipeline
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...]


Node = str | Output | Assignment | Block

_BLOCKS = ("if", "with", "range")
_OBJECTS = ("site", "page", "hugo")
_CONSTANTS: dict[str, Value] = {"true": True, "false": False, "nil": None}
_LONGEST = 20_000
"""Characters of a template."""
_DEEPEST = 40
_TOKEN = re.compile(
    r"""\s*+(?:(?P<comment>/\*.*?\*/)|(?P<end>-?\}\})|(?P<text>"(?:[^"\\\n]++|\\.)*+"|`[^`]*+`)"""
    r"""|(?P<number>-?\d{1,15}+(?:\.\d{1,15}+)?)|(?P<sign>:=|[=|,(]|\)(?:\.\w++)*+)"""
    r"""|(?P<name>(?:\$\w*+|[A-Za-z_]\w*+)(?:\.\w++)*+|(?:\.\w++)++|\.))""",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)")
_CONTROLS = {"n": "\n", "t": "\t"}
_Token = tuple[str, str]
"""The kind of a token (a group of the pattern above), and what is written."""


@lru_cache(maxsize=64)
def parse(template: str) -> tuple[Node, ...]:
    """The nodes of a template. Raises UnknownError."""
    if len(template) > _LONGEST:
        raise UnknownError
    parts = _parts(template)
    nodes, stop = _nodes(parts, 0)
    if stop or parts:
        raise UnknownError
    return nodes


def _parts(template: str) -> list[str | list[_Token]]:
    """Texts, and the tokens of actions, the last first."""
    parts: list[str | list[_Token]] = []
    at, trims = 0, False
    while (start := template.find("{{", at)) >= 0:
        text = template[at:start]
        at = start + len("{{")
        starts_trimmed = template.startswith("-", at) and template[at + 1 : at + 2].isspace()
        at += starts_trimmed
        text = text.lstrip() if trims else text
        parts.append(text.rstrip() if starts_trimmed else text)
        tokens = list[_Token]()
        while (found := _TOKEN.match(template, at)) is not None:
            at = found.end()
            kind = str(found.lastgroup)
            if kind == "end":
                trims = found[0].endswith("-}}")
                break
            if kind != "comment":
                tokens.append((kind, found[kind]))
        else:
            raise UnknownError
        if tokens:
            parts.append(tokens)
    parts.append(template[at:].lstrip() if trims else template[at:])
    return parts[::-1]


def _nodes(parts: list[str | list[_Token]], depth: int) -> tuple[tuple[Node, ...], list[_Token]]:
    """The nodes up to an `else` or `end`, and the tokens of that."""
    if depth > _DEEPEST:
        raise UnknownError
    nodes: list[Node] = []
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            nodes.append(part)
            continue
        word = part[0][1]
        if word in ("else", "end"):
            return tuple(nodes), part
        nodes.append(_block(part, parts, depth) if word in _BLOCKS else _action(part))
    return tuple(nodes), []


def _block(tokens: list[_Token], parts: list[str | list[_Token]], depth: int) -> Block:
    kind, rest = tokens[0][1], tokens[1:]
    at = rest.index(("sign", ":=")) if ("sign", ":=") in rest else None
    names = tuple(written for _, written in rest[:at] if written != ",") if at is not None else ()
    pipeline = _whole(rest[at + 1 :] if at is not None else rest)
    body, stop = _nodes(parts, depth + 1)
    otherwise: tuple[Node, ...] = ()
    if [written for _, written in stop] == ["else"]:
        otherwise, stop = _nodes(parts, depth + 1)
    elif stop and stop[0][1] == "else":
        # `else if` ends with the same `end`.
        return Block(kind, names, pipeline, body, (_block(stop[1:], parts, depth + 1),))
    if [written for _, written in stop] != ["end"]:
        raise UnknownError
    return Block(kind, names, pipeline, body, otherwise)


def _action(tokens: list[_Token]) -> Node:
    (_, first), *rest = tokens
    if first.startswith("$") and rest and rest[0] in (("sign", ":="), ("sign", "=")):
        return Assignment(first, rest[0][1] == ":=", _whole(rest[1:]))
    return Output(_whole(tokens))


def _whole(tokens: list[_Token]) -> Pipeline:
    tokens = tokens[::-1]
    pipeline = _pipeline(tokens, 0)
    if tokens:
        raise UnknownError
    return pipeline


def _pipeline(tokens: list[_Token], depth: int) -> Pipeline:
    """The pipeline up to a bracket; takes its tokens from the end of the list."""
    if depth > _DEEPEST:
        raise UnknownError
    commands: list[tuple[Operand, ...]] = []
    operands: list[Operand] = []
    while tokens and not tokens[-1][1].startswith(")"):
        kind, written = tokens.pop()
        if (kind, written) == ("sign", "|"):
            commands.append(tuple(operands))
            operands = []
        elif (kind, written) == ("sign", "("):
            inner = _pipeline(tokens, depth + 1)
            if not tokens:
                raise UnknownError
            names = tuple(tokens.pop()[1].split(".")[1:])
            operands.append(Path(inner, names) if names else inner)
        else:
            operands.append(_operand(kind, written))
    commands.append(tuple(operands))
    if not all(commands):
        raise UnknownError
    return Pipeline(tuple(commands))


def _operand(kind: str, written: str) -> Operand:
    if kind == "text":
        is_raw = written[0] == "`"
        inner = written[1:-1]
        return Literal(inner if is_raw else _ESCAPED.sub(lambda one: _CONTROLS.get(one[1], one[1]), inner))
    if kind == "number":
        return Literal(float(written) if "." in written else int(written))
    if kind != "name":
        raise UnknownError
    if written in _CONSTANTS:
        return Literal(_CONSTANTS[written])
    start, *names = written.split(".")
    if start == "" or start.startswith("$") or start in _OBJECTS:
        return Path(start or ".", tuple(filter(None, names)))
    return Function(written)
