"""Decision trees that were learnt from pages (`make train`), as a function that Python runs.

A tree is a nested list: a node is [column, threshold, below, above], a leaf the number that it adds. The
trees' numbers and `base` add up to a logit: above 0, yes is more likely than no.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct


class Trees(Struct, frozen=True):
    """`columns` are the names of the numbers that nodes look at, by the place of the name."""

    columns: tuple[str, ...]
    base: float
    trees: list[Any]


def compiled(model: Trees, parameters: str, place: Callable[[str], str]) -> Callable[..., float]:
    """All trees as one function of `parameters`; `place` says where it finds a column, as Python.

    As an expression of Python's own, they take a third of the time that it takes to walk them.
    """
    places = [place(name) for name in model.columns]

    def written(node: Any) -> str:
        if not isinstance(node, list):
            return repr(float(node))
        column, threshold, below, above = node
        return f"({written(below)} if {places[column]} <= {float(threshold)!r} else {written(above)})"

    total = " + ".join([repr(model.base), *map(written, model.trees)])
    found: Callable[..., float] = eval(f"lambda {parameters}: {total}", {"__builtins__": {}})
    return found
