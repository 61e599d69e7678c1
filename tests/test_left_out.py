"""How people are told what entries have not of their articles' texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedwright.left_out import KINDS, LeftOut, count_kinds

HOUSE = Path(__file__).parents[1] / "src" / "feedwright"

SAID = {
    "block of Obsidian": "2 blocks of Obsidian",
    "citation": "2 citations",
    "cross-reference": "2 cross-references",
    "dialog": "2 dialogs",
    "drawing": "2 drawings",
    "expression": "2 expressions",
    "form": "2 forms",
    "formula": "2 formulas",
    "frame": "2 frames",
    "hidden element": "2 hidden elements",
    "include": "2 includes",
    "link nobody can follow": "2 links nobody can follow",
    "link without address": "2 links without address",
    "loop": "2 loops",
    "object": "2 objects",
    "picture in the text": "2 pictures in the text",
    "picture not found": "2 pictures not found",
    "script": "2 scripts",
    "tag": "2 tags",
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_part_and_several_are_counted_as_people_say_it(kind: str) -> None:
    assert count_kinds([LeftOut(kind, "")]) == f"1 {kind}"
    assert count_kinds([LeftOut(kind, "a"), LeftOut(kind, "b")]) == SAID[kind]


def test_kinds_are_counted_each_for_itself() -> None:
    parts = [LeftOut("hidden element", "div")] * 5 + [LeftOut("link without address", "quay")]
    assert count_kinds(parts) == "5 hidden elements, 1 link without address"


def test_a_kind_of_an_older_version_is_counted_too() -> None:
    assert count_kinds([LeftOut("gadget", "")] * 2) == "2 gadgets"


def test_every_kind_that_the_program_leaves_out_has_its_plural() -> None:
    named = {kind for path in HOUSE.rglob("*.py") for kind in kinds_in(path)}
    # `_kind` in resolve/hidden.py names these two.
    assert named | {"dialog", "hidden element"} == set(KINDS)


def kinds_in(path: Path) -> Iterator[str]:
    """The kinds in calls of `LeftOut` and `leave_out`."""
    if "importers" in path.parts:
        return
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call) and call.args:
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in ("LeftOut", "leave_out"):
                kind = call.args[0]
                choices = [kind.body, kind.orelse] if isinstance(kind, ast.IfExp) else [kind]
                yield from (str(one.value) for one in choices if isinstance(one, ast.Constant))
