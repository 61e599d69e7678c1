"""docs/checks.md is what the rules are, and every rule cites what can be opened."""

from __future__ import annotations

from check import table
from feedwright.checks import agreement
from feedwright.checks.rules import document_rules
from feedwright.checks.specs import OURS


def test_the_table_of_rules_is_up_to_date() -> None:
    assert table.FILE.read_text(encoding="utf-8") == table.text(), "run `make docs`"


def test_there_are_more_than_two_hundred_rules() -> None:
    assert len(document_rules()) + len(agreement.RULES) > 200


def test_every_spec_is_a_secure_link() -> None:
    for rule in document_rules():
        for spec in rule.specs.values():
            assert spec == OURS or spec.url.startswith("https://")
            assert spec.title
