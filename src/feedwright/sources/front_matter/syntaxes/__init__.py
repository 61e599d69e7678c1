"""How front matter is marked off and written. Each module here is one syntax and defines two names:

`split(text, path) -> Header | None`: the front matter at the top of `text`; None where there is none of
    this syntax.
`values(header, path) -> dict[str, Value]`: its top-level keys.

Both raise ArticleError for what cannot be read.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from types import ModuleType

from feedwright import plugins


@lru_cache(maxsize=1)
def known() -> tuple[ModuleType, ...]:
    """The syntaxes there are, in any order: what a text opens with belongs to one of them at most."""
    # YAML, which most articles have, is the last by name.
    return tuple(reversed([*plugins.modules(sys.modules[__name__])]))
