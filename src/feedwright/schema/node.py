"""What a person wrote behind keys, whatever the syntax: text, lists and mappings, with their lines."""

from __future__ import annotations

from msgspec import Struct


class Node(Struct, frozen=True, gc=False):
    """`content` is text as typed, a list's nodes, or a mapping's members, of which two may have one name.

    `line` counts from 0. `is_quoted` text is the author's own, whatever it looks like.
    """

    content: str | list[Node] | tuple[tuple[str, Node], ...]
    line: int
    is_quoted: bool = False
