"""The values of a document, independent of its syntax: texts, lists and mappings, with their lines."""

from __future__ import annotations

from msgspec import Struct


class Node(Struct, frozen=True, gc=False):
    """A value: a text as typed, a list of nodes, or the members of a mapping, which may have duplicate names.

    `line` counts from 0. A text that `is_quoted` is never a boolean or null.
    """

    content: str | list[Node] | tuple[tuple[str, Node], ...]
    line: int
    is_quoted: bool = False
