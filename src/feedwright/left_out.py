"""What an article's text has and its entry has not, because no reader can show it, or it was not found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct


class LeftOut(Struct, frozen=True):
    """One part of an article's text: its kind, such as `picture not found`, and which it is: `quay.jpg`."""

    kind: str
    name: str


def count_kinds(parts: Iterable[LeftOut]) -> str:
    """Count the parts of each kind, as people say it: `3 objects, 1 formula, 12 pictures not found`."""
    counts = sorted(Counter(part.kind for part in parts).items())
    return ", ".join(f"{count:,} {kind if count == 1 else _plural(kind)}" for kind, count in counts)


def _plural(kind: str) -> str:
    thing, blank, rest = kind.partition(" ")
    return f"{thing}s{blank}{rest}"
