"""Write findings as text for people or data for programs. Each module is a form, with a function `write`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from feedwright import module_folders
from feedwright.checks.finding import Finding


def names() -> list[str]:
    """The names of all forms."""
    return module_folders.names(sys.modules[__name__])


def write(findings: Sequence[Finding], form: str, *, colour: bool = False) -> str:
    """Format findings in one of the forms of `names()`; `colour` is for terminals and only text has it."""
    text: str = importlib.import_module(f"{__name__}.{form}").write(findings, colour=colour)
    return text
