"""Syntaxes of front matter. Each module here is one syntax and defines two functions:

`split(text, path) -> Header | None`: the front matter at the top of `text`; None if it is not in this syntax.
`values(header, path) -> dict[str, Value]`: its top-level keys.

Both raise ArticleError if it cannot be read.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from types import ModuleType

from feedwright import module_folders


@lru_cache(maxsize=1)
def all_syntaxes() -> tuple[ModuleType, ...]:
    """All syntaxes. The order does not matter, because the start of a text fits at most one of them."""
    # YAML, which is the last by name, comes first, because most articles have it.
    return tuple(reversed([*module_folders.modules(sys.modules[__name__])]))
