"""HTML and Markdown as people and programs write them, and beside each (`.expected`) what readers get."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedwright.resolve.markup import Cleaner

CASES = Path(__file__).parent / "markup"


def expected(case: Path) -> str:
    return case.with_name(f"{case.name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", sorted(CASES.glob("*.html")), ids=lambda case: case.stem)
def test_html(case: Path) -> None:
    cleaned = Cleaner().clean(case.read_text(encoding="utf-8"), lambda tag, written: written, "e-")
    assert f"{cleaned}\n" == expected(case)


def test_what_is_left_out_is_told() -> None:
    cleaner = Cleaner()
    cleaner.clean((CASES / "objects.html").read_text(encoding="utf-8"), lambda tag, written: written)
    assert [(one.kind, one.name) for one in cleaner.left_out] == [("object", "A game")]
    cleaner.clean('<p><mjx-container></mjx-container><form><input name="q"></form>', lambda *_: None)
    assert [one.kind for one in cleaner.left_out] == ["formula", "form"]
