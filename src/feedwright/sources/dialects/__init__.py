"""How articles are written. Each module here is one dialect and defines three names:

`SUFFIXES`: the file suffixes it reads, such as `(".md", ".markdown")`.
`TELLS_MORE`: whether its text holds more than a body and a title (dates, authors, a caption).
`read(text, path, day_first=None) -> Body`: the text below the front matter, as HTML and whatever else it
    tells. `day_first` says how 03/04/2026 is meant there; None leaves that to the text.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from types import ModuleType

from feedwright import plugins


@lru_cache(maxsize=1)
def by_suffix() -> dict[str, ModuleType]:
    """The dialects by the suffixes of the files that they read."""
    return {suffix: module for module in plugins.modules(sys.modules[__name__]) for suffix in module.SUFFIXES}


def article_suffixes() -> frozenset[str]:
    """The suffixes of files that can be articles, such as `.md`."""
    return frozenset(by_suffix())
