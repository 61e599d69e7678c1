"""Rules for single documents. Each module defines `RULES` for one spec, or for a subject of several specs.

New modules are found because they are in this folder; no list names them.
"""

from __future__ import annotations

import sys
from functools import cache

from feedwright import module_folders
from feedwright.checks.rule import Rule, Subject


@cache
def document_rules() -> tuple[Rule[Subject], ...]:
    """All rules for single documents, sorted by module name."""
    return tuple(rule for module in module_folders.modules(sys.modules[__name__]) for rule in module.RULES)
