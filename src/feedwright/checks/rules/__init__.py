"""The rules. Each module here is one spec, or one subject of several, and defines `RULES`: rows for single
documents.

A new module is found by being here; nothing else learns its name.
"""

from __future__ import annotations

import sys
from functools import cache

from feedwright import plugins
from feedwright.checks.rule import Rule, Subject


@cache
def document_rules() -> tuple[Rule[Subject], ...]:
    """The rules for one document, of all modules, by the modules' names."""
    return tuple(rule for module in plugins.modules(sys.modules[__name__]) for rule in module.RULES)
