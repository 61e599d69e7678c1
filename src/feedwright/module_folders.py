"""Packages whose modules are found where they lie (formats, dialects): a new file needs no registration."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def names(package: ModuleType) -> list[str]:
    """Return the sorted names of the modules in `package`, without those of `_helpers`; imports none."""
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import the modules in `package`, in the order of their names."""
    for name in names(package):
        yield importlib.import_module(f"{package.__name__}.{name}")
