"""Cache config.yaml as parsed: importing a YAML parser takes longer than the rest of many runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from feedwright import private
from feedwright.files import program_token
from feedwright.schema.node import Node

_NAME = "config.parsed"
_SCHEMA = Path(__file__).parents[1] / "schema"
_DIGEST = 32


def parse_cached(memory: Path, data: bytes, parse: Callable[[], Node | None], *, keeps: bool) -> Node | None:
    """Return the cached result of parsing `data`, else what `parse` returns.

    Args:
        memory: the folder of the cache; it need not exist.
        data: the bytes of config.yaml.
        parse: parses them.
        keeps: whether to write a new result to the cache.

    Raises what `parse` raises.

    """
    path = memory / _NAME
    digest = sha256(data + program_token(_SCHEMA)).digest()
    with suppress(OSError, msgspec.DecodeError, TypeError, ValueError):
        cached = path.read_bytes()
        if cached[:_DIGEST] == digest:
            packed = msgspec.msgpack.decode(cached[_DIGEST:])
            return None if packed is None else _unpack(*packed)
    node = parse()
    packed = None if node is None else _pack(node)
    with suppress(OSError):
        if keeps:
            private.replace(str(path), digest + msgspec.msgpack.encode(packed))
    return node


def _pack(node: Node) -> tuple[Any, ...]:
    """Pack a node: line, then a text and whether it is quoted, a list, or a mapping's names and values."""
    content = node.content
    if isinstance(content, str):
        return node.line, content, node.is_quoted
    if isinstance(content, list):
        return node.line, list(map(_pack, content))
    return node.line, [name for name, _ in content], [_pack(member) for _, member in content]


def _unpack(line: int, content: Any, more: Any = None) -> Node:
    if isinstance(content, str):
        return Node(content, line, more)
    if more is None:
        return Node([_unpack(*node) for node in content], line)
    members = zip(content, (_unpack(*node) for node in more), strict=True)
    return Node(tuple(members), line)
