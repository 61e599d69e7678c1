"""Syntaxes of front matter. Each module here is one syntax and defines two functions:

`split(text, path) -> Header | None`: the front matter at the top of `text`; None if it is not in this syntax.
`values(header, path) -> dict[str, Value]`: its top-level keys.

Both raise ArticleError if it cannot be read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType

from feedwright import module_folders
from feedwright.sources.front_matter.syntaxes import yaml


def all_syntaxes() -> Iterator[ModuleType]:
    """Yield all syntaxes. The start of a text fits at most one of them.

    YAML comes first, because most articles have it; the others are imported when they are asked for.
    """
    yield yaml
    yield from _others()


@lru_cache(maxsize=1)
def _others() -> tuple[ModuleType, ...]:
    return tuple(one for one in module_folders.modules(sys.modules[__name__]) if one is not yaml)
