"""What an article's text has and its entry has not, because no reader can show it, or it was not found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

KINDS = {
    "block of Obsidian": "blocks of Obsidian",
    "citation": "citations",
    "cross-reference": "cross-references",
    "dialog": "dialogs",
    "drawing": "drawings",
    "expression": "expressions",
    "form": "forms",
    "formula": "formulas",
    "frame": "frames",
    "hidden element": "hidden elements",
    "include": "includes",
    "link nobody can follow": "links nobody can follow",
    "link without address": "links without address",
    "loop": "loops",
    "object": "objects",
    "picture in the text": "pictures in the text",
    "picture not found": "pictures not found",
    "script": "scripts",
    "tag": "tags",
}
"""All kinds of parts, each with its plural."""


class LeftOut(Struct, frozen=True):
    """One part of an article's text: its kind, such as `picture not found`, and which it is: `quay.jpg`.

    `kind` is one of `KINDS`.
    """

    kind: str
    name: str


def count_kinds(parts: Iterable[LeftOut]) -> str:
    """Count the parts of each kind, as people say it: `3 objects, 1 formula, 12 pictures not found`."""
    counts = sorted(Counter(part.kind for part in parts).items())
    return ", ".join(f"{count:,} {kind if count == 1 else _plural(kind)}" for kind, count in counts)


def _plural(kind: str) -> str:
    # A catalog may have a kind that an older version named.
    return KINDS.get(kind, f"{kind}s")
