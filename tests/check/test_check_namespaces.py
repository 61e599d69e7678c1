"""Each namespace's rules, derived from data: broken alone in an otherwise good document, each is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from check.documents import NOW
from feedwright.checks import check_bytes, derive, namespace

FOLDER = Path(__file__).parent / "namespaces"
FILES: dict[str, dict[str, Any]] = {
    file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))
}


class NamespaceCase(NamedTuple):
    """One change to the good document of a namespace that breaks one rule."""

    name: str
    rule: str
    old: str
    new: str


CASES = [NamespaceCase(name, *change) for name, data in FILES.items() for change in data["broken"]]


def _rules(text: str) -> set[str]:
    return {finding.rule for finding in check_bytes(text.encode(), "feed", now=NOW, advice=True)}


@pytest.mark.parametrize("name", FILES)
def test_a_good_document_has_no_findings(name: str) -> None:
    assert _rules(FILES[name]["document"]) == set(FILES[name].get("beside", ()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}-{case.rule}")
def test_a_broken_rule_is_found_alone(case: NamespaceCase) -> None:
    good = FILES[case.name]["document"]
    assert case.old in good
    beside = set(FILES[case.name].get("beside", ()))
    assert _rules(good.replace(case.old, case.new, 1)) - beside == {case.rule} - beside


def test_every_value_is_of_a_known_type() -> None:
    for name in namespace.names():
        assert derive.rules(name)


def test_a_namespace_has_the_prefix_that_feeds_give_it() -> None:
    prefixes = namespace.prefixes()
    assert prefixes["http://search.yahoo.com/mrss/"] == "media"
    assert prefixes["http://www.w3.org/1999/xhtml"] == "xhtml"
