"""Rooms where one new file is one new thing (a format, a dialect): whatever lies there is found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def names(package: ModuleType) -> list[str]:
    """The names of the modules in `package`, sorted; imports none. `_helpers` are not counted."""
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """The modules in `package`, imported, in the order of their names."""
    for name in names(package):
        yield importlib.import_module(f"{package.__name__}.{name}")
