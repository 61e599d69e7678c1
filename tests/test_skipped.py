"""The last lines of a test run say what was skipped, and how to have it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from conftest import pytest_terminal_summary


def test_what_was_skipped_is_said_once_with_its_remedy() -> None:
    def skipped(reason: str) -> Any:
        return SimpleNamespace(longrepr=("tests/test_a.py", 1, f"Skipped: {reason}"))

    lines: list[str] = []
    reports = [skipped("this test needs chromium (apt install chromium)")] * 2 + [skipped("make axe")]
    reporter: Any = SimpleNamespace(stats={"skipped": reports}, write_line=lines.append)
    pytest_terminal_summary(reporter)
    assert lines == [
        "skipped 1 test: make axe",
        "skipped 2 tests: this test needs chromium (apt install chromium)",
    ]
