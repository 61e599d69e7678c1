"""What a YAML parser made of config.yaml, kept for the next run: to start one takes longer than to build."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from feedwright import private
from feedwright.files import sources_state
from feedwright.schema.node import Node

_NAME = "config.parsed"
_SCHEMA = Path(__file__).parents[1] / "schema"
_DIGEST = 32


def parsed_before(memory: Path, data: bytes, parse: Callable[[], Node | None], *, keeps: bool) -> Node | None:
    """What `parse` makes of the file whose bytes are `data`: as kept in the folder `memory`, where it is.

    `keeps` it there for the next time, if there is such a folder. Raises what `parse` raises.
    """
    path = memory / _NAME
    digest = sha256(data + sources_state(_SCHEMA)).digest()
    with suppress(OSError, msgspec.DecodeError, TypeError, ValueError):
        kept = path.read_bytes()
        if kept[:_DIGEST] == digest:
            packed = msgspec.msgpack.decode(kept[_DIGEST:])
            return None if packed is None else _unpacked(*packed)
    node = parse()
    packed = None if node is None else _packed(node)
    with suppress(OSError):
        if keeps:
            private.replace(str(path), digest + msgspec.msgpack.encode(packed))
    return node


def _packed(node: Node) -> tuple[Any, ...]:
    """Its line, and a text and whether it is quoted, a list's nodes, or a mapping's names and nodes."""
    content = node.content
    if isinstance(content, str):
        return node.line, content, node.is_quoted
    if isinstance(content, list):
        return node.line, list(map(_packed, content))
    return node.line, [name for name, _ in content], [_packed(member) for _, member in content]


def _unpacked(line: int, content: Any, more: Any = None) -> Node:
    if isinstance(content, str):
        return Node(content, line, more)
    if more is None:
        return Node([_unpacked(*node) for node in content], line)
    members = zip(content, (_unpacked(*node) for node in more), strict=True)
    return Node(tuple(members), line)
