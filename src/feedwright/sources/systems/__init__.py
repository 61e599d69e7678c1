"""What other generators' articles have that ours have not. Each module here is one generator, and may define

`KEYS: Mapping[str, str]`: its front matter keys, and what each means: one of our own keys, or one of
    `front_matter/foreign.py`.
`INSIDE: tuple[str, ...]`: keys whose members count as keys themselves, such as Zola's `extra`.
`plain(text: str) -> str`: an article's text without what only its generator understands.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from types import ModuleType

from feedwright import plugins


@lru_cache(maxsize=1)
def _modules() -> tuple[ModuleType, ...]:
    return tuple(plugins.modules(sys.modules[__name__]))


def keys() -> dict[str, str]:
    """All generators' keys, and what they mean."""
    return {key: meaning for module in _modules() for key, meaning in getattr(module, "KEYS", {}).items()}


@lru_cache(maxsize=1)
def inside() -> tuple[str, ...]:
    """The keys whose members count as keys themselves."""
    return tuple(dict.fromkeys(key for module in _modules() for key in getattr(module, "INSIDE", ())))


@lru_cache(maxsize=1)
def plainers() -> tuple[Callable[[str], str], ...]:
    """What takes the generators' own markup out of a text."""
    return tuple(module.plain for module in _modules() if hasattr(module, "plain"))
