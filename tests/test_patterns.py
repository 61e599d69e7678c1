"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import copy
import re

import pytest

from feedwright.patterns import lazy


def test_a_lazy_pattern_is_compiled_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile

    def count(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_(pattern, flags)

    monkeypatch.setattr(re, "compile", count)
    pattern = lazy(r"<(B)R\b", re.IGNORECASE)
    assert compiled == []
    assert pattern.sub(r"\1", "a<br>") == "ab>"
    assert pattern.sub("", "<BR>") == ">"
    assert compiled == [r"<(B)R\b"]
    assert pattern.pattern == r"<(B)R\b"
    assert pattern.flags & re.IGNORECASE
    assert [found[1] for found in pattern.finditer("<br><Br>")] == ["b", "B"]


def test_a_lazy_pattern_may_be_of_bytes() -> None:
    assert lazy(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_a_lazy_pattern_can_be_copied() -> None:
    assert copy.copy(lazy("a+")).sub("", "baab") == "bb"
