"""How a rule is broken."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """One change to one good document that breaks one rule: the first `old` in it becomes `new`."""

    rule: str
    kind: str
    old: str
    new: str
