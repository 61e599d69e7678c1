"""The rules. Each module here is one subject and defines `RULES`: rows for single documents.

A new module is found by being here; nothing else learns its name.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from feedwright.checks.rule import Rule, Subject


@cache
def document_rules() -> tuple[Rule[Subject], ...]:
    """The rules for one document, of all modules, by the modules' names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(rule for module in modules for rule in module.RULES)
